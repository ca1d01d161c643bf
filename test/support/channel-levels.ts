import { frameSeconds } from '../../core/model/silence.ts';

/** Who speaks from when to when, in seconds. */
export type Turns = readonly (readonly [startSeconds: number, endSeconds: number])[];

export interface Microphone {
  /** How loud its voice gets, dB. */
  readonly voice?: number;
  /** What is heard while nobody speaks, dB. */
  readonly noise?: number;
}

const frames = (seconds: number): number => Math.round(seconds / frameSeconds);

/** The levels of somebody who speaks in syllables: 160 ms loud, 60 ms not. */
export function speechLevels(seconds: number, turns: Turns, microphone: Microphone = {}): Float32Array {
  const { voice = -18, noise = -62 } = microphone;
  const levels = new Float32Array(frames(seconds)).fill(noise);
  for (const [start, end] of turns)
    for (let frame = frames(start); frame < frames(end); frame += 1) {
      const syllable = frame % 11 < 8 ? voice - (frame % 5) : voice - 25;
      levels[frame] = Math.max(noise, syllable);
    }
  return levels;
}

/** The sum of what is heard in a channel, each part so much louder or quieter. */
export function mixLevels(
  ...parts: readonly (readonly [levels: Float32Array, decibels: number])[]
): Float32Array {
  const [first] = parts;
  return (first?.[0] ?? new Float32Array()).map(
    (_level, frame) =>
      10 *
      Math.log10(
        parts.reduce((sum, [levels, decibels]) => sum + 10 ** (((levels[frame] ?? -70) + decibels) / 10), 0),
      ),
  );
}
