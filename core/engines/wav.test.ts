import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWav, readLevels, readPcm, wavHeader } from './wav.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'brownbag-wav-'));
});
afterAll(() => rm(dir, { recursive: true }));

const samples = Buffer.from(
  Int16Array.from({ length: 1_000 }, (_, index) => (index < 640 ? 0 : 16_384)).buffer,
);

async function file(name: string, ...parts: Buffer[]): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, Buffer.concat(parts));
  return path;
}

test('samples are found behind chunks that say nothing of them', async () => {
  const header = wavHeader(samples.length, 16_000);
  const list = Buffer.from('LIST\x05\0\0\0odd!!\0', 'latin1');
  const path = await file('list.wav', header.subarray(0, 36), list, header.subarray(36), samples);
  const wav = await openWav(path);
  expect(wav).toEqual({ path, sampleRate: 16_000, sampleCount: 1_000, offsetBytes: 58 });
  expect(await readPcm(wav, { start: 639, end: 641 })).toEqual(samples.subarray(1_278, 1_282));
});

test('a header that promises more, or does not know, is corrected by the file', async () => {
  for (const promised of [9_999_998, 0xffffffff, 0]) {
    const header = wavHeader(2_000, 16_000);
    header.writeUInt32LE(promised, 40);
    expect((await openWav(await file('long.wav', header, samples))).sampleCount).toBe(1_000);
  }
});

test('levels are one for each 20 ms, the last one of what is left', async () => {
  const wav = await openWav(await file('levels.wav', wavHeader(samples.length, 16_000), samples));
  const levels = await readLevels(wav, new AbortController().signal);
  expect([...levels.decibels].map(Math.round)).toEqual([-70, -70, -6, -6]);
});

test.each([
  ['text', Buffer.from('WEBVTT\n')],
  ['nothing', Buffer.alloc(0)],
  ['stereo', wavHeader(4, 16_000).fill(2, 22, 23)],
  ['8 bits', wavHeader(4, 16_000).fill(8, 34, 35)],
])('%s is refused', async (name, content) => {
  await expect(openWav(await file(name, content))).rejects.toMatchObject({ name: 'PermanentError' });
});
