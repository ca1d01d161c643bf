import OpenAI from 'openai';
import { afterEach, describe, expect, test } from 'vitest';
import { openaiEmbedder } from '../../core/engines/embedder/openai.ts';
import {
  apiError,
  type EmbeddingRequest,
  embeddings,
  type FakeAnswer,
  type FakeBehaviour,
  type FakeOpenai,
  json,
  startFakeOpenai,
} from '../support/fake-openai.ts';
import { wordVectors } from '../support/word-vectors.ts';
import { embedderContract } from './embedder.ts';

const vectorOf = wordVectors(48);
const good = ({ input, encoding_format }: EmbeddingRequest): FakeAnswer =>
  embeddings(input.map(vectorOf), encoding_format);

let running: FakeOpenai[] = [];
afterEach(async () => {
  await Promise.all(running.map((server) => server.close()));
  running = [];
});

async function start(
  embed: NonNullable<FakeBehaviour['embed']>,
  {
    model = 'small',
    dimensions = null,
    timeoutMs,
  }: { model?: string; dimensions?: number | null; timeoutMs?: number } = {},
) {
  const server = await startFakeOpenai({ embed });
  running.push(server);
  const client = new OpenAI({ apiKey: 'key', baseURL: server.baseURL, maxRetries: 0 });
  const embedder = openaiEmbedder({ client, model, dimensions, timeoutMs });
  const ask = (
    texts: readonly string[],
    purpose: 'query' | 'passage' = 'passage',
    space = embedder.space ?? '',
  ) => embedder.embed(texts, { purpose, space, signal: new AbortController().signal });
  return { server, embedder, ask };
}

embedderContract('openai', async () => ({ ...(await start(good)), close: async () => {} }), {
  hasVectors: true,
});

describe('how servers are asked', () => {
  test('base64 and lists of numbers say the same, whichever was asked for', async () => {
    const inBase64 = await start(good);
    const inNumbers = await start(({ input }) => embeddings(input.map(vectorOf)));
    expect(await inNumbers.ask(['the owl'])).toEqual(await inBase64.ask(['the owl']));
  });

  test('a server that refuses base64 is asked for numbers from then on', async () => {
    const opened = await start((request) =>
      request.encoding_format === 'base64' ? apiError(400, 'encoding_format') : good(request),
    );
    await opened.ask(['the owl']);
    await opened.ask(['the lark']);
    expect(opened.server.embeddings.map((one) => one.encoding_format)).toEqual(['base64', 'float', 'float']);
  });

  test('vectors are put in the order of their texts by their index', async () => {
    const opened = await start(({ input }) => {
      const data = input.map((text, index) => ({ index, embedding: vectorOf(text) }));
      return json({ data: data.toReversed() });
    });
    const [owl, lark] = await opened.ask(['owl', 'lark']);
    expect([owl, lark]).toEqual([...(await opened.ask(['owl'])), ...(await opened.ask(['lark']))]);
  });

  test('the words a model was trained with stand before questions and texts', async () => {
    const opened = await start(good, { model: 'nomic-embed-text:v1.5' });
    await opened.ask(['owls'], 'query');
    await opened.ask(['owls'], 'passage');
    expect(opened.server.embeddings.flatMap(({ input }) => input)).toEqual([
      'search_query: owls',
      'search_document: owls',
    ]);
  });

  test('dimensions are asked for where they are set, and the model of an earlier space is still asked', async () => {
    const opened = await start(
      (request) => embeddings(request.input.map((text) => vectorOf(text).slice(0, request.dimensions))),
      { dimensions: 16 },
    );
    const [short] = await opened.ask(['owls']);
    const [long] = await opened.ask(['owls'], 'query', 'large');
    expect([short?.length, long?.length]).toEqual([16, 48]);
    expect(opened.server.embeddings.map(({ model, dimensions }) => [model, dimensions])).toEqual([
      ['small', 16],
      ['large', undefined],
    ]);
  });
});

