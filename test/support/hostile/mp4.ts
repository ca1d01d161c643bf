import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import {
  be,
  damaged,
  encrypted,
  type Hostile,
  latin1,
  noIndex,
  notConvertible,
  nothingToPlay,
  nothingUsable,
} from './hostile.ts';
import { box, boxesIn, changeBoxes, ftyp, nested, patch } from './mp4-boxes.ts';

/** H.264 and AAC of 3 s, 160x90; its index (moov) is at the end, so that it can grow. */
const whole = (): Buffer =>
  readFileSync(fileURLToPath(new URL('../../fixtures/odd/variable-rate.mp4', import.meta.url)));

const table = 'moov/trak/mdia/minf/stbl';
const largest = 0xffff_fffe;

/** A track whose samples are said to be elsewhere (ISO 14496-12 8.7.2; `alis` as QuickTime has it). */
const elsewhere = (entry: Buffer): Buffer =>
  changeBoxes(whole(), 'moov/trak/mdia/minf/dinf/dref', () => box('dref', be(0), be(1), entry));

function alias(path: string): Buffer {
  const record = Buffer.alloc(150);
  record.writeUInt16BE(record.length, 4);
  const name = latin1(path);
  return box('alis', be(0), record, be(2, 2), be(name.length, 2), name, be(0xffff, 2), be(0, 2));
}

const addToIndex = (...boxes: readonly Buffer[]): Buffer =>
  changeBoxes(whole(), 'moov', (moov) => box('moov', moov.subarray(8), ...boxes));

/** With something before it, and its index told so. */
function behind(start: Buffer): Buffer {
  const moved = changeBoxes(whole(), `${table}/stco`, (each) => {
    for (let at = 16; at < each.length; at += 4) each.writeUInt32BE(each.readUInt32BE(at) + start.length, at);
    return each;
  });
  return Buffer.concat([start, moved]);
}

/** The turn of every track: nine fixed-point numbers at 48 of tkhd (ISO 14496-12 8.3.2). */
const turned = (matrix: readonly number[]): Buffer =>
  changeBoxes(whole(), 'moov/trak/tkhd', (each) =>
    Buffer.concat([each.subarray(0, 48), ...matrix.map((value) => be(value)), each.subarray(84)]),
  );

const page = '<!doctype html><script src="REMOTE/x.js"></script>';
const plays = { kind: 'video', seconds: 3 } as const;

