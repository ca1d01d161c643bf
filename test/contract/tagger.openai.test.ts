import OpenAI from 'openai';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { openaiTagger } from '../../core/engines/tagger/openai.ts';
import type { TagRequest } from '../../core/ports/tagger.ts';
import {
  apiError,
  type ChatRequest,
  completion,
  type FakeAnswer,
  type FakeBehaviour,
  type FakeOpenai,
  json,
  startFakeOpenai,
} from '../support/fake-openai.ts';
import { pivotTalk, said, tagRequest } from '../support/talks.ts';
import { taggerContract } from './tagger.ts';

const suggestions = {
  title: 'Pivot tables and slicers',
  summary: 'Shows pivot tables. One learns to refresh them.',
  topics: [
    { name: 'pivot tables', confidence: 0.9, seconds: [10, 30] },
    { name: 'slicers', confidence: 0.5, seconds: [40] },
  ],
  chapters: [
    { startSeconds: 3, title: 'Kubernetes' },
    { startSeconds: 600, title: 'Bread' },
  ],
  language: 'English',
};
const good = (): FakeAnswer => completion(JSON.stringify(suggestions));

let running: FakeOpenai[] = [];
afterEach(async () => {
  await Promise.all(running.map((server) => server.close()));
  running = [];
});

async function start(
  chat: NonNullable<FakeBehaviour['chat']>,
  timeoutMs = 10_000,
  budget: { partTokens?: number; talkTokens?: number } = {},
) {
  const server = await startFakeOpenai({ chat });
  running.push(server);
  const client = new OpenAI({ apiKey: 'key', baseURL: server.baseURL, maxRetries: 0 });
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });
  return { server, lines, tagger: openaiTagger({ client, model: 'small', log, timeoutMs, ...budget }) };
}

taggerContract('openai', async () => ({ ...(await start(good)), close: async () => {} }), { suggests: true });

const suggest = (opened: Awaited<ReturnType<typeof start>>, request: Partial<TagRequest> = {}) =>
  opened.tagger.suggest(tagRequest({ segments: pivotTalk, ...request }), new AbortController().signal);

describe('how servers are asked', () => {
  test('a strict schema first; what a server refuses is not asked for again', async () => {
    const opened = await start((chat) =>
      chat.response_format?.type === 'json_schema' ? apiError(400, 'response_format') : good(),
    );
    await suggest(opened);
    await suggest(opened);
    expect(opened.server.chats.map((chat) => chat.response_format?.type)).toEqual([
      'json_schema',
      'json_object',
      'json_object',
    ]);
  });

  test('a server that knows no format is read from its plain text', async () => {
    const opened = await start((chat) =>
      chat.response_format
        ? apiError(422, 'response_format')
        : completion(`Here you are:\n\`\`\`json\n${JSON.stringify(suggestions)}\n\`\`\``),
    );
    expect((await suggest(opened)).summary).toBe(suggestions.summary);
  });

  test('a strict schema asks for every member that is used, and for nothing else', async () => {
    const opened = await start(good);
    await suggest(opened);
    expect(opened.server.chats[0]?.response_format).toMatchObject({
      json_schema: {
        strict: true,
        schema: {
          required: ['title', 'summary', 'topics', 'chapters', 'language'],
          additionalProperties: false,
          properties: { topics: { items: { required: ['name', 'confidence', 'seconds'] } } },
        },
      },
    });
  });

  test('what it cost is logged, without a word of the talk', async () => {
    const opened = await start(good);
    await suggest(opened);
    const line: unknown = JSON.parse(opened.lines.at(-1) ?? '');
    expect(line).toMatchObject({ model: 'small', calls: 1, promptTokens: 100, completionTokens: 20 });
    expect(opened.lines.join()).not.toMatch(/pivot/i);
  });

  test('what it cost is guessed where the server does not count', async () => {
    const message = { role: 'assistant', content: JSON.stringify(suggestions) };
    const opened = await start(() => json({ choices: [{ index: 0, finish_reason: 'stop', message }] }));
    await suggest(opened);
    const { promptTokens, isEstimated } = JSON.parse(opened.lines.at(-1) ?? '');
    expect(isEstimated).toBe(true);
    expect(promptTokens).toBeGreaterThan(100);
  });
});

