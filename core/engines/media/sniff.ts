import { type FileHandle, open } from 'node:fs/promises';
import { PermanentError } from '../../model/errors.ts';

/** The demuxers we let ffmpeg use, by the name that `-f` takes. */
export const containers = [
  'mov',
  'matroska',
  'mp3',
  'wav',
  'w64',
  'ogg',
  'flac',
  'aiff',
  'caf',
  'aac',
  'amr',
  'avi',
  'mpegts',
  'asf',
  'flv',
] as const;
export type Container = (typeof containers)[number];

/** Bytes that are looked at. */
const headLength = 4096;

const unreadableMessage =
  'This is not a recording we can read. Upload a video or sound file such as MP4, MOV, WebM, MKV, M4A, MP3 or WAV.';

const hex = (text: string): string => text.replaceAll(' ', '');
const hasText = (head: Buffer, at: number, text: string): boolean =>
  head.toString('latin1', at, at + text.length) === text;
const hasBytes = (head: Buffer, at: number, bytes: string): boolean =>
  head.toString('hex', at, at + hex(bytes).length / 2) === hex(bytes);

const movAtoms = ['ftyp', 'moov', 'mdat', 'free', 'skip', 'wide'];
/** Photographs of phones in the container of MP4 (ISO 23008-12): no demuxer of ours reads them. */
const photoBrands = ['heic', 'heix', 'heim', 'heis', 'mif1', 'avif', 'crx '];
const asfGuid = '30 26 b2 75 8e 66 cf 11';
const wave64Guid = '72 69 66 66 2e 91 cf 11 a5 d6 28 db 04 c1 00 00';

const isMov = (head: Buffer): boolean =>
  movAtoms.some((atom) => hasText(head, 4, atom)) &&
  !(hasText(head, 4, 'ftyp') && photoBrands.some((brand) => hasText(head, 8, brand)));

/** Eleven set bits, then a version, layer, bit rate and sample rate that exist (ISO 11172-3 2.4.1.3). */
function isMpegAudio(head: Buffer): boolean {
  if (head.length < 4 || head.readUInt16BE(0) < 0xffe0) return false;
  const second = head.readUInt8(1);
  const third = head.readUInt8(2);
  const version = (second >> 3) & 3;
  const layer = (second >> 1) & 3;
  const bitRate = third >> 4;
  const sampleRate = (third >> 2) & 3;
  return version !== 1 && layer !== 0 && bitRate !== 0 && bitRate !== 15 && sampleRate !== 3;
}

/** Sync bytes of three packets of 188 bytes, or of 192 as camcorders write them. */
function isTransportStream(head: Buffer): boolean {
  const isSync = (first: number, size: number) => [0, 1, 2].every((at) => head[first + at * size] === 0x47);
  return isSync(0, 188) || isSync(4, 192);
}

/** `RF64` and `BW64` are the same for more than 4 GiB (EBU Tech 3306, ITU-R BS.2088). */
const isRiff = (head: Buffer, kind: string): boolean =>
  ['RIFF', 'RF64', 'BW64'].some((name) => hasText(head, 0, name)) && hasText(head, 8, kind);

/** A sync word, either version, layer 0, with or without a checksum (ISO 13818-7 6.2.1). */
const isAdts = (head: Buffer): boolean =>
  ['ff f0', 'ff f1', 'ff f8', 'ff f9'].some((sync) => hasBytes(head, 0, sync));

const signatures: readonly [Container, (head: Buffer) => boolean][] = [
  ['mov', isMov],
  ['matroska', (head) => hasBytes(head, 0, '1a 45 df a3')],
  ['wav', (head) => isRiff(head, 'WAVE')],
  ['avi', (head) => isRiff(head, 'AVI ')],
  ['w64', (head) => hasBytes(head, 0, wave64Guid)],
  ['ogg', (head) => hasText(head, 0, 'OggS')],
  ['flac', (head) => hasText(head, 0, 'fLaC')],
  ['aiff', (head) => hasText(head, 0, 'FORM') && ['AIFF', 'AIFC'].some((kind) => hasText(head, 8, kind))],
  ['caf', (head) => hasText(head, 0, 'caff')],
  ['asf', (head) => hasBytes(head, 0, asfGuid)],
  ['flv', (head) => hasText(head, 0, 'FLV\u0001')],
  ['aac', isAdts],
  ['amr', (head) => hasText(head, 0, '#!AMR')],
  ['mp3', (head) => hasText(head, 0, 'ID3') || isMpegAudio(head)],
  ['mpegts', isTransportStream],
];

/** The container by its first bytes, `null` when none of ours. Name and declared type of a file decide nothing. */
export function sniffContainer(head: Buffer): Container | null {
  return signatures.find(([, matches]) => matches(head))?.[0] ?? null;
}

/** Bytes of the ID3 tag that a file begins with (id3.org, ID3v2.4 3.1); `null` where there is none. */
function tagLength(head: Buffer): number | null {
  if (head.length < 10 || !hasText(head, 0, 'ID3')) return null;
  const hasFooter = (head.readUInt8(5) & 0x10) !== 0;
  const size = head.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
  return 10 + size + (hasFooter ? 10 : 0);
}

async function readHead(file: FileHandle, position: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headLength), 0, headLength, position);
  return buffer.subarray(0, bytesRead);
}

/** Sniffs a file. Throws PermanentError when it is empty or none of our containers. */
export async function sniffFile(path: string): Promise<Container> {
  const file = await open(path, 'r');
  try {
    const head = await readHead(file, 0);
    if (head.length === 0) throw new PermanentError('This file is empty. Upload the recording again.');
    const container = sniffContainer(head);
    if (!container) throw new PermanentError(unreadableMessage);
    const tag = tagLength(head);
    const tagged = tag === null ? null : sniffContainer(await readHead(file, tag));
    // Taggers put the tag of MP3 before these two as well.
    return tagged === 'flac' || tagged === 'aac' ? tagged : container;
  } finally {
    await file.close();
  }
}
