import { describe, expect, test } from 'vitest';
import type { SearchAnswer, SearchQuery, SessionDocument } from '../../core/ports/search-index.ts';
import { add, ann, asked, bob, type OpenIndex, sessionsOf, spoken, talk } from './search-talks.ts';

/** Pages while sessions come, go and are hidden; totals and facets that say what the pages hold. */
export function pageContract(opened: () => OpenIndex): void {
  const onDay = (day: number, overrides: Partial<SessionDocument> = {}) =>
    talk({ heldAt: new Date(Date.UTC(2026, 0, day)), ...overrides });
  const search = (query: SearchQuery) => opened().index.search(query);
  const addAll = async (documents: readonly SessionDocument[], ...texts: string[]) => {
    for (const document of documents) await add(opened(), document, spoken(...texts));
  };
  const hide = (document: SessionDocument, how: 'binned' | 'private') =>
    how === 'binned'
      ? opened().prepare(document, { isDeleted: true })
      : opened().prepare({ ...document, audience: { ...document.audience, visibility: 'private' } });

  /** All pages; `between` happens before each but the first. */
  const pages = async (query: SearchQuery, between: (page: number) => Promise<void> = async () => {}) => {
    const answers: SearchAnswer[] = [];
    for (let { cursor } = query; ; ) {
      if (answers.length > 0) await between(answers.length);
      const answer = await search({ ...query, cursor });
      answers.push(answer);
      if (answer.nextCursor === null) return answers;
      cursor = answer.nextCursor;
    }
  };

  describe.each([
    ['owl', 'relevance'],
    ['owl', 'newest'],
    ['', 'newest'],
  ] as const)('pages of [%s] by %s', (text, sort) => {
    const query = asked(text, { sort, limit: 3 });

    test('repeat nothing and skip nothing that was there while sessions are added', async () => {
      const documents = Array.from({ length: 11 }, (_, day) => onDay(day + 1));
      await addAll(documents, 'the owl');
      const answers = await pages(query, async (page) => {
        if (page < 4) await addAll([onDay(20 + page), onDay(1 + page)], 'the owl', 'owl owl');
      });
      const seen = answers.flatMap(sessionsOf);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toEqual(expect.arrayContaining(documents.map(({ id }) => id)));
    });

    test.each(['binned', 'private'] as const)(
      'skip nothing and show nothing that is %s between them, in no count either',
      async (how) => {
        const documents = Array.from({ length: 12 }, (_, day) => onDay(day + 1));
        const odd = onDay(13, { topics: ['Zeppelins'], speakers: ['Count Zed'], language: 'de' });
        await addAll([...documents, odd], 'the owl');
        const first = await search(query);
        const shown = new Set(sessionsOf(first));
        // What was shown last, something before it, and something that is still to come.
        const gone = [...documents, odd].filter(
          ({ id }, at) => id === odd.id || sessionsOf(first).slice(1).includes(id) || at === 4,
        );
        for (const document of gone) await hide(document, how);
        const later = await pages({ ...query, cursor: first.nextCursor ?? undefined });
        const seen = later.flatMap(sessionsOf);
        const left = documents.filter(({ id }) => !shown.has(id) && gone.every((one) => one.id !== id));
        expect(seen.toSorted()).toEqual(left.map(({ id }) => id).toSorted());
        const ofOdd = ['Zeppelins', 'Count Zed', 'de'];
        for (const { total, facets } of later) {
          expect(total).toBe(13 - gone.length);
          const values = Object.values(facets).flatMap((counts) => counts.map(({ value }) => value));
          expect(values.filter((value) => ofOdd.includes(value))).toEqual([]);
        }
      },
    );

    test('count what they hold', async () => {
      await addAll(
        [onDay(1, { topics: ['A'] }), onDay(2, { topics: ['A', 'B'] }), onDay(3)],
        'the owl',
        'owl',
      );
      await addAll([onDay(4), onDay(5)], 'a lark');
      const audience = { visibility: 'private', ownerId: ann.id, team: null } as const;
      await addAll([onDay(6, { audience, topics: ['A'] })], 'the owl');
      for (const reader of [ann, bob]) {
        const answers = await pages({ ...query, limit: 2, reader });
        const seen = answers.flatMap(sessionsOf);
        const hidden = reader === ann ? 1 : 0;
        expect(seen).toHaveLength((text === '' ? 5 : 3) + hidden);
        for (const { total, facets } of answers) {
          expect(total).toBe(seen.length);
          expect(facets.topics).toEqual([
            { value: 'A', count: 2 + hidden },
            { value: 'B', count: 1 },
          ]);
        }
        const narrowed = await search({ ...query, reader, filters: { topic: 'A' } });
        expect(narrowed.total).toBe(2 + hidden);
      }
    });
  });

  test('another reader cannot use a cursor', async () => {
    await addAll([onDay(1), onDay(2)], 'the owl');
    const { nextCursor } = await search(asked('owl', { limit: 1, reader: ann }));
    await expect(search(asked('owl', { cursor: nextCursor ?? '', reader: bob }))).rejects.toMatchObject({
      code: 'invalid',
    });
  });
}
