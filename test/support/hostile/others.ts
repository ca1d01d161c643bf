import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import {
  be,
  damaged,
  type Hostile,
  latin1,
  le,
  notARecording,
  nothingToPlay,
  nothingUsable,
  tone,
  tooManyTracks,
} from './hostile.ts';

const odd = (name: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/odd/${name}`, import.meta.url)));

/** CRC of an Ogg page (RFC 3533 6): polynomial 04c11db7, from the highest bit, nothing inverted. */
function oggChecksum(page: Buffer): number {
  let checksum = 0;
  for (const byte of page) {
    checksum = (checksum ^ (byte << 24)) >>> 0;
    for (let bit = 0; bit < 8; bit += 1)
      checksum = ((checksum << 1) ^ (checksum & 0x8000_0000 ? 0x04c1_1db7 : 0)) >>> 0;
  }
  return checksum;
}
function oggPage(serial: number, flags: number, packet: Buffer): Buffer {
  const page = Buffer.concat([
    latin1('OggS\0'),
    be(flags, 1),
    le(0, 8),
    le(serial),
    le(0),
    le(0),
    be(1, 1),
    be(packet.length, 1),
    packet,
  ]);
  page.writeUInt32LE(oggChecksum(page), 22);
  return page;
}
const opusHead = Buffer.concat([latin1('OpusHead\u0001\u0001'), le(312, 2), le(48_000), le(0, 3)]);

/** A FLAC block (RFC 9639 8.1) in front of the sound of another file. */
function flacWith(type: number, claimedBytes: number, content: Buffer): Buffer {
  const whole = odd('cover.flac');
  const streamInfo = Buffer.from(whole.subarray(0, 42));
  streamInfo.writeUInt8(0, 4);
  return Buffer.concat([streamInfo, be(type, 1), be(claimedBytes, 3), content, whole.subarray(42)]);
}
function flacPicture(image: Buffer, claimedBytes = image.length): Buffer {
  const mime = latin1('image/png');
  return Buffer.concat([
    be(3),
    be(mime.length),
    mime,
    be(0),
    be(64),
    be(64),
    be(24),
    be(0),
    be(claimedBytes),
    image,
  ]);
}
/** The head of a PNG that says it has 30,000 x 30,000 pixels. */
const hugePng = Buffer.concat([
  Buffer.from('89504e470d0a1a0a', 'hex'),
  ...[be(13), latin1('IHDR'), be(30_000), be(30_000), Buffer.from('0806000000', 'hex'), be(0)],
]);

/** A script tag of FLV whose object holds an object that holds an object… (AMF 0, 2.5). */
function nestedScript(depth: number): Buffer {
  const script = Buffer.concat([
    latin1('\u0002\0\u000aonMetaData'),
    ...Array.from({ length: depth }, () => latin1('\u0003\0\u0001a')),
  ]);
  const tag = Buffer.concat([
    be(18, 1),
    be(script.length, 3),
    be(0),
    be(0, 3),
    script,
    be(script.length + 11),
  ]);
  return Buffer.concat([latin1('FLV\u0001\u0005'), be(9), be(0), tag]);
}

/** Synchsafe (ID3v2.4 6.2): seven bits a byte. */
const id3 = (hexSize: string, ...content: readonly Buffer[]): Buffer =>
  Buffer.concat([latin1('ID3\u0004\0\0'), Buffer.from(hexSize, 'hex'), ...content]);

const nullPackets = Buffer.concat(
  Array.from({ length: 50 }, () => Buffer.concat([Buffer.from('471fff10', 'hex'), Buffer.alloc(184, 0xff)])),
);
const asfHead = Buffer.from('3026b2758e66cf11a6d900aa0062ce6c', 'hex');
const three = { kind: 'audio', seconds: 3 } as const;

export const hostileOthers: readonly Hostile[] = [
  {
    what: 'an MP3 whose tag claims 256 MB',
    bytes: () => Buffer.concat([id3('7f7f7f7f'), odd('variable-rate.mp3')]),
    outcome: damaged,
  },
  {
    what: 'an MP3 whose picture claims 256 MB',
    bytes: () =>
      Buffer.concat([
        id3('00000020', latin1('APIC'), Buffer.from('7f7f7f7f', 'hex'), be(0, 2), Buffer.alloc(22)),
        odd('variable-rate.mp3'),
      ]),
    outcome: three,
  },
  {
    what: 'an MP3 made of text',
    bytes: () => Buffer.concat([id3('00000000'), Buffer.from('Never gonna give you up. '.repeat(400))]),
    outcome: damaged,
  },
  {
    what: 'a FLAC file whose picture claims 16 MB',
    bytes: () => flacWith(0x06, 0xff_ffff, flacPicture(hugePng, 0xff_0000)),
    outcome: damaged,
  },
  {
    what: 'a FLAC file whose picture claims 30,000 x 30,000',
    bytes: () => flacWith(0x06, flacPicture(hugePng).length, flacPicture(hugePng)),
    outcome: three,
  },
  {
    what: 'a FLAC file with a picture of 16 MB',
    bytes: () =>
      flacWith(
        0x06,
        0xff_ffff,
        Buffer.concat([
          flacPicture(hugePng, 0xff_ffff - 41),
          Buffer.alloc(0xff_ffff - flacPicture(hugePng).length),
        ]),
      ),
    outcome: three,
  },
  {
    what: 'an Ogg file with 40 streams',
    bytes: () => Buffer.concat(Array.from({ length: 40 }, (_none, at) => oggPage(at + 1, 2, opusHead))),
    outcome: tooManyTracks,
  },
  { what: 'an Ogg file that is only a head', bytes: () => oggPage(1, 2, opusHead), outcome: damaged },
  { what: 'a Flash video with objects 10,000 deep', bytes: () => nestedScript(10_000), outcome: damaged },
  { what: 'a transport stream with nothing in it', bytes: () => nullPackets, outcome: damaged },
  {
    what: 'a transport stream that ends as a playlist',
    bytes: ({ local }) => Buffer.concat([odd('clock-wrap.m2ts'), latin1(`#EXTM3U\n#EXTINF:5,\n${local}\n`)]),
    outcome: { kind: 'video', seconds: 3 },
  },
  {
    what: 'a Windows Media file that claims 2^63 bytes',
    bytes: () => Buffer.concat([asfHead, le(2n ** 63n - 1n, 8), le(1), le(0x0201, 2), Buffer.alloc(100)]),
    outcome: damaged,
  },
  {
    what: 'a CAF file of a sample rate that is no number',
    bytes: () =>
      Buffer.concat([
        latin1('caff\0\u0001\0\0desc'),
        be(32, 8),
        Buffer.from('7ff8000000000000', 'hex'),
        latin1('lpcm'),
        be(0),
        be(2),
        be(1),
        be(1),
        be(16),
        latin1('data'),
        be(16_004, 8),
        be(0),
        tone(1, 8000),
      ]),
    outcome: nothingUsable,
  },
  {
    what: 'an AIFF file of an endless sample rate',
    bytes: () =>
      Buffer.concat([
        latin1('FORM'),
        be(16_046),
        latin1('AIFFCOMM'),
        be(18),
        be(1, 2),
        be(8000),
        be(16, 2),
        Buffer.from('7fff8000000000000000', 'hex'),
        latin1('SSND'),
        be(16_008),
        be(0, 8),
        tone(1, 8000),
      ]),
    outcome: damaged,
  },
  { what: 'a packed recording', bytes: () => gzipSync(odd('radio.aac')), outcome: notARecording },
  {
    what: 'an archive of a recording',
    bytes: () => Buffer.concat([latin1('meeting.mp4'.padEnd(512, '\0')), odd('radio.aac')]),
    outcome: notARecording,
  },
  { what: 'one frame of sound', bytes: () => odd('radio.aac').subarray(0, 60), outcome: nothingToPlay },
];
