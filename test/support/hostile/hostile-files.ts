import type { Hostile } from './hostile.ts';
import { hostileMatroska } from './matroska.ts';
import { hostileMp4 } from './mp4.ts';
import { hostileOthers } from './others.ts';
import { hostileTexts } from './texts.ts';
import { hostileWaves } from './wave.ts';

/** All that is written for the tests; what is hostile among the committed fixtures is not among them. */
export const hostileFiles: readonly Hostile[] = [
  ...hostileTexts,
  ...hostileMp4,
  ...hostileMatroska,
  ...hostileWaves,
  ...hostileOthers,
];

/** Poses as a recording, whatever it is. */
export const hostileName = ({ what }: Pick<Hostile, 'what'>): string =>
  `${what.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.mp4`;
