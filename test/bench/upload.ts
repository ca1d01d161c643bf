/** How fast a large recording goes in, against copying it on the same disk, and what memory that takes. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { type BenchRun, bench } from './support/bench.ts';
import { signIn } from './support/client.ts';
import { plainFfmpeg } from './support/ffmpeg.ts';
import { childPssBytes, peakRssBytes, rssBytes } from './support/memory.ts';
import { printFigure } from './support/print.ts';
import { startProduct } from './support/product.ts';
import { waitUntil } from './support/wait-until.ts';

const sizeBytes = 2 * 1024 ** 3;
const megabyte = 1e6;
const mebibyte = 1024 ** 2;

/** A short MP4 and then a `free` box (ISO 14496-12 8.1.2) up to 2 GiB, so that little is left to process. */
async function makeLargeRecording({ dir, signal }: BenchRun): Promise<string> {
  const path = join(dir, 'large.mp4');
  const inputs = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25', '-f', 'lavfi', '-i', 'sine=220'];
  const codecs = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
  await plainFfmpeg([...inputs, '-t', '5', ...codecs, '-movflags', '+faststart', path], signal);
  const boxBytes = sizeBytes - (await stat(path)).size;
  const box = async function* () {
    const head = Buffer.alloc(16);
    head.writeUInt32BE(1, 0); // the size follows as 64 bits
    head.write('free', 4, 'latin1');
    head.writeBigUInt64BE(BigInt(boxBytes), 8);
    yield head;
    const noise = randomBytes(mebibyte);
    for (let left = boxBytes - head.length; left > 0; left -= noise.length) yield noise.subarray(0, left);
  };
  await pipeline(box, createWriteStream(path, { flags: 'a' }), { signal });
  return path;
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Until the copy is on the disk, as an upload is when it is answered. */
async function copy(path: string, { dir, signal }: BenchRun): Promise<number> {
  const target = join(dir, 'copy.mp4');
  const run = promisify(execFile);
  const seconds = await secondsOf(async () => {
    await run('cp', ['--reflink=never', '--sparse=never', path, target], { signal });
    await run('sync', [target], { signal });
  });
  await rm(target);
  return seconds;
}

await bench({ limitMinutes: 10 }, async (run) => {
  const path = await makeLargeRecording(run);
  const product = await startProduct(join(run.dir, 'data'), run.signal);
  try {
    const client = await signIn(product.url, run.signal);
    const idleRss = rssBytes(product.pid);
    const before = await copy(path, run);
    let id = '';
    const seconds = await secondsOf(async () => {
      id = (await client.upload({ file: path })).id;
    });
    const uploadPeak = peakRssBytes(product.pid);
    const after = await copy(path, run);
    await waitUntil(async () => (await client.session(id)).status !== 'processing', run.signal);
    const copySeconds = (before + after) / 2;
    printFigure('upload of 2 GiB', sizeBytes / megabyte / seconds, 'MB/s');
    printFigure('cp and sync of the same', sizeBytes / megabyte / copySeconds, 'MB/s');
    printFigure('upload, wall time', seconds / copySeconds, 'x cp and sync');
    printFigure('server before it, RSS', idleRss / megabyte, 'MB');
    printFigure('server during it, peak RSS', uploadPeak / megabyte, 'MB', { atMost: 250 });
    printFigure('server with the processing, peak RSS', peakRssBytes(product.pid) / megabyte, 'MB', {
      atMost: 250,
    });
    printFigure('its child processes then, PSS', childPssBytes(product.pid) / megabyte, 'MB');
  } finally {
    await product.stop();
  }
});
