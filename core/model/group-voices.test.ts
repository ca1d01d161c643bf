import { expect, test } from 'vitest';
import { groupVoices, type HeardVoice } from './group-voices.ts';

/** A voice print near one of three people, who are at right angles to each other. */
const voice = (person: 0 | 1 | 2, off: number, seconds = 5): HeardVoice => ({
  print: [0, 1, 2].map((axis) => (axis === person ? 100 : off * (axis + 1))),
  seconds,
});

test('voices that are alike are one person, numbered in the order of the voices', () => {
  const voices = [voice(2, 5), voice(0, 9), voice(2, -8), voice(0, 2), voice(1, 6), voice(2, 1)];
  expect(groupVoices(voices)).toEqual([0, 1, 0, 1, 2, 0]);
});

test('how loud a print is does not count, only its direction', () => {
  const loud = { print: [1000, 20, 10], seconds: 4 };
  const soft = { print: [10, 0.1, 0.2], seconds: 4 };
  expect(groupVoices([loud, voice(1, 3), soft])).toEqual([0, 1, 0]);
});

test('a voice half way between two people goes to the nearer one and does not make them one', () => {
  const between = { print: [80, 60, 0], seconds: 0.5 };
  expect(groupVoices([voice(0, 0, 60), voice(1, 0, 60), between])).toEqual([0, 1, 0]);
});

test('a chain of voices, each like the next, is not one person from end to end', () => {
  const chain = Array.from({ length: 9 }, (_, step) => {
    const angle = (step * Math.PI) / 8;
    return { print: [Math.cos(angle), Math.sin(angle)], seconds: 5 };
  });
  const groups = groupVoices(chain);
  expect(groups[0]).not.toBe(groups[8]);
  expect(new Set(groups).size).toBeGreaterThan(1);
});

test('nothing, and voices without a print, are each on their own', () => {
  expect(groupVoices([])).toEqual([]);
  const mute = { print: [], seconds: 0 };
  expect(groupVoices([mute, voice(0, 1), mute])).toEqual([0, 1, 2]);
});

test('the voices of three hours are told apart in seconds', () => {
  const voices = Array.from({ length: 1_200 }, (_, at) =>
    voice(at % 3 === 0 ? 0 : at % 3 === 1 ? 1 : 2, (at % 17) - 8),
  );
  expect(groupVoices(voices)).toEqual(voices.map((_, at) => at % 3));
});
