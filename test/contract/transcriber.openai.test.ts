import { createHash } from 'node:crypto';
import { join } from 'node:path';
import OpenAI from 'openai';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { speechCompressor } from '../../core/engines/media/ffmpeg.ts';
import { openaiTranscriber } from '../../core/engines/transcriber/openai.ts';
import { speechBytesPerSecond, speechSecondsOf } from '../../core/engines/wav.ts';
import type { AnsweredPiece, TranscribeRequest } from '../../core/ports/transcriber.ts';
import {
  apiError,
  type FakeAnswer,
  type FakeBehaviour,
  type FakeOpenai,
  json,
  startFakeOpenai,
  type Upload,
} from '../support/fake-openai.ts';
import { beep, fixtures, withScratchDir, writeWav } from '../support/speech.ts';
import { transcribe } from '../support/transcribe.ts';
import { transcriberContract } from './transcriber.ts';

const never = (): AbortSignal => new AbortController().signal;
const log = pino({ level: 'silent' });

interface Run {
  readonly start: number;
  readonly end: number;
}

/** Stretches of sound in an uploaded WAV, in seconds, as a recogniser would find them. */
function soundsIn({ file }: Upload): Run[] {
  const runs: { start: number; end: number }[] = [];
  const samples = new Int16Array(new Uint8Array(file.subarray(44)).buffer);
  for (let at = 0; at < samples.length; at += 160) {
    const isLoud = samples.subarray(at, at + 160).some((sample) => sample > 1000);
    const seconds = at / 16_000;
    const last = runs.at(-1);
    if (isLoud && last && seconds - last.end < 0.5) last.end = seconds + 0.01;
    else if (isLoud) runs.push({ start: seconds, end: seconds + 0.01 });
  }
  return runs;
}

/** Length of an Ogg Opus file: its last granule position without the samples to skip (RFC 7845 4.1, 4.2), at 48 kHz. */
function oggSeconds(file: Buffer): number {
  const lastPage = file.lastIndexOf('OggS');
  const skipped = file.readUInt16LE(file.indexOf('OpusHead') + 10);
  return (Number(file.readBigUInt64LE(lastPage + 6)) - skipped) / 48_000;
}

/** The same for the same sound, and for no other: repeats would be taken for a loop. */
const textOf = ({ file }: Upload, at: number): string =>
  `Sound ${at} of ${createHash('sha256').update(file).digest('hex').slice(0, 8)}.`;

const words = (runs: readonly Run[]) => runs.map(({ start, end }) => ({ word: 'sound', start, end }));
const segments = (upload: Upload, runs: readonly Run[]) =>
  runs.map(({ start, end }, at) => ({ start, end, text: textOf(upload, at) }));

/** Answers as whisper-1 does at OpenAI. */
const whisper = (upload: Upload): FakeAnswer => {
  const runs = soundsIn(upload);
  const isVerbose = upload.fields['response_format'] === 'verbose_json';
  const text = runs.map((_run, at) => textOf(upload, at)).join(' ');
  if (!isVerbose) return json({ text });
  return json({
    text,
    language: 'english',
    duration: speechSecondsOf(upload.file.length),
    segments: segments(upload, runs),
    ...(upload.granularities.includes('word') ? { words: words(runs) } : {}),
  });
};

let running: FakeOpenai[] = [];
afterEach(async () => {
  await Promise.all(running.map((server) => server.close()));
  running = [];
});

async function start(
  transcribe: FakeBehaviour['transcribe'],
  settings: { model?: string; [key: string]: unknown } = {},
) {
  const server = await startFakeOpenai(transcribe ? { transcribe } : {});
  running.push(server);
  const client = new OpenAI({ apiKey: 'key', baseURL: server.baseURL, maxRetries: 0 });
  return { server, transcriber: openaiTranscriber({ client, model: 'whisper-1', log, ...settings }) };
}

transcriberContract('openai', async () => ({ ...(await start(whisper)), close: async () => {} }), {
  hears: true,
});

const jfk: TranscribeRequest = {
  wavPath: fixtures.jfk.path,
  durationSeconds: 11,
  language: null,
  hints: [],
  phrases: [],
};

const run = (opened: Awaited<ReturnType<typeof start>>, request = jfk, signal = never()) =>
  transcribe(opened.transcriber, request, { signal });

async function transcriptOf(opened: Awaited<ReturnType<typeof start>>, request = jfk) {
  const result = await run(opened, request);
  if (result.kind !== 'transcript') throw new Error(result.reason);
  return result.transcript;
}

/** A recording with a beep of half a second at each of the times. */
async function withBeeps<T>(
  durationSeconds: number,
  at: readonly number[],
  use: (request: TranscribeRequest) => Promise<T>,
): Promise<T> {
  return withScratchDir(async (dir) => {
    const wavPath = join(dir, 'beeps.wav');
    await writeWav(
      wavPath,
      durationSeconds,
      at.map((startSeconds) => ({ startSeconds, pcm: beep(0.5) })),
    );
    return use({ wavPath, durationSeconds, language: null, hints: [], phrases: [] });
  });
}