describe('long talks', () => {
  const long = said(Array.from({ length: 600 }, (_, index) => `${'word '.repeat(20)}${index}`));
  const messageOf = (
    chat: ChatRequest | undefined,
  ): { part: string; transcript?: string; notes?: unknown[] } => JSON.parse(chat?.messages[1]?.content ?? '');
  const startOf = (chat: ChatRequest) => Number(/\[(\d+)\]/.exec(messageOf(chat).transcript ?? '')?.[1] ?? 0);

  /** Says of every part where it begins, and claims the same of all others. */
  const reader = (chat: ChatRequest): FakeAnswer => {
    const startSeconds = startOf(chat);
    const chapters = [0, startSeconds, 5_000].map((seconds) => ({
      startSeconds: seconds,
      title: `From ${seconds}`,
    }));
    const topics = [{ name: 'word', confidence: 0.9, seconds: [startSeconds, 5_000] }];
    return completion(
      JSON.stringify({ ...suggestions, chapters, topics, summary: `Of ${messageOf(chat).part}.` }),
    );
  };

  test('are read in parts within the budget, and then joined', async () => {
    const opened = await start(reader);
    const result = await suggest(opened, { segments: long, durationSeconds: 6_000 });
    const parts = opened.server.chats.slice(0, -1);
    expect(parts.length).toBeGreaterThan(2);
    for (const chat of parts) expect(messageOf(chat).transcript?.length).toBeLessThan(3 * 8_000);
    const spoken = parts.map((chat) => messageOf(chat).transcript).join();
    for (const index of [0, 299, 599]) expect(spoken).toContain(`word ${index}`);
    expect(messageOf(opened.server.chats.at(-1)).notes).toHaveLength(parts.length);
    expect(result.summary).toMatch(/^Of notes on all parts/);
  });

  test('have times only of the part in which they were read', async () => {
    const opened = await start(reader);
    const result = await suggest(opened, { segments: long, durationSeconds: 6_000 });
    const starts = opened.server.chats
      .slice(0, -1)
      .map(startOf)
      .sort((a, b) => a - b);
    const last = starts.at(-1) ?? 0;
    expect(result.topics[0]?.seconds).toEqual([...starts, 5_000].sort((a, b) => a - b));
    expect(result.chapters.map(({ startSeconds }) => startSeconds)).toEqual(
      [...starts, 5_000].sort((a, b) => a - b).filter((seconds) => seconds !== last || last !== 5_000),
    );
  });

  test('beyond the budget are read at places that are spread over them, which is logged', async () => {
    const opened = await start(reader, 10_000, { partTokens: 1_000, talkTokens: 3_000 });
    await suggest(opened, { segments: long, durationSeconds: 6_000 });
    const starts = opened.server.chats
      .slice(0, -1)
      .map(startOf)
      .sort((a, b) => a - b);
    expect(starts).toHaveLength(3);
    expect(starts[0]).toBe(0);
    expect(starts[2]).toBeGreaterThan(3_500);
    expect(JSON.parse(opened.lines.at(-1) ?? '')).toMatchObject({ calls: 4, parts: 3 });
    expect(JSON.parse(opened.lines.at(-1) ?? '').leftOut).toBeGreaterThan(10);
  });

  test('in scripts of many bytes are cut smaller', async () => {
    const opened = await start(reader);
    await suggest(opened, { segments: said(Array.from({ length: 300 }, () => '透视表'.repeat(40))) });
    for (const chat of opened.server.chats.slice(0, -1))
      expect(messageOf(chat).transcript?.length).toBeLessThan(8_500);
  });
});

