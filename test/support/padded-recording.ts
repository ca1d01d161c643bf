import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { mediaFixture } from './fixtures.ts';

export interface PaddedRecording {
  readonly path: string;
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
}

/**
 * A recording of a few seconds in a file of the given size: an MP4 may end in a box that nobody reads
 * (`free`, ISO/IEC 14496-12, 8.1.2). Each has another content. Removed when the test ends.
 */
export async function paddedRecording(name: string, sizeBytes: number): Promise<PaddedRecording> {
  const recording = await readFile(mediaFixture('zoom-like.mp4'));
  const box = randomBytes(sizeBytes - recording.length);
  box.writeUInt32BE(box.length, 0);
  box.write('free', 4, 'latin1');
  const dir = await mkdtemp(join(tmpdir(), 'brownbag-recording-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const path = join(dir, name);
  const content = Buffer.concat([recording, box]);
  await writeFile(path, content);
  return { path, sizeBytes, sha256: createHash('sha256').update(content).digest('hex') };
}
