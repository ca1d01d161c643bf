import { describe, expect, test } from 'vitest';
import { type StageStatus, sessionStatusOf, stageNames, startableStages, withDependents } from './session.ts';

/** Statuses of probe, transcode, transcribe, tag, index by their first letters. */
const stages = (letters: string) => {
  const byLetter: Record<string, StageStatus> = {
    w: 'waiting',
    r: 'running',
    d: 'done',
    s: 'skipped',
    f: 'failed',
  };
  return stageNames.map((name, position) => ({
    name,
    status: byLetter[letters[position] ?? ''] ?? 'waiting',
  }));
};

test.each([
  ['wwwww', ['probe']],
  ['rwwww', []],
  ['dwwww', ['transcode', 'transcribe']],
  ['dwdww', ['transcode', 'tag']],
  ['ddsww', ['tag']],
  ['ddfww', ['tag']],
  ['ddddw', ['index']],
  ['sswww', ['transcribe']],
  ['ddddd', []],
])('of %s may start: %j', (letters, expected) => {
  expect(startableStages(stages(letters))).toEqual(expected);
});

describe('a session', () => {
  test.each([
    ['wwwww', 'processing', 'processing'],
    ['ddddw', 'processing', 'processing'],
    ['ddddd', 'processing', 'ready'],
    ['ddfsd', 'processing', 'ready'],
    ['ssddd', 'processing', 'ready'],
    ['fsssw', 'processing', 'failed'],
    ['dfddd', 'processing', 'failed'],
    ['ddddw', 'ready', 'ready'],
    ['dddrw', 'ready', 'ready'],
    ['ddwww', 'ready', 'processing'],
    ['dwddd', 'failed', 'processing'],
  ] as const)('with stages %s that was %s is %s', (letters, before, expected) => {
    expect(sessionStatusOf(stages(letters), before)).toBe(expected);
  });
});

test.each([
  [['probe'], ['probe', 'transcode', 'transcribe', 'tag', 'index']],
  [['transcode'], ['transcode']],
  [['transcribe'], ['transcribe', 'tag', 'index']],
  [
    ['index', 'tag'],
    ['tag', 'index'],
  ],
] as const)('running %j again runs %j', (names, expected) => {
  expect(withDependents(names)).toEqual(expected);
});