describe('topics', () => {
  const topicsOf = async (topics: readonly object[], request: Partial<TagRequest> = {}) =>
    (await suggest(await start(() => completion(JSON.stringify({ ...suggestions, topics }))), request))
      .topics;

  test('that exist come without limit to eight, new ones only three', async () => {
    const topics = ['old a', 'Old B', 'old c', 'new 1', 'new 2', 'new 3', 'new 4', 'OLD D'].map(
      (name, index) => ({ name, confidence: 1 - index / 10, seconds: [index] }),
    );
    const result = await topicsOf(topics, { knownTopics: ['Old A', 'Old b', 'Old C', 'Old D'] });
    expect(result.map((topic) => topic.name)).toEqual([
      'Old A',
      'Old b',
      'Old C',
      'New 1',
      'New 2',
      'New 3',
      'Old D',
    ]);
  });

  test('without moments get those at which they are said; new ones that nobody says are left out', async () => {
    const topics = [
      { name: 'Slicer', confidence: 0.9 },
      { name: 'Blockchain', confidence: 0.8 },
      { name: 'Spreadsheets', confidence: 0.7 },
    ];
    expect(await topicsOf(topics, { knownTopics: ['Spreadsheets'] })).toEqual([
      { name: 'Slicer', confidence: 0.9, seconds: [40] },
      { name: 'Spreadsheets', confidence: 0.7, seconds: [] },
    ]);
  });

  test('have only moments of the recording, and of the part that was read', async () => {
    const seconds = [-10, 10, 3_000, 1e12];
    expect(await topicsOf([{ name: 'Slicer', confidence: 0.9, seconds }])).toMatchObject([{ seconds: [10] }]);
  });

  test.each([
    [85, 0.85],
    [1e9, 1],
    [-1, 0.01],
  ])('with a confidence of %d have one from 0 to 1', async (confidence, kept) => {
    expect(await topicsOf([{ name: 'Slicer', confidence }])).toMatchObject([{ confidence: kept }]);
  });

  test('of a large wiki are offered to the model those first that are spoken of', async () => {
    const opened = await start(good);
    const many = Array.from({ length: 400 }, (_, index) => `Subject ${index}`);
    await suggest(opened, { knownTopics: [...many, 'Slicers', 'Revenue'] });
    const { knownTopics }: { knownTopics: string[] } = JSON.parse(
      opened.server.chats[0]?.messages[1]?.content ?? '',
    );
    expect(knownTopics).toHaveLength(200);
    expect(knownTopics.slice(0, 3)).toEqual(['Slicers', 'Revenue', 'Subject 0']);
  });
});

describe('title, summary and language', () => {
  const resultOf = async (answer: object, request: Partial<TagRequest> = {}) =>
    suggest(await start(() => completion(JSON.stringify({ ...suggestions, ...answer }))), request);

  test('a title that the talk has already is none', async () => {
    expect((await resultOf({}, { title: 'IMG 0042' })).title).toBe('Pivot tables and slicers');
    expect((await resultOf({}, { title: ' pivot tables and SLICERS' })).title).toBeNull();
  });

  test('a summary has four sentences at most, in any script', async () => {
    expect((await resultOf({ summary: 'One. Two. Three. Four. Five.' })).summary).toBe(
      'One. Two. Three. Four.',
    );
    expect((await resultOf({ summary: '一。二。三。四。五。' })).summary).toBe('一。二。三。四。');
  });

  test.each([
    ['English', 'en'],
    ['pt-br', 'pt-BR'],
    ['Klingon, mostly', null],
  ])('the language %s is %s', async (language, tag) => {
    expect((await resultOf({ language })).language).toBe(tag);
  });
});

describe('what goes wrong', () => {
  const errorOf = async (answer: FakeAnswer, timeoutMs = 10_000): Promise<unknown> => {
    const opened = await start(() => answer, timeoutMs);
    return suggest(opened).then(
      () => null,
      (error: unknown) => error,
    );
  };

  test('a refused key is for an admin', async () => {
    expect(await errorOf(apiError(401, 'no'))).toMatchObject({
      name: 'PermanentError',
      message: expect.stringContaining('OPENAI_API_KEY'),
    });
  });

  test('an unknown model is for an admin', async () => {
    expect(await errorOf(apiError(404, 'no'))).toMatchObject({
      name: 'PermanentError',
      message: expect.stringContaining('TAG_MODEL'),
    });
  });

  test('Retry-After is handed on', async () => {
    expect(await errorOf(apiError(429, 'slow', { 'retry-after': '30' }))).toMatchObject({
      name: 'RetryAfterError',
      delaySeconds: 30,
    });
  });

  test.each([
    ['a failing server', apiError(503, 'no')],
    ['a connection that breaks off', { kind: 'cut' }],
    ['an answer that is no JSON', completion('I am sorry, I cannot do that.')],
    ['an answer of another shape', completion('{"topics": "pivot"}')],
    ['an answer without a choice', json({ choices: [] })],
  ] satisfies [string, FakeAnswer][])('%s may work later', async (_, answer) => {
    expect(await errorOf(answer)).toMatchObject({ name: 'TransientError' });
  });

  test('a model that refuses is not asked again', async () => {
    const message = { role: 'assistant', content: null, refusal: 'I cannot help with that.' };
    const answer = json({ choices: [{ index: 0, finish_reason: 'stop', message }] });
    expect(await errorOf(answer)).toMatchObject({ name: 'PermanentError' });
  });

  test('an answer that does not come in time may come later', async () => {
    expect(await errorOf({ kind: 'hang' }, 50)).toMatchObject({ name: 'TransientError' });
  });
});
