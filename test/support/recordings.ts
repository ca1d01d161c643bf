import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import truth from '../fixtures/media/truth.json' with { type: 'json' };
import { mediaFixture, oddFixture, talkFixture } from './fixtures.ts';
import { kindOfRecording } from './recording-classes.ts';
import { everyRow } from './rows.ts';
import { oddRefusals, oddTruths, talkTruths } from './truths.ts';

/** A recording that can be played, and what is known of it. */
export interface Recording {
  /** With its folder: `odd/vp9-opus.webm`. */
  readonly name: string;
  readonly path: string;
  /** Path of a file to go with it. */
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
  'heavy.mp4': { hasTone: true },
  'languages.mkv': { hasTone: true },
  'late-picture.mp4': { hasTone: true },
  'odd-size.mp4': { size: [160, 90] },
  'rotated.mov': { size: [360, 640] },
  'screen-hevc.mp4': { hasTone: true },
  'surround.m4a': { hasTone: true },
  'ten-channels.wav': { hasTone: true },
  'tone.ogg': { hasTone: true },
  'tracks.mkv': { hasTone: true },
  'zoom-like.mp4': { size: [640, 360], captions: mediaFixture('zoom-like.vtt') },
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
      name: `media/${name}`,
      path: mediaFixture(name),
      ...(flashSeconds ? { flashSeconds } : {}),
      ...(speech ? { speechSeconds: speech.startSeconds } : {}),
      ...special[name],
    };
  });

/** A recording with a red square at the top left, and a flash and a beep that need not both be there. */
export interface OddRecording {
  readonly name: string;
  readonly path: string;
  readonly flashSeconds: number | null;
  readonly beepSeconds: number | null;
  /** As shown; `null` where there is only sound. */
  readonly size: readonly [width: number, height: number] | null;
  /** Of those with this kind of name and a beep. */
  readonly isFirstOfKind: boolean;
}

const sizeOf = (size: string | null): readonly [number, number] | null => {
  const [width = 0, height = 0] = size?.split('x').map(Number) ?? [];
  return size === null ? null : [width, height];
};

/** Everything of `test/fixtures/odd` that can be played. */
export const oddRecordings: readonly OddRecording[] = recordingsIn(oddFixture('.'))
  .filter((name) => !(name in oddRefusals))
  .map((name, _at, names) => {
    const truth = oddTruths[name];
    if (!truth) throw new Error(`Nothing is known of odd/${name}.`);
    return {
      name: `odd/${name}`,
      path: oddFixture(name),
      flashSeconds: truth.flash,
      beepSeconds: truth.beep,
      size: sizeOf(truth.size),
      isFirstOfKind:
        name === names.find((other) => extname(other) === extname(name) && oddTruths[other]?.beep),
    };
  });

/** Those of `test/fixtures/talks`. */
export const talkRecordings: readonly Recording[] = talkTruths.map(([name, , shown, firstWord]) => {
  const size = sizeOf(shown);
  return {
    name: `talks/${name}`,
    path: talkFixture(name),
    ...(size ? { size } : {}),
    ...(firstWord === null ? {} : { speechSeconds: firstWord }),
  };
});

const played = new Set(
  everyRow(
    [...recordings, ...oddRecordings, ...talkRecordings].map(({ name }) => name),
    kindOfRecording,
  ),
);

/** Whether it is among those to play in a browser: see `everyRow`. */
export const isPlayed = ({ name }: Pick<Recording, 'name'>): boolean => played.has(name);

/** What is in the folder that BROWNBAG_MEDIA_DIR names: recordings of one's own to try. */
export function ownRecordings(): readonly Recording[] {
  const folder = process.env['BROWNBAG_MEDIA_DIR'];
  return folder
    ? recordingsIn(folder).map((name) => ({ name: join(folder, name), path: join(folder, name) }))
    : [];
}
