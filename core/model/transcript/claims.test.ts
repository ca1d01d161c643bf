import { expect, test } from 'vitest';
import { claimsAfter, noClaims } from './claims.ts';

/** Segments of a second each, 30,000 of them: every pair of these would be nearly a billion. */
const talk = (text: string, speaker: string | null, count = 30_000) =>
  Array.from({ length: count }, (_, at) => ({
    ...{ startSeconds: at * 2, endSeconds: at * 2 + 1, speaker },
    text: `${text} ${at}`,
  }));

test('of a very long text that changed in every line, each line is held once', () => {
  const { held, named } = claimsAfter(noClaims, talk('old', 'Ann'), talk('new', 'Ann'));
  expect(held).toHaveLength(30_000);
  expect(named).toEqual([]);
});

test('names given to every line of a very long text take the place of those before', () => {
  const anns = claimsAfter(noClaims, talk('same', null), talk('same', 'Ann'));
  expect(anns.named).toHaveLength(30_000);
  const { named } = claimsAfter(anns, talk('same', 'Ann'), talk('same', 'Ben'));
  expect(named).toHaveLength(30_000);
  expect(new Set(named.map(({ speaker }) => speaker))).toEqual(new Set(['Ben']));
});

test('a name given to the middle of a turn leaves the first name at its ends', () => {
  const before = [{ startSeconds: 0, endSeconds: 9, speaker: 'Ann', text: 'so and yes' }];
  const claims = { held: [], named: [{ startSeconds: 0, endSeconds: 9, speaker: 'Ann' }] };
  const after = [
    { startSeconds: 0, endSeconds: 3, speaker: 'Ann', text: 'so' },
    { startSeconds: 3, endSeconds: 6, speaker: 'Ben', text: 'and' },
    { startSeconds: 6, endSeconds: 9, speaker: 'Ann', text: 'yes' },
  ];
  expect(claimsAfter(claims, before, after).named).toEqual([
    { startSeconds: 0, endSeconds: 3, speaker: 'Ann' },
    { startSeconds: 3, endSeconds: 6, speaker: 'Ben' },
    { startSeconds: 6, endSeconds: 9, speaker: 'Ann' },
  ]);
});

test('thousands who all talk at once do not multiply when others are named', () => {
  const crowd = Array.from({ length: 2_000 }, (_, at) => ({
    ...{ startSeconds: 0, endSeconds: 100_000 },
    speaker: `Person ${at}`,
  }));
  const { named } = claimsAfter({ held: [], named: crowd }, [], talk('new', null, 20_000));
  expect(named.length).toBeLessThan(100_000);
});
