import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { openaiTranscriber } from '../../core/engines/transcriber/openai.ts';
import { speechBytesPerSecond } from '../../core/engines/wav.ts';
import { apiError, type FakeAnswer, json, startFakeOpenai, type Upload } from '../support/fake-openai.ts';
import {
  jfk,
  run,
  soundsIn,
  openWhisper as start,
  textOf,
  transcriptOf,
  whisper,
  withBeeps,
} from '../support/fake-whisper.ts';
import { silentLog as log } from '../support/log.ts';
import { transcriberContract } from './transcriber.ts';

transcriberContract('openai', async () => ({ ...(await start(whisper)), close: async () => {} }), {
  hears: true,
});
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
