import { energyLevel, frameSeconds } from '../silence.ts';

/** Loudness of each channel of a sound, from the first: one level (dB of full scale) for every 20 ms. */
export type ChannelLevels = readonly Float32Array[];

/** Fewer have nothing to tell apart; more are those of a film or a mixing desk. */
export const mayHoldVoicesApart = (channels: number): boolean => channels >= 2 && channels <= 4;

/** Takes the samples of all channels piece by piece and keeps the loudness of each channel. */
export interface ChannelMeter {
  /** The next 16-bit samples, interleaved; a piece may end anywhere. */
  add(samples: Int16Array): void;
  /** Of all that was added; a last frame that is not full is left out. */
  levels(): ChannelLevels;
}

export function openChannelMeter(channels: number, sampleRate: number): ChannelMeter {
  const frameSamples = Math.round(sampleRate * frameSeconds);
  const levels = Array.from({ length: channels }, (): number[] => []);
  const energies = new Float64Array(channels);
  let channel = 0;
  let seen = 0;
  const endFrame = (): void => {
    for (const [at, list] of levels.entries()) list.push(energyLevel(energies[at] ?? 0, frameSamples));
    energies.fill(0);
    seen = 0;
  };
  return {
    add(samples) {
      for (const sample of samples) {
        energies[channel] = (energies[channel] ?? 0) + sample * sample;
        channel += 1;
        if (channel < channels) continue;
        channel = 0;
        seen += 1;
        if (seen === frameSamples) endFrame();
      }
    },
    levels: () => levels.map((list) => Float32Array.from(list)),
  };
}
