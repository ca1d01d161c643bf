import { describe, expect, test } from 'vitest';
import type { SearchFilters } from '../../core/ports/search-index.ts';
import { newId } from '../../drizzle/ids.ts';
import { add, ann, asked, bob, cem, type OpenIndex, sessionsOf, spoken, talk } from './search-talks.ts';

/** What a search may know of collections. */
export function collectionContract(opened: () => OpenIndex): void {
  const search = (text: string, overrides = {}) => opened().index.search(asked(text, overrides));
  const collect = async (title: string, slug: string, audience: Partial<typeof forAll> = {}) => {
    const collection = { id: newId(), title, slug, audience: { ...forAll, ...audience } };
    await opened().prepareCollection(collection);
    return collection.id;
  };
  const forAll = {
    visibility: 'organisation' as 'organisation' | 'team' | 'private',
    ownerId: ann.id,
    team: 'sales',
  };

  describe('a collection', () => {
    test.each(['onboarding-a-z', 'Onboarding: Ä–Z', 'onboarding: a–z', 'ONBOARDING, A Z'])(
      'narrows a search by the name %s, as a filter and as in:',
      async (name) => {
        const id = await collect('Onboarding: Ä–Z', 'onboarding-a-z');
        const inside = await add(opened(), talk({ collections: [id] }), spoken('the owl'));
        await add(opened(), talk(), spoken('the owl'));
        const filters: SearchFilters = { collection: name };
        for (const text of ['owl', '']) expect(sessionsOf(await search(text, { filters }))).toEqual([inside]);
        for (const text of [`owl in:"${name}"`, `in:"${name}"`])
          expect(sessionsOf(await search(text))).toEqual([inside]);
      },
    );

    test.each(['onboard', 'other', '', '\0', '"', '%', '???'])(
      'is not meant by the name %j',
      async (collection) => {
        const id = await collect('Onboarding', 'onboarding');
        await add(opened(), talk({ collections: [id] }), spoken('the owl'));
        expect(sessionsOf(await search('owl', { filters: { collection } }))).toEqual([]);
      },
    );

    test('is a facet that counts sessions, whatever slug it has', async () => {
      const [first, second] = [await collect('First days', 'first-days'), await collect('Ops', 'old-ops')];
      await add(opened(), talk({ collections: [first, second] }), spoken('the owl', 'the owl'));
      await add(opened(), talk({ collections: [first] }), spoken('an owl'));
      await add(opened(), talk({ collections: [second] }), spoken('a lark'));
      const counts = [
        { value: 'First days', count: 2 },
        { value: 'Ops', count: 1 },
      ];
      expect((await search('owl')).facets.collections).toEqual(counts);
      expect((await search('lark')).facets.collections).toEqual([{ value: 'Ops', count: 1 }]);
    });

    test('of others neither narrows a search nor is named', async () => {
      const secret = await collect('Layoffs', 'layoffs', { visibility: 'private' });
      const ofTeam = await collect('Sales only', 'sales-only', { visibility: 'team' });
      const id = await add(opened(), talk({ collections: [secret, ofTeam] }), spoken('the owl'));
      for (const [reader, named] of [
        [ann, ['Layoffs', 'Sales only']],
        [cem, ['Sales only']],
        [bob, []],
      ] as const) {
        const { facets } = await search('owl', { reader });
        expect(facets.collections.map(({ value }) => value).sort()).toEqual(named);
        for (const [name, slug] of [
          ['Layoffs', 'layoffs'],
          ['Sales only', 'sales-only'],
        ])
          for (const answer of [
            await search('owl', { reader, filters: { collection: slug } }),
            await search(`owl in:"${name}"`, { reader }),
            await search(`in:${slug}`, { reader }),
          ])
            expect(sessionsOf(answer)).toEqual(named.some((one) => one === name) ? [id] : []);
      }
    });

    test('counts only sessions that its reader may open', async () => {
      const id = await collect('Onboarding', 'onboarding');
      await add(opened(), talk({ collections: [id] }), spoken('the owl'));
      const audience = { visibility: 'private', ownerId: ann.id, team: null } as const;
      await add(opened(), talk({ collections: [id], audience }), spoken('the owl'));
      const { facets, total } = await search('owl');
      expect([total, facets.collections]).toEqual([1, [{ value: 'Onboarding', count: 1 }]]);
      const filters = { collection: 'onboarding' };
      expect((await search('', { filters })).total).toBe(1);
      expect((await search('', { filters, reader: ann })).total).toBe(2);
    });
  });
}
