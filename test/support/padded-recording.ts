import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { mediaFixture } from './fixtures.ts';
import { largeRecording } from './large-recording.ts';

export interface PaddedRecording {
  readonly path: string;
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** A recording of a few seconds in a file of the given size. Each has another content. Removed when the test ends. */
export async function paddedRecording(name: string, sizeBytes: number): Promise<PaddedRecording> {
  const dir = await mkdtemp(join(tmpdir(), 'brownbag-recording-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const path = join(dir, name);
  const content = await buffer(largeRecording(await readFile(mediaFixture('zoom-like.mp4')), sizeBytes));
  await writeFile(path, content);
  return { path, sizeBytes, sha256: createHash('sha256').update(content).digest('hex') };
}
