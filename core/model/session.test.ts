import { describe, expect, test } from 'vitest';
import { type StageStatus, sessionStatusOf, stageNames, startableStages, withDependents } from './session.ts';

/** Statuses of probe, transcode, transcribe, tag, index, extras, optimise by their first letters; the last two are done unless given. */
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
    status: byLetter[letters[position] ?? 'd'] ?? 'waiting',
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
  ['dwdddww', ['transcode']],
  ['drdddww', []],
  ['ddwwwww', ['transcribe', 'extras']],
  ['dddddfw', ['optimise']],
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
    ['dddddww', 'processing', 'ready'],
    ['dwdddww', 'processing', 'processing'],
    ['dddddrw', 'processing', 'ready'],
    ['ddddddw', 'processing', 'ready'],
    ['dddddff', 'processing', 'ready'],
    ['dddddww', 'ready', 'ready'],
  ] as const)('with stages %s that was %s is %s', (letters, before, expected) => {
    expect(sessionStatusOf(stages(letters), before)).toBe(expected);
  });
});

test.each([
  [['probe'], ['probe', 'transcode', 'transcribe', 'tag', 'index', 'extras', 'optimise']],
  [['transcode'], ['transcode', 'extras', 'optimise']],
  [['transcribe'], ['transcribe', 'tag', 'index']],
  [
    ['index', 'tag'],
    ['tag', 'index'],
  ],
] as const)('running %j again runs %j', (names, expected) => {
  expect(withDependents(names)).toEqual(expected);
});
