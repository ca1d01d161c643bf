import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type {
  SearchAnswer,
  SearchIndex,
  SearchQuery,
  SessionDocument,
} from '../../core/ports/search-index.ts';
import { apiError, embeddings, type FakeAnswer } from '../support/fake-openai.ts';
import { add, addOthers, ann, asked, bob, type OpenIndex, sessionsOf, spoken, talk } from './search-talks.ts';

/** Words that mean the same to the model of these tests. */
export const synonyms = [
  ['car', 'automobile', 'vehicle'],
  ['repair', 'mend', 'fix'],
  ['cheap', 'inexpensive', 'affordable'],
];

export interface OpenMeaning extends OpenIndex {
  /** The same sessions, by words alone. */
  readonly words: SearchIndex;
  /** Of which all passages have their vectors. */
  embed(): Promise<void>;
  /** All texts that the embedding server was asked for. */
  paid(): string[];
  close(): Promise<void>;
}

/** How the embedding server answers queries; without it, as it should. */
export type AnswerQueries = () => FakeAnswer | null | Promise<FakeAnswer | null>;

/** What every SearchIndex with an embedding model keeps, besides the contract of all. */
export function meaningContract(
  name: string,
  openMeaning: (answer?: AnswerQueries) => Promise<OpenMeaning>,
): void {
  describe(`meaning beside words: ${name}`, () => {
    let opened: OpenMeaning;
    afterEach(() => opened.close());

    const search = (text: string, overrides: Partial<SearchQuery> = {}) =>
      opened.index.search(asked(text, overrides));

    describe('what means the same in other words', () => {
      let mending: string;
      const document: SessionDocument = talk({ title: 'Workshop', topics: ['Garage'], speakers: ['Zoe'] });
      beforeEach(async () => {
        opened = await openMeaning();
        await addOthers(opened, 12);
        mending = await add(
          opened,
          document,
          spoken('hello everybody', 'how to mend an inexpensive automobile'),
        );
        await opened.embed();
      });

      test('is found where nobody says the words, and marked as such', async () => {
        const answer = await search('repair cheap car');
        expect(sessionsOf(answer)).toEqual([mending]);
        expect(answer).toMatchObject({
          total: 1,
          totalMoments: 1,
          facets: { topics: [{ value: 'Garage', count: 1 }], speakers: [{ value: 'Zoe', count: 1 }] },
          hits: [{ momentCount: 1, moments: [{ startSeconds: 40, by: 'meaning' }] }],
        });
        expect(answer.hits[0]?.moments[0]?.snippet).toBe('how to mend an inexpensive automobile');
        expect((await opened.words.search(asked('repair cheap car'))).total).toBe(0);
      });

      test('comes after what says the words, which keeps its marks', async () => {
        const said = await add(opened, talk(), spoken('we repair a cheap car'));
        await opened.embed();
        const answer = await search('repair cheap car');
        expect(sessionsOf(answer)).toEqual([said, mending]);
        expect(answer.hits[0]?.moments[0]).not.toHaveProperty('by');
        expect(answer.hits[0]?.moments[0]?.snippet).toContain('<mark>car</mark>');
        expect(answer.hits[0]?.score).toBeGreaterThanOrEqual(answer.hits[1]?.score ?? Number.NaN);
      });

      test('is found by its title as well, at its beginning', async () => {
        const titled = await add(opened, talk({ title: 'Fix an affordable vehicle' }), spoken('hello there'));
        await opened.embed();
        const { hits } = await search('repair cheap car');
        expect(hits.find(({ sessionId }) => sessionId === titled)?.moments).toMatchObject([
          { startSeconds: 0, snippet: 'hello there', by: 'meaning' },
        ]);
      });

      test('is not looked for in an order of time, in quotes, or without words', async () => {
        expect((await search('repair cheap car', { sort: 'newest' })).total).toBe(0);
        expect((await search('"repair cheap car"')).total).toBe(0);
        expect((await search('')).total).toBe(13);
        expect(opened.paid()).not.toContain('repair cheap car');
      });

      test.each([
        'repair car -automobile',
        'repair car -"inexpensive automobile"',
        'repair car "inexpensive hello"',
      ])('breaks no quotes and no exclusion: %s', async (text) => {
        expect((await search(text)).hits.flatMap(({ moments }) => moments.filter(({ by }) => by))).toEqual(
          [],
        );
      });

      test('holds a quoted phrase where it says it', async () => {
        expect(sessionsOf(await search('repair car "an inexpensive"'))).toEqual([mending]);
      });

      test.each([
        ['topic:garage', true],
        ['topic:cooking', false],
        ['speaker:zoe', true],
        ['speaker:ann', false],
        ['lang:de', false],
        ['before:2020', false],
      ])('keeps to %s', async (operator, isFound) => {
        expect(sessionsOf(await search(`repair cheap car ${operator}`))).toEqual(isFound ? [mending] : []);
      });

      test('is nothing for words that mean nothing', async () => {
        expect((await search('zxcvb qwertz')).hits).toEqual([]);
      });

      test('is not found before its vectors are there, nor after it was said otherwise', async () => {
        await opened.index.replaceSession(document, spoken('hello everybody', 'nothing to see'));
        expect((await search('repair cheap car')).hits).toEqual([]);
      });
    });

    describe('who may open what', () => {
      beforeEach(async () => {
        opened = await openMeaning();
        await addOthers(opened, 12);
      });
      const hiddenFrom = (ownerId: string) => ({ visibility: 'private', ownerId, team: null }) as const;

      /** All but what words weigh, which goes by all that is indexed. */
      const shown = (answer: SearchAnswer) => ({
        ...answer,
        hits: answer.hits.map(({ sessionId, momentCount, moments }) => {
          return { sessionId, momentCount, moments: moments.map((one) => (one.by ? one : one.snippet)) };
        }),
      });

      test("another's private session changes nothing: no hit, order, total, facet or similarity", async () => {
        await add(opened, talk(), spoken('an automobile to mend'));
        await add(opened, talk(), spoken('the car is cheap'));
        await opened.embed();
        const texts = ['repair cheap car', 'car', 'affordable vehicle', 'fix'];
        const answers = () => Promise.all(texts.map(async (text) => shown(await search(text))));
        const before = await answers();
        for (const text of ['mend an inexpensive automobile', 'fix the affordable vehicle'])
          await add(opened, talk({ audience: hiddenFrom(ann.id), topics: ['Secret'] }), spoken(text, text));
        await opened.embed();
        expect(await answers()).toEqual(before);
        expect((await search('repair cheap car', { reader: ann })).total).toBe(4);
      });

      test('what is hidden between two pages does not show on the second', async () => {
        const documents = [1, 2, 3].map(() => talk());
        for (const document of documents)
          await add(opened, document, spoken('mend an inexpensive automobile'));
        await opened.embed();
        const query = asked('repair cheap car', { limit: 1 });
        const first = await opened.index.search(query);
        expect(first.total).toBe(3);
        for (const document of documents) await opened.prepare({ ...document, audience: hiddenFrom(ann.id) });
        const second = await opened.index.search({ ...query, cursor: first.nextCursor ?? undefined });
        expect(second.hits).toEqual([]);
        expect((await search('repair cheap car')).total).toBe(0);
      });

      test('pages hold each session once, and together all of them', async () => {
        for (const text of [
          'the car',
          'repair the car',
          'an automobile to mend',
          'mend a vehicle',
          'cheap repair',
        ])
          await add(opened, talk(), spoken(text));
        await opened.embed();
        const whole = await search('repair cheap car');
        const ids: string[] = [];
        let cursor: string | null | undefined;
        do {
          const page = await search('repair cheap car', { limit: 2, cursor: cursor ?? undefined });
          ids.push(...sessionsOf(page));
          cursor = page.nextCursor;
        } while (cursor !== null);
        expect(ids).toEqual(sessionsOf(whole));
        expect(whole.total).toBe(ids.length);
        expect(ids.length).toBeGreaterThan(3);
      });
    });

    describe('without the embedding server', () => {
      test.each<[string, FakeAnswer]>([
        ['is down', apiError(500, 'down')],
        ['breaks off', { kind: 'cut' }],
        ['never answers', { kind: 'hang' }],
        ['refuses the key', apiError(401, 'no')],
        ['gives other dimensions', embeddings([[1, 2, 3]])],
        ['gives nonsense', { kind: 'raw', contentType: 'text/html', body: '<p>' }],
      ])('search answers by words when it %s', async (_, answer) => {
        opened = await openMeaning(() => answer);
        await addOthers(opened, 12);
        await add(opened, talk(), spoken('we repair a cheap car'));
        await add(opened, talk(), spoken('mend an inexpensive automobile'));
        await opened.embed();
        for (const text of ['repair cheap car', 'cheap', 'tomato1'])
          expect(await search(text, { reader: bob })).toEqual(await opened.words.search(asked(text)));
      });
    });
  });
}
