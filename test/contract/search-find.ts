import { expect, test } from 'vitest';
import type { Reader } from '../../core/model/access.ts';
import type { SearchAbilities } from './search-index.ts';
import { add, ann, asked, bob, cem, type OpenIndex, spoken, talk } from './search-talks.ts';

/** Finding within one session. */
export function findContract(opened: () => OpenIndex, { hasStemming }: SearchAbilities): void {
  const find = (sessionId: string, text: string, reader: Reader = bob) =>
    opened().index.find({ sessionId, text, reader });
  const startsOf = async (sessionId: string, text: string) =>
    (await find(sessionId, text)).moments.map(({ startSeconds }) => startSeconds);
  const deploying = () =>
    add(
      opened(),
      talk({ title: 'Deploying with Kubernetes', speakers: ['Zoe Quill'] }),
      spoken(
        'we start with a green owl',
        'then the kubernetes cluster, then the cluster again',
        'and nothing of it here',
        'a cluster without any owl',
        'use node.js, Café and the commandline of kubernetes',
      ),
    );

  test.each<[string, string, number[]]>([
    ['as said', 'cluster', [40, 120]],
    ['misspelt', 'clustre', [40, 120]],
    ['half typed', 'clus', [40, 120]],
    ['without its accent', 'cafe', [160]],
    ['as a name', 'node.js', [160]],
    ['as two words', 'command line', [160]],
    ['with all of several', 'cluster owl', [120]],
    ['in a phrase', '"green owl"', [0]],
    ['but not with another', 'cluster -owl', [40]],
    ['with a filter of a search beside it', 'cluster speaker:nobody after:2100', [40, 120]],
    ['that nobody says', 'photosynthesis', []],
    ['that is none', '?!', []],
    ['when nothing is typed', '', []],
  ])('a word is found %s, in order of time: %s', async (_, text, starts) => {
    expect(await startsOf(await deploying(), text)).toEqual(starts);
  });

  test.runIf(hasStemming)('a word is found by its other forms', async () => {
    expect(await startsOf(await deploying(), 'clusters owls ')).toEqual([120]);
  });

  test('a word of the title is found where it is said alone, and counts as said beside others', async () => {
    const sessionId = await deploying();
    expect(await startsOf(sessionId, 'kubernetes')).toEqual([40, 160]);
    expect(await startsOf(sessionId, 'zoe')).toEqual([]);
    expect(await startsOf(sessionId, 'zoe cluster')).toEqual([40, 120]);
  });

  test('every place is told, as it is said and as it was typed', async () => {
    const text = 'A café, then the Clusters of cafés';
    const clock = [
      { offset: 0, seconds: 10 },
      { offset: text.length, seconds: 10 + text.length },
    ];
    const said = [{ startSeconds: 10, endSeconds: 44, speaker: 'Ida', text, clock }];
    const sessionId = await add(opened(), talk(), said);
    const { moments, corrections } = await find(sessionId, 'Cafe Clusters ');
    expect(moments).toMatchObject([{ startSeconds: 12, endSeconds: 44, speaker: 'Ida' }]);
    expect(moments[0]?.places.slice(0, 2)).toEqual([
      { startSeconds: 12, text: 'café', word: 'Cafe' },
      { startSeconds: 27, text: 'Clusters', word: 'Clusters' },
    ]);
    expect(moments[0]?.snippet).toContain('A <mark>café</mark>, then the <mark>Clusters</mark> of');
    expect(corrections).toEqual([]);
    expect((await find(sessionId, 'clutsers ')).corrections).toEqual([{ from: 'clutsers', to: 'clusters' }]);
  });

  test('all moments come, also of a long session, and none of another one', async () => {
    const texts = Array.from({ length: 300 }, (_, at) => (at % 3 === 0 ? `the owl ${at}` : `a lark ${at}`));
    const sessionId = await add(opened(), talk(), spoken(...texts));
    await add(opened(), talk(), spoken('the owl', 'an owl'));
    expect(await startsOf(sessionId, 'owl')).toEqual(Array.from({ length: 100 }, (_, at) => at * 120));
  });

  test('the best moment that a search shows of a session is found in it', async () => {
    const sessionId = await deploying();
    for (const text of ['cluster', 'kubernetes owl', 'clustre', 'node.js']) {
      const [hit] = (await opened().index.search(asked(text))).hits;
      expect(await startsOf(sessionId, text)).toContain(hit?.moments[0]?.startSeconds);
    }
  });

  test.each([
    ['private', [ann]],
    ['team', [ann, cem]],
    ['organisation', [ann, cem, bob]],
  ] as const)('in a %s session only those find who may open it', async (visibility, allowed) => {
    const audience = { visibility, ownerId: ann.id, team: 'sales' };
    const sessionId = await add(opened(), talk({ audience }), spoken('the zeppelin budget'));
    for (const reader of [ann, cem, bob]) {
      const { moments, corrections } = await find(sessionId, 'zepelin', reader);
      const isAllowed = allowed.some(({ id }) => id === reader.id);
      expect([reader.role, moments.length, corrections.length]).toEqual(
        isAllowed ? [reader.role, 1, 1] : [reader.role, 0, 0],
      );
    }
  });

  test('in a session that was binned a moment ago, or that is unknown, nothing is found', async () => {
    const document = talk();
    await add(opened(), document, spoken('the zeppelin budget'));
    await opened().prepare(document, { isDeleted: true });
    for (const sessionId of [document.id, 'unknown', '\0'])
      expect(await find(sessionId, 'zeppelin', ann)).toEqual({ moments: [], corrections: [] });
  });
}