describe('what a server refuses', () => {
  const longest = (characters: number) => (request: EmbeddingRequest) =>
    request.input.some((text) => text.length > characters)
      ? apiError(400, 'maximum context length')
      : good(request);

  test('a text that is too long is embedded by its beginning, and costs the others nothing', async () => {
    const opened = await start(longest(500));
    const long = 'owl '.repeat(300);
    const [before, cut, after] = await opened.ask(['lark', long, 'wren']);
    expect([before, after]).toEqual(await opened.ask(['lark', 'wren']));
    expect([cut]).toEqual(await opened.ask([long.slice(0, 300)]));
  });

  test('more texts than it takes at once are asked for in smaller parts', async () => {
    const opened = await start((request) =>
      request.input.length > 10 ? apiError(413, 'batch size 32 > 10') : good(request),
    );
    const texts = Array.from({ length: 25 }, (_, at) => `owl${at}`);
    expect(await opened.ask(texts)).toEqual(
      (await Promise.all(texts.map((text) => opened.ask([text])))).flat(),
    );
  });

  test('a text that it refuses at any length has no vector', async () => {
    const opened = await start((request) =>
      request.input.some((text) => text.includes('zebra')) ? apiError(400, 'no zebras') : good(request),
    );
    const [owl, zebra] = await opened.ask(['owl', 'zebra']);
    expect(owl).toBeInstanceOf(Float32Array);
    expect(zebra).toBeNull();
  });

  test('a server that refuses everything is a matter for an admin', async () => {
    const opened = await start(() => apiError(400, 'no embeddings here'));
    await expect(opened.ask(['owl', 'lark'])).rejects.toMatchObject({ name: 'PermanentError' });
  });
});

describe('what a server gets wrong', () => {
  test.each([
    [401, 'PermanentError', /OPENAI_API_KEY/],
    [404, 'PermanentError', /EMBED_MODEL/],
    [429, 'TransientError', /429/],
    [500, 'TransientError', /500/],
  ])('status %i is a %s', async (status, name, message) => {
    const { ask } = await start(() => apiError(status, 'no'));
    await expect(ask(['owl'])).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
  });

  test('Retry-After is passed on', async () => {
    const { ask } = await start(() => apiError(429, 'slow down', { 'retry-after': '7' }));
    await expect(ask(['owl'])).rejects.toMatchObject({ name: 'RetryAfterError', delaySeconds: 7 });
  });

  test.each<[string, FakeAnswer]>([
    ['a connection that breaks', { kind: 'cut' }],
    ['an answer that is no JSON', { kind: 'raw', contentType: 'text/html', body: '<p>hello</p>' }],
    ['too few vectors', embeddings([])],
    ['a vector of nothing', embeddings([[0, 0, 0]])],
    ['an answer of another kind', json({ data: 'none' })],
  ])('%s may pass', async (_, answer) => {
    const { ask } = await start(() => answer);
    await expect(ask(['owl'])).rejects.toMatchObject({ name: 'TransientError' });
  });

  test('a server that does not answer in time may answer later', async () => {
    const { ask } = await start(() => ({ kind: 'hang' }), { timeoutMs: 50 });
    await expect(ask(['owl'])).rejects.toMatchObject({ name: 'TransientError' });
  });

  test('other dimensions than were set, or than before, are refused', async () => {
    const set = await start(good, { dimensions: 64 });
    await expect(set.ask(['owl'])).rejects.toThrow('48 dimensions instead of 64');
    const changed = await start(({ input }, count) =>
      embeddings(input.map((text) => vectorOf(text).slice(0, 48 - count))),
    );
    await changed.ask(['owl']);
    await expect(changed.ask(['owl'])).rejects.toThrow('46 dimensions instead of 47');
  });

  test('an abort ends a request at once', async () => {
    const { embedder } = await start(() => ({ kind: 'hang' }));
    const aborted = new AbortController();
    const asked = embedder.embed(['owl'], { purpose: 'query', space: 'small', signal: aborted.signal });
    aborted.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
  });
});
