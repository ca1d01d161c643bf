import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import truth from '../fixtures/media/truth.json' with { type: 'json' };
import { mediaFixture } from './client.ts';

/** A recording that can be played, and what is known of it. */
export interface Recording {
  /** Of one's own with its folder. */
  readonly name: string;
  readonly path: string;
  /** Of `test/fixtures/media`, to go with it. */
  readonly captions?: string;
  /** When there is a white flash and a beep, each of a fifth of a second, on dark and silence. */
  readonly flashSeconds?: readonly number[];
  /** When somebody begins to speak. */
  readonly speechSeconds?: number;
  /** Sounds all the time. */
  readonly hasTone?: boolean;
  /** As shown: upright, square pixels. */
  readonly size?: readonly [width: number, height: number];
}

interface Truth {
  readonly flashSeconds?: readonly number[];
  readonly segments: readonly { readonly startSeconds: number }[];
}

const truths: Readonly<Record<string, Truth>> = truth;

const special: Readonly<Record<string, Partial<Recording>>> = {
  'anamorphic-silent.mp4': { size: [213, 90] },
  'flash-rotated.mov': { size: [90, 160] },
  'fragmented.mp4': { hasTone: true },
  'languages.mkv': { hasTone: true },
  'late-picture.mp4': { hasTone: true },
  'odd-size.mp4': { size: [160, 90] },
  'rotated.mov': { size: [360, 640] },
  'surround.m4a': { hasTone: true },
  'ten-channels.wav': { hasTone: true },
  'tone.ogg': { hasTone: true },
  'tracks.mkv': { hasTone: true },
  'zoom-like.mp4': { size: [640, 360], captions: 'zoom-like.vtt' },
};

/** Of `test/fixtures/media`, what is refused. */
const refused = ['huge-picture.webm', 'many-streams.mkv', 'no-index.mp4', 'one-hertz.wav'];

const notRecordings = ['.ts', '.json', '.vtt', '.srt', '.txt', '.md'];

const recordingsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => !notRecordings.includes(extname(name)))
    .sort();

/** Everything of `test/fixtures/media` that can be played. */
export const recordings: readonly Recording[] = recordingsIn(mediaFixture('.'))
  .filter((name) => !refused.includes(name))
  .map((name) => {
    const { flashSeconds, segments: [speech] = [] } = truths[name] ?? {};
    return {
      name,
      path: mediaFixture(name),
      ...(flashSeconds ? { flashSeconds } : {}),
      ...(speech ? { speechSeconds: speech.startSeconds } : {}),
      ...special[name],
    };
  });

/** What is in the folder that BROWNBAG_MEDIA_DIR names: recordings of one's own to try. */
export function ownRecordings(): readonly Recording[] {
  const folder = process.env['BROWNBAG_MEDIA_DIR'];
  return folder
    ? recordingsIn(folder).map((name) => ({ name: join(folder, name), path: join(folder, name) }))
    : [];
}
