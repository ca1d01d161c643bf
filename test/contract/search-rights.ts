import { expect, test } from 'vitest';
import type { Reader } from '../../core/model/access.ts';
import { add, ann, asked, bob, cem, type OpenIndex, sessionsOf, spoken, talk } from './search-talks.ts';

/** Nothing a reader may not open shows, anywhere. */
export function rightsContract(opened: () => OpenIndex): void {
  const search = (text: string, reader: Reader) => opened().index.search(asked(text, { reader }));

  test.each([
    ['private', [ann]],
    ['team', [ann, cem]],
    ['organisation', [ann, cem, bob]],
  ] as const)('a %s session is found by those who may open it', async (visibility, allowed) => {
    const audience = { visibility, ownerId: ann.id, team: 'sales' };
    const sessionId = await add(opened(), talk({ audience }), spoken('the zeppelin budget'));
    for (const reader of [ann, cem, bob])
      expect(sessionsOf(await search('zeppelin', reader))).toEqual(
        allowed.some(({ id }) => id === reader.id) ? [sessionId] : [],
      );
  });

  test('a session without a team is not shown to readers without one', async () => {
    const audience = { visibility: 'team', ownerId: ann.id, team: null } as const;
    await add(opened(), talk({ audience }), spoken('the zeppelin budget'));
    expect((await search('zeppelin', { ...bob, team: null })).hits).toEqual([]);
  });

  test("totals, facets and corrections tell nothing of another's private session", async () => {
    const shown = await add(opened(), talk({ topics: ['Sailing'] }), spoken('the harbour at night'));
    const hidden = talk({
      title: 'Secret zeppelin plans',
      speakers: ['Count Zed'],
      topics: ['Airships'],
      language: 'de',
      heldAt: new Date('1999-01-01T00:00:00Z'),
      audience: { visibility: 'private', ownerId: ann.id, team: null },
    });
    await add(opened(), hidden, spoken('the harbour zeppelin'));
    expect(await search('harbour', bob)).toMatchObject({
      hits: [{ sessionId: shown, momentCount: 1 }],
      total: 1,
      totalMoments: 1,
      facets: {
        topics: [{ value: 'Sailing', count: 1 }],
        speakers: [],
        languages: [{ value: 'en', count: 1 }],
        years: [{ value: '2026', count: 1 }],
      },
    });
    expect(await search('zepelin', bob)).toMatchObject({ hits: [], total: 0, corrections: [] });
    expect(await search('zepelin', ann)).toMatchObject({
      corrections: [{ from: 'zepelin', to: 'zeppelin' }],
    });
    expect(await search('', bob)).toMatchObject({ total: 1, facets: { topics: [{ value: 'Sailing' }] } });
  });

  test('a session that was made private or put into the bin is gone at once, before it is indexed again', async () => {
    const document = talk();
    await add(opened(), document, spoken('the zeppelin budget'));
    await opened().prepare({ ...document, audience: { ...document.audience, visibility: 'private' } });
    expect((await search('zeppelin', bob)).hits).toEqual([]);
    expect(sessionsOf(await search('zeppelin', ann))).toEqual([document.id]);
    await opened().prepare(document, { isDeleted: true });
    expect((await search('zeppelin', ann)).hits).toEqual([]);
    expect((await search('', ann)).hits).toEqual([]);
  });

  test('a session that is hidden between two pages does not show on the second', async () => {
    const documents = [1, 2, 3].map((day) => talk({ heldAt: new Date(Date.UTC(2026, 0, day)) }));
    for (const document of documents) await add(opened(), document, spoken('the zeppelin budget'));
    const query = asked('zeppelin', { limit: 1, sort: 'newest' });
    const first = await opened().index.search(query);
    for (const document of documents.slice(0, 2)) await opened().prepare(document, { isDeleted: true });
    const second = await opened().index.search({ ...query, cursor: first.nextCursor ?? undefined });
    expect(sessionsOf(first)).toEqual([documents[2]?.id]);
    expect(second.hits).toEqual([]);
  });
}