describe('what is asked', () => {
  test('language and names go along when they are known', async () => {
    const opened = await start(whisper);
    await run(opened, { ...jfk, language: 'en-US', hints: ['Inaugural address', 'John F. Kennedy'] });
    expect(opened.server.uploads[0]?.fields).toMatchObject({
      model: 'whisper-1',
      language: 'en',
      prompt: 'Inaugural address, John F. Kennedy',
      response_format: 'verbose_json',
    });
    expect(opened.server.uploads[0]?.granularities).toEqual(['segment', 'word']);
  });

  test('an unknown language is left to the server, whose answer is taken', async () => {
    const opened = await start(whisper);
    expect((await transcriptOf(opened)).language).toBe('en');
    expect(opened.server.uploads[0]?.fields).not.toHaveProperty('language');
  });
});

describe('what servers can answer', () => {
  test('words and their confidence come with their segment', async () => {
    const opened = await start(() =>
      json({
        text: 'And so.',
        language: 'en',
        segments: [
          {
            start: 0.3,
            end: 2,
            text: ' And so.',
            words: [
              { word: ' And', start: 0.3, end: 0.7, probability: 0.9 },
              { word: ' so.', start: 0.7, end: 1.2, probability: 0.4 },
            ],
          },
        ],
      }),
    );
    expect((await transcriptOf(opened)).segments).toEqual([
      {
        startSeconds: 0.3,
        endSeconds: 2,
        speaker: null,
        text: 'And so.',
        words: [
          { startSeconds: 0.3, endSeconds: 0.7, text: 'And', confidence: 0.9 },
          { startSeconds: 0.7, endSeconds: 1.2, text: 'so.', confidence: 0.4 },
        ],
      },
    ]);
  });

  test('a server without word times is asked for segments, and not for words again', async () => {
    const opened = await start((upload) =>
      upload.granularities.includes('word') ? apiError(400, 'timestamp_granularities') : whisper(upload),
    );
    expect((await transcriptOf(opened)).segments[0]?.words).toBeUndefined();
    await run(opened);
    expect(opened.server.uploads.map((upload) => upload.granularities)).toEqual([
      ['segment', 'word'],
      ['segment'],
      ['segment'],
    ]);
  });

  test('a server that gives text alone gets pieces short enough to be moments', async () => {
    await withBeeps(120, [1, 31, 61, 91], async (request) => {
      const opened = await start((upload) =>
        upload.fields['response_format'] === 'json' ? whisper(upload) : apiError(400, 'response_format'),
      );
      const transcript = await transcriptOf(opened, request);
      expect(transcript.segments).toHaveLength(4);
      for (const [index, segment] of transcript.segments.entries()) {
        expect(segment.startSeconds).toBeLessThanOrEqual(1 + 30 * index);
        expect(segment.endSeconds).toBeGreaterThanOrEqual(1.5 + 30 * index);
        expect(segment.endSeconds - segment.startSeconds).toBeLessThan(30.01);
      }
      expect(transcript.language).toBe('und');
    });
  });

  test('a server that takes every format and answers with text is found out', async () => {
    await withBeeps(120, [1, 91], async (request) => {
      const opened = await start((upload) => json({ text: textOf(upload, 0) }));
      expect((await transcriptOf(opened, request)).segments).toHaveLength(2);
      expect(opened.server.uploads.at(-1)?.fields['response_format']).toBe('json');
    });
  });

  test('speakers are named, with the part when a recording was sent in several', async () => {
    const diarized = (upload: Upload): FakeAnswer =>
      json({
        task: 'transcribe',
        text: '',
        segments: soundsIn(upload).map((sound, index) => ({
          ...sound,
          type: 'transcript.text.segment',
          id: `${index}`,
          text: textOf(upload, index),
          speaker: index % 2 === 0 ? 'A' : 'B',
        })),
      });
    await withBeeps(60, [5, 20, 40, 50], async (request) => {
      const model = 'gpt-4o-transcribe-diarize';
      const whole = await start(diarized, { model });
      const inParts = await start(diarized, { model, maxUploadBytes: 30 * speechBytesPerSecond + 64 * 1024 });
      const speakers = async (opened: typeof whole) =>
        (await transcriptOf(opened, request)).segments.map((segment) => segment.speaker);
      expect((await speakers(whole)).length).toBe(4);
      expect(new Set(await speakers(inParts)).size).toBeGreaterThan(2);
      expect((await speakers(inParts))[0]).toBe('Speaker A (part 1)');
      expect(whole.server.uploads[0]?.fields).toMatchObject({
        response_format: 'diarized_json',
        chunking_strategy: 'auto',
      });
    });
  });
});

