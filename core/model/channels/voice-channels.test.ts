import { describe, expect, test } from 'vitest';
import { mixLevels, speechLevels, type Turns } from '../../../test/support/channel-levels.ts';
import { voiceChannels } from './voice-channels.ts';

const minute = 60;
const agent: Turns = [
  [1, 9],
  [16, 25],
  [33, 40],
  [52, 55],
];
const caller: Turns = [
  [9.5, 15.5],
  [25.5, 33.5],
  [41, 51],
  [55.5, 59],
];
const talk = [...agent, ...caller].sort(([a], [b]) => a - b);
const silence = speechLevels(minute, []);
const of = (turns: Turns, voice = -18, noise = -62) => speechLevels(minute, turns, { voice, noise });

describe('voices that were recorded apart', () => {
  test('are listened to one by one, also where both speak at once now and then', () => {
    expect(voiceChannels([of(agent), of(caller)])).toEqual([1, 2]);
    expect(voiceChannels([of([...agent, [42, 44]]), of(caller)])).toEqual([1, 2]);
  });

  test('are, where one is much quieter and its line hums', () => {
    expect(voiceChannels([of(agent, -14), of(caller, -32, -55)])).toEqual([1, 2]);
  });

  test('are, where each is heard faintly in the channel of the other', () => {
    const [left, right] = [of(agent), of(caller)];
    expect(voiceChannels([mixLevels([left, 0], [right, -22]), mixLevels([right, 0], [left, -22])])).toEqual([
      1, 2,
    ]);
  });

  test('are, where one of them mostly listens', () => {
    expect(voiceChannels([of(talk), of([[15.5, 18]])])).toEqual([]);
    expect(voiceChannels([of(talk.slice(0, 5)), of([[56, 59]])])).toEqual([1, 2]);
  });

  test('are three, and the fourth channel is dead', () => {
    const third = of([[45, 51]]);
    expect(voiceChannels([of(agent), silence, of(caller.slice(0, 2)), third])).toEqual([1, 3, 4]);
  });
});

describe('one sound', () => {
  test.each([
    ['two equal channels', [of(talk), of(talk)]],
    ['one that is 20 dB quieter', [of(talk), mixLevels([of(talk), -20])]],
    ['music, wide and never silent', [of([[0, minute]], -12, -40), of([[0, minute]], -15, -40)]],
    ['silence', [silence, silence]],
    ['nothing', [new Float32Array(), new Float32Array()]],
    ['a single channel', [of(talk)]],
  ])('is %s', (_what, levels) => {
    expect(voiceChannels(levels)).toEqual([]);
  });

  test('is a room with two microphones, where each voice is 9 dB louder in the nearer one', () => {
    const [left, right] = [of(agent), of(caller)];
    const room = [mixLevels([left, 0], [right, -9]), mixLevels([right, 0], [left, -9])];
    expect(voiceChannels(room)).toEqual([]);
  });

  test('is a voice with another microphone that has noise and some cracks', () => {
    const noise = of([], -18, -45).map((level, frame) => (frame % 150 < 5 ? -20 : level));
    expect(voiceChannels([of(talk), noise])).toEqual([]);
  });

  test('is a talk with a jingle that leaps from side to side', () => {
    const leaps = (side: number): Turns =>
      Array.from({ length: 4 }, (_none, at) => [2 * at + side, 2 * at + side + 1] as const);
    const talked: Turns = [[10, 59]];
    expect(voiceChannels([of([...leaps(0), ...talked]), of([...leaps(1), ...talked])])).toEqual([]);
  });
});

describe('a dead channel', () => {
  test.each([
    ['silent', silence],
    ['a hum far below the voice', of([], -18, -57)],
    ['a click', of([[20, 20.1]])],
  ])('is left out: %s', (_what, dead) => {
    expect(voiceChannels([of(talk), dead])).toEqual([1]);
    expect(voiceChannels([dead, of(talk)])).toEqual([2]);
  });
});
