import { expect, test } from 'vitest';
import type { SearchAbilities } from './search-index.ts';
import { add, asked, type OpenIndex, sessionsOf, spoken, startsOf, talk } from './search-talks.ts';

/** Which words find what. */
export function findingContract(opened: () => OpenIndex, { hasStemming }: SearchAbilities): void {
  const search = (text: string) => opened().index.search(asked(text));
  const pivot = () =>
    add(
      opened(),
      talk({ title: 'Spreadsheets for everyone', speakers: ['Zoe Quill'], topics: ['reporting'] }),
      spoken(
        'welcome everybody and thanks for coming',
        'a pivot table groups the invoices by customer',
        'then we deploy the kubernetes cluster from the commandline',
        'questions about the open source licence of the data base',
      ),
    );

  test.each([
    ['as said', 'pivot table', 40],
    ['with one letter wrong', 'kubernates', 80],
    ['with two letters swapped', 'invocies', 40],
    ['with two edits in a long word', 'kuberntse', 80],
    ['half typed', 'kuber', 80],
    ['after a known word, half typed', 'pivot tab', 40],
    ['as two words', 'command line', 80],
    ['as one word', 'opensource', 120],
    ['in any case and with accents', 'PÍVOT Táble', 40],
    ['as a phrase', '"groups the invoices"', 40],
    ['inside a question', 'How do I deploy a kubernetes cluster?', 80],
    ['together with the title', 'spreadsheets cluster', 80],
    ['together with a speaker', 'zoe quill licence', 120],
    ['together with a topic', 'reporting invoices', 40],
  ])('a moment is found by its words %s: %s', async (_, text, startSeconds) => {
    const sessionId = await pivot();
    await add(opened(), talk(), spoken('something else entirely', 'and nothing of interest here'));
    const answer = await search(text);
    expect(answer.hits[0]?.sessionId).toBe(sessionId);
    expect(startsOf(answer)[0]).toBe(startSeconds);
  });

  test.runIf(hasStemming)('a moment is found by other forms of its words', async () => {
    await pivot();
    expect(startsOf(await search('deploying clusters'))[0]).toBe(80);
    expect(startsOf(await search('grouping customers'))[0]).toBe(40);
  });

  test('of equal moments the one whose text can be trusted comes first, a worse match after both', async () => {
    const said = 'we met the green owl at night';
    const trusted = await add(opened(), talk({ heldAt: new Date('2024-01-01') }), spoken(said));
    const rough = await add(opened(), talk({ trust: 0.4 }), spoken(said));
    expect(sessionsOf(await search('green owl'))).toEqual([trusted, rough]);
    await add(opened(), talk({ heldAt: new Date('2026-03-13') }), spoken('we met the green parrot at night'));
    expect(sessionsOf(await search('green owl')).slice(0, 2)).toEqual([trusted, rough]);
  });

  test('words that nobody says find nothing', async () => {
    await pivot();
    const answer = await search('photosynthesis');
    expect(answer).toMatchObject({ hits: [], total: 0, totalMoments: 0, corrections: [], nextCursor: null });
  });

  test('a phrase is found only where its words stand together in order', async () => {
    const right = await add(opened(), talk(), spoken('we met the green owl at night'));
    await add(opened(), talk(), spoken('the owl was green and sat there'));
    expect(sessionsOf(await search('"green owl"'))).toEqual([right]);
    expect(sessionsOf(await search('"owl green"'))).toEqual([]);
  });

  test('a passage with an excluded word is not found', async () => {
    const right = await add(opened(), talk(), spoken('docker for small teams'));
    await add(opened(), talk(), spoken('docker with compose'));
    expect(sessionsOf(await search('docker -compose'))).toEqual([right]);
  });

  test('the passage with all words comes before those with some', async () => {
    await add(opened(), talk(), spoken('a lantern in the garden'));
    const both = await add(opened(), talk(), spoken('the lantern of the harbour'));
    await add(opened(), talk(), spoken('a harbour town'));
    expect(sessionsOf(await search('harbour lantern'))[0]).toBe(both);
  });

  test('the word itself comes before a word that looks like it', async () => {
    await add(opened(), talk(), spoken('the pilots of a plane'));
    const right = await add(opened(), talk(), spoken('the pivots of a plan'));
    expect(sessionsOf(await search('pivots'))[0]).toBe(right);
  });

  test('a misread word is told', async () => {
    await pivot();
    expect((await search('kubernates cluster ')).corrections).toEqual([
      { from: 'kubernates', to: 'kubernetes' },
    ]);
    expect((await search('kubernetes cluster ')).corrections).toEqual([]);
  });

  test('a session without passages is found by title, speaker and topic, and shows no moment', async () => {
    const document = talk({ title: 'Quarterly numbers', speakers: ['Ida Fern'], topics: ['Budget'] });
    const sessionId = await add(opened(), document);
    for (const text of ['quarterly', 'ida fern', 'budget']) {
      const answer = await search(text);
      expect(answer.hits).toMatchObject([{ sessionId, moments: [], momentCount: 0 }]);
      expect(answer.totalMoments).toBe(0);
    }
  });

  test('a session whose title alone matches shows its beginning', async () => {
    await add(opened(), talk({ title: 'Marmalade' }), spoken('hello', 'and goodbye'));
    expect(startsOf(await search('marmalade'))).toEqual([0]);
  });

  test('languages named with signs are words of their own', async () => {
    const right = await add(opened(), talk(), spoken('memory is hard in C++ programs'));
    await add(opened(), talk(), spoken('memory is easy in F# programs'));
    expect(sessionsOf(await search('c++ memory'))[0]).toBe(right);
  });

  test('replacing a session forgets what it said', async () => {
    const document = talk();
    await add(opened(), document, spoken('a walrus', 'a heron'));
    await add(opened(), { ...document, title: 'Tuesday' }, spoken('a badger'));
    expect((await search('walrus')).hits).toEqual([]);
    expect((await search('monday')).hits).toEqual([]);
    expect(sessionsOf(await search('badger'))).toEqual([document.id]);
  });

  test('a removed session is not found, and removing it again or an unknown one is fine', async () => {
    const sessionId = await pivot();
    const { index } = opened();
    await index.removeSession({ id: sessionId, version: 1 });
    await index.removeSession({ id: sessionId, version: 1 });
    await index.removeSession({ id: 'unknown', version: 1 });
    expect((await search('pivot')).total).toBe(0);
    expect((await search('')).total).toBe(0);
  });
}
