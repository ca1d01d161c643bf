import { describe, expect, test } from 'vitest';
import { speechCompressor } from '../../core/engines/media/ffmpeg.ts';
import { speechBytesPerSecond, speechSecondsOf } from '../../core/engines/wav.ts';
import type { AnsweredPiece } from '../../core/ports/transcriber.ts';
import { apiError, type FakeAnswer, json, type Upload } from '../support/fake-openai.ts';
import {
  type OpenedWhisper,
  run,
  openWhisper as start,
  transcriptOf,
  whisper,
  withBeeps,
} from '../support/fake-whisper.ts';
import { silentLog as log } from '../support/log.ts';
import { isThorough } from '../support/rows.ts';
import { transcribe } from '../support/transcribe.ts';

/** Length of an Ogg Opus file: its last granule position without the samples to skip (RFC 7845 4.1, 4.2), at 48 kHz. */
function oggSeconds(file: Buffer): number {
  const lastPage = file.lastIndexOf('OggS');
  const skipped = file.readUInt16LE(file.indexOf('OpusHead') + 10);
  return (Number(file.readBigUInt64LE(lastPage + 6)) - skipped) / 48_000;
}

/** How long a long recording is. */
const hours = isThorough ? 3 : 1;

describe('long recordings', () => {
  test(`${hours} h in pieces below the upload limit have every sound at its second`, {
    timeout: 180_000,
  }, async () => {
    const starts = Array.from({ length: 350 * hours }, (_, index) => 2 + index * 10.2337);
    await withBeeps(3_600 * hours, starts, async (request) => {
      const maxUploadBytes = 4 * 1024 ** 2;
      const opened = await start(whisper, { maxUploadBytes });
      const { segments: heard } = await transcriptOf(opened, request);
      expect(heard).toHaveLength(starts.length);
      const drifts = heard.map((segment, index) => Math.abs(segment.startSeconds - (starts[index] ?? 0)));
      expect(Math.max(...drifts)).toBeLessThanOrEqual(0.02);
      for (const upload of opened.server.uploads) expect(upload.file.length).toBeLessThan(maxUploadBytes);
    });
  });

  test('stretches without any sound are not sent', async () => {
    await withBeeps(1_800, [3, 1_790], async (request) => {
      const opened = await start(whisper);
      expect((await transcriptOf(opened, request)).segments).toHaveLength(2);
      const sentBytes = opened.server.uploads.reduce((sum, upload) => sum + upload.file.length, 0);
      expect(sentBytes).toBeLessThan(660 * speechBytesPerSecond);
    });
  });
});

describe('how sound travels', () => {
  const compress = speechCompressor({
    threads: 1,
    limits: { durationSeconds: 3600, outputBytes: 2 ** 26 },
    log,
  });
  /** Answers with what it could read: the length of the sound. */
  const readsOgg = (upload: Upload): FakeAnswer => {
    const seconds =
      upload.fileName === 'piece.ogg' ? oggSeconds(upload.file) : speechSecondsOf(upload.file.length);
    return json({
      text: 'x',
      segments: [{ start: 0.3, end: seconds, text: `Sound of ${upload.fileName}.` }],
    });
  };
  const names = ({ server }: OpenedWhisper) => server.uploads.map((upload) => upload.fileName);

  test('compressed it is a tenth of the bytes, and as long to the sample', async () => {
    const opened = await start(readsOgg, { compress });
    const { segments: heard } = await transcriptOf(opened);
    expect(heard).toMatchObject([{ startSeconds: 0.3, endSeconds: 11, text: 'Sound of piece.ogg.' }]);
    const [upload] = opened.server.uploads;
    expect(upload?.file.length).toBeLessThan((11 * speechBytesPerSecond) / 8);
    expect(upload?.file.length).toBeLessThan(11 * 4_000);
    expect(oggSeconds(upload?.file ?? Buffer.alloc(0))).toBeCloseTo(11, 3);
  });

  test.each([
    ['415', apiError(415, 'Unsupported media type')],
    ['400', apiError(400, 'Invalid file format')],
    ['500', apiError(500, 'Internal server error')],
    ['200 and a reason', json({ error: 'failed to read audio data' })],
  ])('a server that refuses it with %s gets WAV, and is not tried again', async (_status, refusal) => {
    const opened = await start((upload) => (upload.fileName === 'piece.ogg' ? refusal : whisper(upload)), {
      compress,
    });
    expect((await transcriptOf(opened)).segments[0]?.words).toBeDefined();
    const tried = names(opened).length;
    await run(opened);
    expect(names(opened).slice(tried - 1)).toEqual(['piece.wav', 'piece.wav']);
  });

  test('what one process found out, another knows from its answers', async () => {
    await withBeeps(120, [1, 40, 100], async (request) => {
      const refusing = (upload: Upload) =>
        upload.fileName === 'piece.ogg' || upload.granularities.length > 0
          ? apiError(400, 'no')
          : whisper(upload);
      const answered: AnsweredPiece[] = [];
      await transcribe((await start(refusing, { compress })).transcriber, request, { answered });
      const [first] = answered;
      const another = await start(refusing, { compress });
      await transcribe(another.transcriber, request, { answered: first ? [first] : [] });
      expect(new Set(names(another))).toEqual(new Set(['piece.wav']));
      expect(another.server.uploads.every(({ fields }) => fields['response_format'] === 'json')).toBe(true);
    });
  });

  test('without a working compressor it travels as WAV', async () => {
    const broken = () => Promise.reject(new Error('no such encoder'));
    const opened = await start(whisper, { compress: broken });
    expect((await transcriptOf(opened)).segments.length).toBeGreaterThan(0);
    expect(names(opened)).toEqual(['piece.wav']);
  });
});
