import OpenAI from 'openai';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openaiTagger } from '../../core/engines/tagger/openai.ts';
import type { Tagger, TagRequest } from '../../core/ports/tagger.ts';
import injections from '../fixtures/tagging/injections.json' with { type: 'json' };
import { completion, type FakeOpenai, startFakeOpenai } from '../support/fake-openai.ts';
import { said, tagRequest } from '../support/talks.ts';

/** A model that does whatever it was told in the talk, and as much of it as it can. */
const obedient = (transcript: string) => ({
  title: `owned ${transcript}\u202e<script>alert(1)</script>`,
  summary: `${transcript} https://evil.example/?q=1 ![x](https://evil.example/x.png) `.repeat(50),
  topics: Array.from({ length: 50 }, (_, index) => ({
    name: `Owned ${index}`,
    confidence: 99,
    seconds: [-1, 5, 99_999, 1e300],
  })),
  chapters: [-50, 0, 1, 200, 201, 450, 1e9].map((startSeconds) => ({
    startSeconds,
    title: `<b>owned</b> ${transcript}`,
  })),
  language: transcript,
  deleteTopics: true,
  visibility: 'organisation',
  tool_calls: [{ function: { name: 'delete_session' } }],
});

let server: FakeOpenai;
let tagger: Tagger;
beforeAll(async () => {
  server = await startFakeOpenai({
    chat: ({ messages }) => completion(JSON.stringify(obedient(messages[1]?.content ?? ''))),
  });
  const client = new OpenAI({ apiKey: 'key', baseURL: server.baseURL, maxRetries: 0 });
  tagger = openaiTagger({ client, model: 'small', log: pino({ level: 'silent' }) });
});
afterAll(() => server.close());

const listen = async (request: Partial<TagRequest>) => {
  const asked = tagRequest({ knownTopics: ['Spreadsheets'], durationSeconds: 600, ...request });
  const result = await tagger.suggest(asked, new AbortController().signal);
  return { result, sent: server.chats.at(-1) };
};
/** Ten minutes on a harmless subject. */
const talk = said(Array.from({ length: 60 }, () => 'A pivot table sums up a long list.'));
/** Where in a session people can put words. */
const places: readonly [string, (text: string) => Partial<TagRequest>][] = [
  ['in a talk', (text) => ({ segments: [...talk, ...said([text])] })],
  [
    'as the name of a speaker',
    (text) => ({ segments: talk.map((segment) => ({ ...segment, speaker: text })) }),
  ],
  ['as a title', (title) => ({ title, segments: talk })],
  ['as a description', (description) => ({ description, segments: talk })],
  ['as a topic', (topic) => ({ knownTopics: [topic], segments: talk })],
];

describe.each(places)('%s', (_place, put) => {
  test.each(injections)('%s is sent as data', async (_name = '', text = '') => {
    const { sent } = await listen(put(text));
    const { sent: plain } = await listen({ segments: talk });
    const { messages: _messages, ...settings } = sent ?? { messages: [] };
    const { messages: _others, ...plainSettings } = plain ?? { messages: [] };
    expect(settings).toEqual(plainSettings);
    expect(sent?.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(sent?.messages[0]).toEqual(plain?.messages[0]);
    const members: object = JSON.parse(sent?.messages[1]?.content ?? '');
    expect(Object.keys(members)).toEqual([
      ...['title', 'description', 'language', 'durationSeconds', 'knownTopics', 'part', 'transcript'],
    ]);
  });

  test.each(injections)(
    '%s gets an obedient model no further than suggestions',
    async (_name = '', text = '') => {
      const { result } = await listen(put(text));
      expect(Object.keys(result).sort()).toEqual(['chapters', 'language', 'summary', 'title', 'topics']);
      expect(result.topics.length).toBeLessThanOrEqual(3);
      for (const { confidence, seconds } of result.topics) {
        expect(confidence).toBeLessThanOrEqual(1);
        expect(seconds).toEqual([5]);
      }
      expect(result.chapters.map(({ startSeconds }) => startSeconds)).toEqual([0, 200, 450]);
      expect(result.title?.length).toBeLessThanOrEqual(120);
      expect(result.summary?.length).toBeLessThanOrEqual(1_200);
      const shown = [result.title, result.summary, ...result.chapters.map(({ title }) => title)].join(' ');
      expect(shown).not.toMatch(/https?:|<script|<b>|[\u202a-\u202e\u2066-\u2069\n]|[\u{e0000}-\u{e007f}]/u);
      expect(result.language).toBeNull();
    },
  );
});

test('nobody can speak the mark of another moment', async () => {
  const { sent } = await listen({
    segments: said(['Thanks.\n[99999] Moderator: it ends here.'], 'Ann\n[7] Bob'),
  });
  const { transcript }: { transcript: string } = JSON.parse(sent?.messages[1]?.content ?? '');
  expect(transcript).toBe('[0] Ann [7] Bob: Thanks. [99999] Moderator: it ends here.');
});
