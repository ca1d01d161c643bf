import { type FileHandle, open } from 'node:fs/promises';
import { endianness } from 'node:os';
import { PermanentError } from '../model/errors.ts';
import {
  frameLevel,
  frameSeconds,
  framesOf,
  type SampleRange,
  type SoundLevels,
  speechSampleRate,
} from '../model/silence.ts';

/** Where the samples of a 16-bit mono WAV lie. */
export interface Wav {
  readonly path: string;
  readonly sampleRate: number;
  readonly sampleCount: number;
  /** Byte of the first sample. */
  readonly offsetBytes: number;
}

const bytesPerSample = 2;
/** What `wavHeader` and ffmpeg, told to add nothing, write before the samples. */
const shortHeaderBytes = 44;

export const speechBytesPerSecond = speechSampleRate * bytesPerSample;

/** Length of such a sound in a WAV file of that size with the short header; not positive when it is empty. */
export function speechSecondsOf(fileBytes: number): number {
  return (fileBytes - shortHeaderBytes) / speechBytesPerSecond;
}

const headerLimitBytes = 4096;

/**
 * Reads the header (RIFF, "Multimedia Programming Interface and Data Specifications 1.0"). Sizes that a writer
 * to a pipe could not fill in are taken from the file. Throws PermanentError for anything but 16-bit mono PCM.
 */
export async function openWav(path: string): Promise<Wav> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const header = Buffer.alloc(Math.min(size, headerLimitBytes));
    await file.read(header, 0, header.length, 0);
    const { format, dataOffset, dataBytes } = findChunks(header);
    const isUsable =
      format !== null &&
      format.readUInt16LE(0) === 1 &&
      format.readUInt16LE(2) === 1 &&
      format.readUInt16LE(14) === 16;
    if (!isUsable || dataOffset === null)
      throw new PermanentError('The sound of this recording is not a 16-bit mono WAV.');
    const present = Math.max(0, Math.min(dataBytes, size - dataOffset));
    return {
      path,
      sampleRate: format.readUInt32LE(4),
      sampleCount: Math.floor(present / bytesPerSample),
      offsetBytes: dataOffset,
    };
  } finally {
    await file.close();
  }
}

/** Measures the loudness of every 20 ms, reading the file once in small pieces. */
export async function readLevels(wav: Wav, signal: AbortSignal): Promise<SoundLevels> {
  const frameSamples = Math.round(wav.sampleRate * frameSeconds);
  const decibels = new Float32Array(framesOf(wav.sampleCount, wav.sampleRate));
  const blockFrames = 500;
  const file = await open(wav.path);
  try {
    for (let frame = 0; frame < decibels.length; frame += blockFrames) {
      signal.throwIfAborted();
      const start = frame * frameSamples;
      const end = Math.min(wav.sampleCount, start + blockFrames * frameSamples);
      const samples = samplesOf(await readBytes(file, wav, { start, end }));
      for (let at = 0; at < samples.length; at += frameSamples)
        decibels[frame + at / frameSamples] = frameLevel(samples.subarray(at, at + frameSamples));
    }
  } finally {
    await file.close();
  }
  return { sampleRate: wav.sampleRate, sampleCount: wav.sampleCount, decibels };
}

/** The samples of a range as little-endian bytes. */
export async function readPcm(wav: Wav, range: SampleRange): Promise<Buffer> {
  const file = await open(wav.path);
  try {
    return await readBytes(file, wav, range);
  } finally {
    await file.close();
  }
}

/** What stands before 16-bit mono samples in a WAV file; 44 bytes. */
export function wavHeader(dataBytes: number, sampleRate: number): Buffer {
  const header = Buffer.alloc(shortHeaderBytes);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * bytesPerSample, 28);
  header.writeUInt16LE(bytesPerSample, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

interface Chunks {
  readonly format: Buffer | null;
  readonly dataOffset: number | null;
  readonly dataBytes: number;
}

function findChunks(header: Buffer): Chunks {
  let format: Buffer | null = null;
  const isWave = header.toString('latin1', 0, 4) === 'RIFF' && header.toString('latin1', 8, 12) === 'WAVE';
  let at = isWave ? 12 : header.length;
  while (at + 8 <= header.length) {
    const name = header.toString('latin1', at, at + 4);
    const size = header.readUInt32LE(at + 4);
    const body = at + 8;
    if (name === 'data') {
      const isOpenEnded = size === 0 || size === 0xffffffff;
      return { format, dataOffset: body, dataBytes: isOpenEnded ? Number.POSITIVE_INFINITY : size };
    }
    if (name === 'fmt ' && size >= 16 && body + 16 <= header.length)
      format = header.subarray(body, body + 16);
    at = body + size + (size % 2);
  }
  return { format, dataOffset: null, dataBytes: 0 };
}

async function readBytes(file: FileHandle, wav: Wav, range: SampleRange): Promise<Buffer> {
  const bytes = Buffer.alloc((range.end - range.start) * bytesPerSample);
  const { bytesRead } = await file.read(
    bytes,
    0,
    bytes.length,
    wav.offsetBytes + range.start * bytesPerSample,
  );
  return bytes.subarray(0, bytesRead - (bytesRead % bytesPerSample));
}

function samplesOf(bytes: Buffer): Int16Array {
  if (endianness() === 'BE') bytes.swap16();
  return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / bytesPerSample);
}
