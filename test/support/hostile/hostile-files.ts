import type { Hostile } from './hostile.ts';
import { hostileMatroska } from './matroska.ts';
import { hostileMp4 } from './mp4.ts';
import { hostileOthers } from './others.ts';
import { hostileTexts } from './texts.ts';
import { hostileWaves } from './wave.ts';

/** All that is written for the tests; what is hostile among the committed fixtures is not among them. */
const hostileByFormat: Readonly<Record<string, readonly Hostile[]>> = {
  text: hostileTexts,
  MP4: hostileMp4,
  Matroska: hostileMatroska,
  WAV: hostileWaves,
  others: hostileOthers,
};

export const hostileFiles: readonly Hostile[] = Object.values(hostileByFormat).flat();

/** What a file stands for: its format, and what becomes of it. */
export function classOfHostile(hostile: Hostile): string {
  const [format = ''] = Object.entries(hostileByFormat).find(([, files]) => files.includes(hostile)) ?? [];
  const { outcome } = hostile;
  return `${format}: ${typeof outcome === 'string' ? outcome : outcome.kind}`;
}

/** Poses as a recording, whatever it is. */
export const hostileName = ({ what }: Pick<Hostile, 'what'>): string =>
  `${what.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.mp4`;
