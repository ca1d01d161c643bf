import { deflateSync } from 'node:zlib';
import { element, float, id, number, text } from './ebml.ts';
import { be, damaged, type Hostile, latin1, nothingUsable, tone, tooManyTracks } from './hostile.ts';

const sampleRate = 8000;
const head = element('1a45dfa3', text('4282', 'matroska'));
const defaultInfo = element('1549a966', number('2ad7b1', 1_000_000), text('4d80', 'x'), text('5741', 'x'));

interface Sound {
  readonly sampleRate?: number;
  readonly channels?: number;
  readonly encodings?: Buffer;
}
const soundTrack = (
  trackNumber: number,
  { sampleRate: rate = sampleRate, channels = 1, encodings }: Sound = {},
): Buffer =>
  element(
    'ae',
    ...[number('d7', trackNumber), number('73c5', trackNumber), number('83', 2), text('86', 'A_PCM/INT/LIT')],
    element('e1', float('b5', rate), number('9f', channels), number('6264', 16)),
    ...(encodings ? [encodings] : []),
  );
const subtitleTrack = element(
  'ae',
  number('d7', 2),
  number('73c5', 2),
  number('83', 17),
  text('86', 'S_TEXT/UTF8'),
);

const block = (trackNumber: number, at: number, ...content: readonly Buffer[]): Buffer =>
  element('a3', be(0x80 + trackNumber, 1), be(at, 2), be(0x80, 1), ...content);
const cluster = (timestamp: number | bigint, ...blocks: readonly Buffer[]): Buffer =>
  element('1f43b675', number('e7', timestamp), ...blocks);
/** Two seconds of sound. */
const beeps = [0, 1000].map((at) => cluster(at, block(1, 0, tone(1, sampleRate))));

const file = (...content: readonly Buffer[]): Buffer =>
  Buffer.concat([head, element('18538067', ...content)]);
const tracks = (...entries: readonly Buffer[]): Buffer => element('1654ae6b', ...entries);
const usual = tracks(soundTrack(1));
const withInfo = (...more: readonly Buffer[]): Buffer =>
  file(
    element('1549a966', number('2ad7b1', 1_000_000), text('4d80', 'x'), text('5741', 'x'), ...more),
    usual,
    ...beeps,
  );
const withSound = (sound: Sound): Buffer => file(defaultInfo, tracks(soundTrack(1, sound)), ...beeps);
const many = (count: number): Buffer[] => Array.from({ length: count }, (_none, at) => soundTrack(at + 1));

function nestedTags(depth: number): Buffer {
  let tag = element('67c8', text('45a3', 'TITLE'));
  for (let level = 0; level < depth; level += 1) tag = element('67c8', text('45a3', 'TITLE'), tag);
  return element('1254c367', element('7373', element('63c0'), tag));
}

const chapter = (at: number): Buffer =>
  element(
    'b6',
    number('73c4', at + 1),
    number('91', BigInt(at) * 100_000n),
    element('80', text('85', `Chapter ${at}`), text('437c', 'eng')),
  );
const chapters = (count: number): Buffer =>
  element('1043a770', element('45b9', ...Array.from({ length: count }, (_none, at) => chapter(at))));

const cue = (at: number): Buffer =>
  element('a0', element('a1', be(0x82, 1), be(at % 1000, 2), be(0, 1), latin1('x')), number('9b', 1));
const cueCluster = (second: number): Buffer =>
  cluster(second * 1000, ...Array.from({ length: 1000 }, (_none, at) => cue(at)));

const plays = { kind: 'audio', seconds: 2 } as const;

