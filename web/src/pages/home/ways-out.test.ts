import { expect, test } from 'vitest';
import { excludedWords, narrowedTo, nearestName, soughtWords, waysOut } from './ways-out.ts';

const labels = (search: Parameters<typeof waysOut>[0]) => waysOut(search).map(({ label }) => label);

test('each filter and operator is left out once, then all of them', () => {
  const search = { q: 'roll back speaker:ana', language: 'de' };
  expect(labels(search)).toEqual(['Without German', 'Without speaker: ana', 'Without any filter']);
  expect(waysOut(search).map((way) => way.search.q)).toEqual([
    'roll back speaker:ana',
    'roll back',
    'roll back',
  ]);
});

test('quotes come off, and what was ruled out comes back', () => {
  const search = { q: '"roll back" deploy -friday -"on call" -speaker:ana' };
  expect(labels(search)).toEqual([
    'With speaker: ana',
    'Without the quotes: roll back',
    'With “on call”',
    'With “friday”',
    'The words alone',
  ]);
  expect(waysOut(search).at(-1)?.search).toEqual({ q: 'deploy roll back' });
  expect(waysOut(search)[1]?.search.q).toBe('roll back deploy -friday -"on call" -speaker:ana');
  expect(waysOut(search)[3]?.search.q).toBe('"roll back" deploy -"on call" -speaker:ana');
});

test('what is said twice is left out once', () => {
  expect(labels({ q: '"roll back" "roll back"' })).toEqual([
    'Without the quotes: roll back',
    'The words alone',
  ]);
  expect(soughtWords('"roll back" "roll back"')).toEqual(['“roll back”']);
});

test('a search that would ask for nothing is no way out', () => {
  expect(labels({ q: 'topic:pivot' })).toEqual([]);
  expect(labels({ q: 'pivot' })).toEqual([]);
});

test('the name that was meant takes the place of the one that was typed', () => {
  const [way] = waysOut({ q: 'deploy speaker:anna' });
  expect(way?.name).toEqual({ facet: 'speaker', value: 'anna' });
  expect(way && narrowedTo(way, 'speaker', 'Ana Ruiz')).toEqual({ q: 'deploy', speaker: 'Ana Ruiz' });
  expect(waysOut({ q: 'deploy in:Onboardin' })[0]?.name?.facet).toBe('collection');
  expect(waysOut({ q: 'deploy', language: 'de' })[0]?.name).toBeUndefined();
});

test.each([
  ['anna', 'Ana Ruiz'],
  ['BEN', 'Ben Okafor'],
  ['okafur', 'Ben Okafor'],
  ['zoe', 'Zoë Quill'],
  ['nobody', undefined],
  ['x', undefined],
])('near %s is %s', (typed, name) => {
  expect(nearestName(typed, ['Ben Okafor', 'Ana Ruiz', 'Zoë Quill'])).toBe(name);
});

test('what was looked for is told without operators and words that say nothing', () => {
  expect(soughtWords('how do we "roll back" a deploy speaker:ana -friday')).toEqual([
    'deploy',
    '“roll back”',
  ]);
  expect(excludedWords('deploy -friday -"on call"')).toEqual(['friday', 'on call']);
});