export const hostileMp4: readonly Hostile[] = [
  {
    what: 'an MP4 whose header claims 136 years',
    bytes: () =>
      patch(
        patch(patch(whole(), 'moov/mvhd', 24, largest), 'moov/trak/tkhd', 28, largest),
        'moov/trak/mdia/mdhd',
        24,
        largest,
      ),
    outcome: plays,
  },
  {
    what: 'an MP4 whose samples are at an address',
    bytes: ({ remote }) => elsewhere(box('url ', be(0), latin1(`${remote}/dref.mp4\0`))),
    outcome: plays,
  },
  {
    what: 'an MP4 whose samples are in a local file',
    bytes: ({ local }) => elsewhere(box('url ', be(0), latin1(`file://${local}\0`))),
    outcome: plays,
  },
  {
    what: 'a MOV with an alias to a local file',
    bytes: ({ local }) => elsewhere(alias(local)),
    outcome: notConvertible,
  },
  {
    what: 'a reference movie',
    bytes: ({ remote }) => {
      const reference = box(
        'rdrf',
        be(0),
        latin1('url '),
        be(remote.length + 7),
        latin1(`${remote}/r.mov\0`),
      );
      return Buffer.concat([ftyp, box('moov', box('rmra', box('rmda', reference)))]);
    },
    outcome: nothingUsable,
  },
  {
    what: 'an MP4 with its index twice',
    bytes: () => Buffer.concat([whole(), ...boxesIn(whole()).slice(-1)]),
    outcome: plays,
  },
  { what: 'an MP4 that is only a head', bytes: () => ftyp, outcome: noIndex },
  {
    what: 'an MP4 in which a box without an end hides the index',
    bytes: () => Buffer.concat([ftyp, be(0), latin1('free'), whole()]),
    outcome: noIndex,
  },
  {
    what: 'an MP4 with a box of 7 bytes',
    bytes: () => Buffer.concat([ftyp, be(7), latin1('free'), whole()]),
    outcome: noIndex,
  },
  {
    what: 'an MP4 with a box of 2^64 bytes',
    bytes: () => Buffer.concat([ftyp, be(1), latin1('mdat'), be(-1n, 8), whole()]),
    outcome: noIndex,
  },
  {
    what: 'an MP4 that claims 2^31 samples',
    bytes: () => patch(whole(), `${table}/stsz`, 16, 0x7fff_ffff),
    outcome: damaged,
  },
  {
    what: 'an MP4 whose samples have 2 GiB each',
    bytes: () => patch(whole(), `${table}/stsz`, 12, 0x7fff_ffff),
    outcome: notConvertible,
  },
  {
    what: 'an MP4 that claims 2^32 chunks',
    bytes: () => patch(whole(), `${table}/stco`, 12, 0xffff_ffff),
    outcome: damaged,
  },
  {
    what: 'an MP4 whose time stands still',
    bytes: () => patch(whole(), `${table}/stts`, 20, 0),
    outcome: { kind: 'video', seconds: 1.3 },
  },
  {
    what: 'an MP4 that shows its frames days later',
    bytes: () => patch(whole(), `${table}/ctts`, 20, 0x7fff_ffff),
    outcome: plays,
  },
  {
    what: 'an MP4 without a time scale',
    bytes: () => patch(whole(), 'moov/trak/mdia/mdhd', 20, 0),
    outcome: { kind: 'video', seconds: 1 },
  },
  {
    what: 'an MP4 with 4 billion ticks a second',
    bytes: () => patch(whole(), 'moov/trak/mdia/mdhd', 20, 0xffff_ffff),
    outcome: { kind: 'video', seconds: 1 },
  },
  {
    what: 'an MP4 with an edit list of 2^28 entries',
    bytes: () => patch(whole(), 'moov/trak/edts/elst', 12, 2 ** 28),
    outcome: plays,
  },
  {
    what: 'an MP4 whose edit list starts days later',
    bytes: () => patch(whole(), 'moov/trak/edts/elst', 20, 0x7fff_0000),
    outcome: nothingToPlay,
  },
  {
    what: 'an MP4 turned by a matrix of zeros',
    bytes: () => turned([0, 0, 0, 0, 0, 0, 0, 0, 0]),
    outcome: plays,
  },
  {
    what: 'an MP4 turned by 45 degrees',
    bytes: () => turned([46341, 46341, 0, -46341, 46341, 0, 0, 0, 0x4000_0000]),
    outcome: plays,
  },
  {
    what: 'an MP4 with boxes 20,000 deep',
    bytes: () => addToIndex(nested('udta', 20_000)),
    outcome: damaged,
  },
  {
    what: 'an MP4 whose index unpacks to 2 GiB',
    bytes: () => {
      const packed = deflateSync(Buffer.alloc(1_000_000));
      const compressed = box('cmov', box('dcom', latin1('zlib')), box('cmvd', be(0x7fff_ffff), packed));
      return Buffer.concat([ftyp, box('moov', compressed)]);
    },
    outcome: nothingUsable,
  },
  {
    what: 'an MP4 whose cover claims 2 GiB',
    bytes: () =>
      addToIndex(
        box(
          'udta',
          box(
            'meta',
            be(0),
            box('hdlr', be(0), be(0), latin1('mdirappl'), be(0), be(0, 5)),
            box('ilst', box('covr', be(0x7fff_ffff), latin1('data'), be(14), be(0))),
          ),
        ),
      ),
    outcome: plays,
  },
  {
    what: 'an MP4 that is also a page',
    bytes: ({ remote }) => behind(Buffer.concat([ftyp, box('free', latin1(page.replace('REMOTE', remote)))])),
    outcome: plays,
  },
  {
    what: 'an MP4 that is also a ZIP archive',
    bytes: () => Buffer.concat([whole(), latin1('PK\u0005\u0006'), Buffer.alloc(18)]),
    outcome: plays,
  },
  {
    what: 'an MP4 whose picture says only that it is encrypted',
    bytes: () =>
      changeBoxes(whole(), `${table}/stsd`, (each) =>
        latin1(each.toString('latin1').replace('avc1', 'encv').replace('mp4a', 'enca')),
      ),
    outcome: encrypted,
  },
];
