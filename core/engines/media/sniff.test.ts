import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Container, containers, sniffContainer } from './sniff.ts';

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');
const text = (latin1: string): Buffer => Buffer.from(latin1, 'latin1');
/** `count` packets that begin with the sync byte. */
const packets = (size: number, first: number): Buffer => {
  const head = Buffer.alloc(first + 3 * size);
  for (const at of [0, 1, 2]) head[first + at * size] = 0x47;
  return head;
};

test.each<[string, Buffer, Container | null]>([
  ['MP4', text('\0\0\0\u0020ftypisom'), 'mov'],
  ['QuickTime that begins with its data', text('\0\0\0\u0008wide\0\0\0\u0010mdat'), 'mov'],
  ['Matroska and WebM', bytes('1a45dfa3 01000000'), 'matroska'],
  ['WAVE', text('RIFF\0\0\0\0WAVEfmt '), 'wav'],
  ['large WAVE', text('RF64\u00ff\u00ff\u00ff\u00ffWAVEds64'), 'wav'],
  ['large WAVE of broadcasters', text('BW64\u00ff\u00ff\u00ff\u00ffWAVEds64'), 'wav'],
  ['Wave64', bytes('726966662e91cf11a5d628db04c10000'), 'w64'],
  ['AVI', text('RIFF\0\0\0\0AVI LIST'), 'avi'],
  ['Ogg', text('OggS\0\u0002'), 'ogg'],
  ['FLAC', text('fLaC\0\0\0\u0022'), 'flac'],
  ['AIFF', text('FORM\0\0\0\0AIFFCOMM'), 'aiff'],
  ['AIFF-C', text('FORM\0\0\0\0AIFCFVER'), 'aiff'],
  ['CAF', text('caff\0\u0001'), 'caf'],
  ['MP3 with a tag', text('ID3\u0004\0'), 'mp3'],
  ['MP3', bytes('fffb9064'), 'mp3'],
  ['AAC of a radio', bytes('fff15080'), 'aac'],
  ['AAC with checksums', bytes('fff05080'), 'aac'],
  ['a voice memo', text('#!AMR\n'), 'amr'],
  ['Windows Media', bytes('3026b2758e66cf11a6d900aa0062ce6c'), 'asf'],
  ['Flash video', text('FLV\u0001\u0005'), 'flv'],
  ['a transport stream', packets(188, 0), 'mpegts'],
  ['a camcorder with times before its packets', packets(192, 4), 'mpegts'],
  ['a lone sync byte', bytes('47000000'), null],
  ['a sync word with a bit rate that does not exist', bytes('fffbf064'), null],
  ['a sync word with a version that does not exist', bytes('ffeb9064'), null],
  ['RIFF of another kind', text('RIFF\0\0\0\0WEBPVP8 '), null],
  ['a playlist', text('#EXTM3U\n'), null],
  ['a photograph of a phone', text('\0\0\0\u0018ftypheic'), null],
  ['a PNG', bytes('89504e470d0a1a0a'), null],
  ['nothing', Buffer.alloc(0), null],
  ['one byte', bytes('ff'), null],
])('%s is told by its first bytes', (_name, head, container) => {
  expect(sniffContainer(head)).toBe(container);
});

/** Bytes among which the beginnings of containers are far more frequent than by chance. */
const heads = fc
  .tuple(
    fc.constantFrom('', '\0\0\0\u0018', 'RIFF\0\0\0\0', 'FORM\0\0\0\0', '\u00ff\u00f1\0\0', 'G'.repeat(600)),
    fc.constantFrom('', 'ftyp', 'moov', 'WAVE', 'AVI ', 'AIFF', 'OggS', 'fLaC', 'ID3', 'FLV\u0001', 'caff'),
    fc.constantFrom('', 'isom', 'heic', 'mif1'),
    fc.uint8Array({ maxLength: 700 }),
  )
  .map(([start, kind, brand, rest]) => Buffer.concat([text(start), text(kind), text(brand), rest]));

test('whatever the bytes, the answer is a container or none', () => {
  fc.assert(
    fc.property(heads, (head) => {
      expect([...containers, null]).toContain(sniffContainer(head));
    }),
  );
});

test('what 16 bytes or more say is not changed by what follows', () => {
  fc.assert(
    fc.property(heads, fc.uint8Array({ maxLength: 600 }), (head, rest) => {
      fc.pre(head.length >= 16);
      const answer = sniffContainer(head);
      if (answer !== null) expect(sniffContainer(Buffer.concat([head, rest]))).toBe(answer);
    }),
  );
});

test('a sniff looks at fewer than 600 bytes', () => {
  fc.assert(
    fc.property(heads, fc.uint8Array({ maxLength: 600 }), (head, rest) => {
      const long = Buffer.concat([head, Buffer.alloc(600), rest]);
      expect(sniffContainer(long)).toBe(sniffContainer(long.subarray(0, 600)));
    }),
  );
});