export const hostileMatroska: readonly Hostile[] = [
  {
    what: 'a Matroska file as plain as can be',
    bytes: () => file(defaultInfo, usual, ...beeps),
    outcome: plays,
  },
  {
    what: 'a Matroska file with 20,000 chapters',
    bytes: () => file(defaultInfo, usual, chapters(20_000), ...beeps),
    outcome: plays,
  },
  {
    what: 'a Matroska file that goes on in other files',
    bytes: ({ local }) =>
      withInfo(
        element('73a4', be(1, 16)),
        element('3cb923', be(2, 16)),
        text('3c83ab', local),
        element('3eb923', be(3, 16)),
        text('3e83bb', local),
      ),
    outcome: plays,
  },
  {
    what: 'a Matroska file with tags 2,000 deep',
    bytes: () => file(defaultInfo, usual, nestedTags(2000), ...beeps),
    outcome: plays,
  },
  {
    what: 'a Matroska file with an element of 2^56 bytes',
    bytes: () => file(defaultInfo, usual, ...beeps, id('ec'), be((1n << 56n) | ((1n << 56n) - 2n), 8)),
    outcome: plays,
  },
  {
    what: 'a Matroska file with an unknown length',
    bytes: () => Buffer.concat([head, id('18538067'), id('01ffffffffffffff'), defaultInfo, usual, ...beeps]),
    outcome: plays,
  },
  {
    what: 'a Matroska file with 33 tracks',
    bytes: () => file(defaultInfo, tracks(...many(33)), ...beeps),
    outcome: tooManyTracks,
  },
  {
    what: 'a Matroska file with 990 tracks',
    bytes: () => file(defaultInfo, tracks(...many(990)), ...beeps),
    outcome: tooManyTracks,
  },
  {
    what: 'a Matroska file with 100,000 captions',
    bytes: () =>
      file(
        defaultInfo,
        tracks(soundTrack(1), subtitleTrack),
        ...beeps,
        ...Array.from({ length: 100 }, (_none, second) => cueCluster(second)),
      ),
    outcome: plays,
  },
  {
    what: 'a Matroska file whose blocks unpack to a hundred times their size',
    bytes: () => {
      const packed = deflateSync(Buffer.alloc(1_600_000));
      const encodings = element(
        '6d80',
        element('6240', number('5033', 0), element('5034', number('4254', 0))),
      );
      return file(defaultInfo, tracks(soundTrack(1, { encodings })), cluster(0, block(1, 0, packed)));
    },
    outcome: { kind: 'audio', seconds: 100 },
  },
  {
    what: 'a Matroska file whose clock is at the end of time',
    bytes: () => file(defaultInfo, usual, cluster(2n ** 62n, block(1, 0, tone(1, sampleRate)))),
    outcome: { kind: 'audio', seconds: 1 },
  },
  {
    what: 'a Matroska file whose clock does not tick',
    bytes: () => file(element('1549a966', number('2ad7b1', 0)), usual, ...beeps),
    outcome: plays,
  },
  {
    what: 'a Matroska file that says that it lasts for ever',
    bytes: () => withInfo(float('4489', Number.POSITIVE_INFINITY)),
    outcome: plays,
  },
  {
    what: 'a Matroska file whose length is no number',
    bytes: () => withInfo(float('4489', Number.NaN)),
    outcome: plays,
  },
  {
    what: 'a Matroska file whose length is below zero',
    bytes: () => withInfo(float('4489', -5)),
    outcome: plays,
  },
  {
    what: 'a Matroska file of another kind',
    bytes: () =>
      Buffer.concat([
        element('1a45dfa3', text('4282', 'evil')),
        file(defaultInfo, usual, ...beeps).subarray(head.length),
      ]),
    outcome: plays,
  },
  {
    what: 'a Matroska file with names of 200 bytes',
    bytes: () =>
      Buffer.concat([
        element('1a45dfa3', number('42f2', 200), text('4282', 'matroska')),
        file(defaultInfo, usual, ...beeps).subarray(head.length),
      ]),
    outcome: damaged,
  },
  { what: 'a Matroska file of 1 GHz', bytes: () => withSound({ sampleRate: 1e9 }), outcome: nothingUsable },
  {
    what: 'a Matroska file whose sample rate is no number',
    bytes: () => withSound({ sampleRate: Number.NaN }),
    outcome: plays,
  },
  {
    what: 'a Matroska file of 255 channels',
    bytes: () => withSound({ channels: 255 }),
    outcome: nothingUsable,
  },
];
