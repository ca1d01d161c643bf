import { describe, expect, test } from 'vitest';
import { keyphraseTagger } from '../../core/engines/tagger/keyphrase.ts';
import type { TagRequest } from '../../core/ports/tagger.ts';
import { pivotTalk, said, tagRequest, twoSubjects } from '../support/talks.ts';
import { taggerContract } from './tagger.ts';

const tagger = keyphraseTagger();
taggerContract('keyphrase', async () => ({ tagger, close: async () => {} }), { suggests: true });

const japanese = [
  ['今日は野菜の料理を作ります。', '包丁で野菜を切って、鍋に入れます。', '鍋の料理は野菜が大切です。'],
  ['機械学習のモデルを説明します。', 'データからモデルが予測をします。', '機械学習はデータが大切です。'],
] as const;
const polish = [
  [
    'Pomidory w ogrodzie potrzebują dużo słońca.',
    'Kompost jest w ziemi i w ogrodzie.',
    'Pomidory i kompost są w ogrodzie.',
  ],
  ['Serwer w firmie ma nowy dysk.', 'Kopia danych jest na drugim serwerze.', 'Dysk i serwer są w sieci.'],
] as const;

const suggest = (request: Partial<TagRequest>) =>
  tagger.suggest(tagRequest(request), new AbortController().signal);
const topicsOf = async (request: Partial<TagRequest>) =>
  (await suggest(request)).topics.map((topic) => topic.name);

describe('topics', () => {
  test('are phrases as a wiki would name them, not the words and fillers around them', async () => {
    const topics = await topicsOf({ title: 'Pivot tables in ten minutes', segments: pivotTalk });
    expect(topics[0]).toBe('Pivot tables');
    expect(topics).toContain('Slicer');
    expect(topics.join(' ')).not.toMatch(/kind of|going|basically|hello|thank|refresh all/i);
    expect(topics).not.toContain('Pivot');
    expect(topics).not.toContain('Table');
  });

  test('that exist are found by their whole names, whatever words they are made of', async () => {
    const segments = said([
      'Working from home is not for everybody.',
      'When I was working from home I missed my desk.',
      'We go there, and we go on.',
    ]);
    const knownTopics = ['Working from home', 'Go'];
    expect(await topicsOf({ segments, knownTopics })).toEqual(['Working from home']);
    const named = said(['We wrote it in Go.', 'And why is Go so fast?', 'Let us go on with Go.']);
    expect(await topicsOf({ segments: named, knownTopics })).toEqual(['Go']);
  });

  test('that are names keep the common words in them', async () => {
    const segments = said(Array.from({ length: 5 }, () => 'They moved to New Zealand.'));
    expect(await topicsOf({ segments })).toEqual(['New Zealand']);
  });

  test('of which one is spoken of throughout come before those of a single moment', async () => {
    const throughout = Array.from({ length: 30 }, (_, at) =>
      at % 5 === 0 ? 'The forecast, please.' : 'Well.',
    );
    const segments = said([...throughout, ...Array.from({ length: 6 }, () => 'The warehouse, please.')]);
    const topics = await topicsOf({ segments });
    expect(topics.indexOf('Forecast')).toBe(0);
  });

  test('are the same for capitals, plurals and accents', async () => {
    const segments = said([
      'A résumé helps.',
      'Send resumes early.',
      'Résumés are read, and one resume is kept.',
    ]);
    expect(await topicsOf({ segments, knownTopics: ['Résumés'] })).toEqual(['Résumés']);
  });

  test('do not come from words that the recogniser doubts', async () => {
    const doubtful = pivotTalk.map((segment) => ({
      ...segment,
      words: segment.text.split(' ').map((text, index) => ({
        startSeconds: segment.startSeconds + index / 10,
        endSeconds: segment.startSeconds + (index + 1) / 10,
        text,
        confidence: /pivot/i.test(text) ? 0.5 : 0.95,
      })),
    }));
    const topics = await topicsOf({ title: 'Spreadsheets', segments: doubtful });
    expect(topics.join(' ')).not.toMatch(/pivot/i);
    expect(topics).toContain('Slicer');
    // What was hardly heard and stands in the title was said.
    expect(await topicsOf({ title: 'Pivot tables', segments: doubtful })).toContain('Pivot tables');
  });

  test('are not the people who speak', async () => {
    const segments = said(
      ['Priya, the billing database is full.', 'Priya, expand the billing database.', 'Thanks, Priya.'],
      'Priya Raman',
    );
    expect(await topicsOf({ segments })).toEqual(['Billing database']);
  });

  test('that every session speaks of come after the ones that are rare', async () => {
    const segments = said(Array.from({ length: 6 }, () => 'The warehouse feeds the forecast.'));
    const frequencies = new Map([
      ['warehouse', 100],
      ['forecast', 1],
    ]);
    const request = { segments, documentFrequency: async () => frequencies, documentCount: 100 };
    expect((await topicsOf(request))[0]).toBe('Forecast');
  });

  test('of another language are only those that exist', async () => {
    const segments = said(Array.from({ length: 5 }, () => 'Die Pivot-Tabelle fasst die Umsätze zusammen.'));
    expect(await topicsOf({ language: 'de', segments, knownTopics: ['Pivot-Tabelle', 'Umsatz'] })).toEqual([
      'Pivot-Tabelle',
    ]);
  });
});

describe('chapters', () => {
  test('begin where the vocabulary changes and are named after what is spoken of', async () => {
    const { chapters } = await suggest({ segments: twoSubjects, durationSeconds: 1_200 });
    expect(chapters[0]?.title).toMatch(/kubernetes|cluster|container|pod|node/i);
    const second = chapters.find((chapter) => /sourdough|bread/i.test(chapter.title));
    expect(second?.startSeconds).toBeGreaterThan(540);
    expect(second?.startSeconds).toBeLessThan(660);
  });

  test('are not made for talks under ten minutes', async () => {
    expect((await suggest({ segments: twoSubjects.slice(0, 50), durationSeconds: 500 })).chapters).toEqual(
      [],
    );
  });

  test.each([
    ['ja', japanese, /料理|野菜|包丁|鍋/, /機械学習|学習|データ|モデル|予測/],
    ['und', japanese, /料理|野菜|包丁|鍋/, /機械学習|学習|データ|モデル|予測/],
    ['pl', polish, /Pomidor|Ogr|Kompost|Ziemi/i, /Serwer|Dysk|Danych/i],
  ] as const)('of a talk in %s are found by its words', async (language, [former, latter], one, other) => {
    const texts = [former, latter].flatMap((half) =>
      Array.from({ length: 60 }, (_, at) => half[at % half.length] ?? ''),
    );
    const { chapters } = await suggest({ language, segments: said(texts), durationSeconds: 1_200 });
    expect(chapters.map(({ title }) => title)).toEqual([
      expect.stringMatching(one),
      expect.stringMatching(other),
    ]);
    expect(Math.abs((chapters[1]?.startSeconds ?? 0) - 600)).toBeLessThan(60);
  });

  test('are not made by the slides of a deck that always changes', async () => {
    const kubernetes = twoSubjects.slice(0, 60);
    const segments = said([...kubernetes, ...kubernetes].map(({ text }) => text));
    const startsWith = async (slideChanges: readonly number[]) =>
      (await suggest({ segments, slideChanges, durationSeconds: 1_200 })).chapters.map(
        ({ startSeconds }) => startSeconds,
      );
    const deck = Array.from({ length: 59 }, (_, at) => (at + 1) * 20);
    expect(await startsWith(deck)).toEqual(await startsWith([]));
  });
});