describe('long recordings', () => {
  test('an hour in pieces below the upload limit has every sound at its second', async () => {
    const starts = Array.from({ length: 350 }, (_, index) => 2 + index * 10.2337);
    await withBeeps(3_600, starts, async (request) => {
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
  const names = ({ server }: Awaited<ReturnType<typeof start>>) =>
    server.uploads.map((upload) => upload.fileName);

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

describe('what recognisers make up', () => {
  test('text over silence and endless repeats are left out', async () => {
    await withBeeps(30, [1, 3, 5, 7, 9], async (request) => {
      const made = [1, 3, 5, 7].map((start) => ({ start, end: start + 0.5, text: 'Thank you.' }));
      const opened = await start(() =>
        json({
          text: '',
          segments: [
            ...made,
            { start: 9, end: 9.5, text: 'Real.' },
            { start: 15, end: 20, text: 'Thanks for watching!' },
          ],
        }),
      );
      const texts = (await transcriptOf(opened, request)).segments.map((segment) => segment.text);
      expect(texts).toEqual(['Thank you.', 'Real.']);
    });
  });

  test('times outside the piece are brought back into it', async () => {
    const opened = await start(() =>
      json({ text: 'x', segments: [{ start: -3, end: 4_000, text: 'And so my fellow Americans.' }] }),
    );
    expect((await transcriptOf(opened)).segments).toMatchObject([{ startSeconds: 0, endSeconds: 11 }]);
  });
});

describe('what goes wrong', () => {
  const errorOf = async (answer: FakeAnswer, settings: { timeoutMs?: number } = {}) => {
    const opened = await start(() => answer, settings);
    const error: unknown = await run(opened).then(
      () => null,
      (reason: unknown) => reason,
    );
    return error;
  };

  test.each([
    [401, /refused the key. An admin has to set OPENAI_API_KEY/],
    [403, /OPENAI_API_KEY and TRANSCRIBE_MODEL/],
    [404, /does not know whisper-1/],
    [413, /takes no uploads of this size/],
    [415, /does not take this kind of file/],
    [400, /could not work with this request/],
  ])('%i never works, and the message says who can do what', async (status, message) => {
    const error = await errorOf(apiError(status, 'no'));
    expect(error).toMatchObject({ name: 'PermanentError', message: expect.stringMatching(message) });
  });

  test.each([[500], [502], [408], [409]])('%i may work later', async (status) => {
    expect(await errorOf(apiError(status, 'no'))).toMatchObject({ name: 'TransientError' });
  });

  test('Retry-After is handed on', async () => {
    const error = await errorOf(apiError(429, 'slow down', { 'retry-after': '17' }));
    expect(error).toMatchObject({ name: 'RetryAfterError', delaySeconds: 17 });
  });

  test('an account without credit is for an admin, not for waiting', async () => {
    const body = { error: { message: 'quota', code: 'insufficient_quota', type: 'insufficient_quota' } };
    expect(await errorOf(json(body, 429))).toMatchObject({
      name: 'PermanentError',
      message: expect.stringContaining('no credit'),
    });
  });

  test('a connection that breaks off may work later', async () => {
    expect(await errorOf({ kind: 'cut' })).toMatchObject({ name: 'TransientError' });
  });

  test('JSON that is none may work later', async () => {
    const answer: FakeAnswer = { kind: 'raw', contentType: 'application/json', body: '{"text": ' };
    expect(await errorOf(answer)).toMatchObject({ name: 'TransientError' });
  });

  test('a web page instead of a transcription points at the address', async () => {
    const answer: FakeAnswer = { kind: 'raw', contentType: 'text/html', body: '<html>Welcome</html>' };
    expect(await errorOf(answer)).toMatchObject({
      name: 'PermanentError',
      message: expect.stringContaining('OPENAI_BASE_URL'),
    });
  });

  test('an answer that does not come in time may come later', async () => {
    expect(await errorOf({ kind: 'hang' }, { timeoutMs: 50 })).toMatchObject({ name: 'TransientError' });
  });

  test('calling off a request that hangs ends it with the abort', async () => {
    const caller = new AbortController();
    const opened = await start(() => {
      caller.abort();
      return { kind: 'hang' };
    });
    await expect(run(opened, jfk, caller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('check tells of a refused key and of a server that is away', async () => {
    const server = await startFakeOpenai({ models: () => apiError(401, 'no') });
    const client = new OpenAI({ apiKey: 'key', baseURL: server.baseURL });
    const transcriber = openaiTranscriber({ client, model: 'whisper-1', log });
    await expect(transcriber.check()).rejects.toThrow(/OPENAI_API_KEY/);
    await server.close();
    await expect(transcriber.check()).rejects.toMatchObject({ name: 'TransientError' });
  });
});
