/**
 * How fast large recordings go in, as a form and in pieces, against copying them on the same disk; what memory
 * that takes; many at once; and a server that is killed meanwhile. `UPLOAD_GIB` is the size, 8 by default.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { mediaFixture } from '../support/fixtures.ts';
import { largeRecording } from '../support/large-recording.ts';
import { type BenchRun, bench } from './support/bench.ts';
import { type Client, signIn } from './support/client.ts';
import { peakRssBytes, rssBytes } from './support/memory.ts';
import { printFigure } from './support/print.ts';
import { type RunningProduct, startProduct } from './support/product.ts';
import { pieceBytes, type TusClient, tusClient } from './support/tus.ts';
import { waitUntil } from './support/wait-until.ts';

const megabyte = 1e6;
const gibibyte = 1024 ** 3;
const largeGib = Number(process.env['UPLOAD_GIB'] || 8);
const manyBytes = 64 * 1024 ** 2;

async function makeRecording({ dir, signal }: BenchRun, name: string, sizeBytes: number): Promise<string> {
  const path = join(dir, name);
  const mp4 = await readFile(mediaFixture('zoom-like.mp4'));
  await pipeline(largeRecording(mp4, sizeBytes), createWriteStream(path), { signal });
  return path;
}

/** So that it is not known already. */
async function makeNew(path: string): Promise<void> {
  const file = await open(path, 'r+');
  const { size } = await file.stat();
  await file.write(randomBytes(16), 0, 16, size - 16);
  await file.close();
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

interface Setting {
  readonly run: BenchRun;
  readonly product: RunningProduct;
  readonly client: Client;
  readonly tus: TusClient;
}

async function measureLarge({ run, product, client, tus }: Setting): Promise<void> {
  const path = await makeRecording(run, 'large.mp4', largeGib * gibibyte);
  const ways = {
    'as a form': async () => (await client.upload({ file: path })).id,
    'in pieces': () => tus.send(path),
  };
  printFigure('server before it, RSS', rssBytes(product.pid) / megabyte, 'MB');
  for (const [way, send] of Object.entries(ways)) {
    await makeNew(path);
    const before = await copy(path, run);
    let id = '';
    const seconds = await secondsOf(async () => {
      id = await send();
    });
    const peak = peakRssBytes(product.pid);
    const copySeconds = (before + (await copy(path, run))) / 2;
    const speed = (largeGib * gibibyte) / megabyte;
    printFigure(`${largeGib} GiB ${way}`, speed / seconds, 'MB/s');
    printFigure('cp and sync of the same', speed / copySeconds, 'MB/s');
    printFigure(`${way}, wall time`, seconds / copySeconds, 'x cp and sync');
    printFigure(`server, peak RSS until then`, peak / megabyte, 'MB', { atMost: 200 });
    await waitUntil(async () => (await client.session(id)).status !== 'processing', run.signal);
  }
  await rm(path);
}

async function measureMany({ run, product, tus }: Setting): Promise<void> {
  const names = Array.from({ length: 20 }, (_, index) => `many-${index}.mp4`);
  const paths: string[] = [];
  for (const name of names) paths.push(await makeRecording(run, name, manyBytes));
  const seconds = await secondsOf(() => Promise.all(paths.map((path) => tus.send(path))));
  printFigure('20 of 64 MiB at once, in pieces', (20 * manyBytes) / megabyte / seconds, 'MB/s');
  printFigure('server, peak RSS until then', peakRssBytes(product.pid) / megabyte, 'MB', { atMost: 200 });
  await Promise.all(paths.map((path) => rm(path)));
}

/** Kills the server in the middle of five pieces; what had arrived is not sent again. */
async function measureKills({ run, product, client }: Setting): Promise<void> {
  const sizeBytes = 2 * gibibyte;
  const path = await makeRecording(run, 'killed.mp4', sizeBytes);
  let current = product;
  const tus = tusClient(() => current.url, client.cookie, run.signal);
  try {
    const upload = await tus.begin(path);
    let sentAgain = 0;
    let stopped = 0;
    let offset = 0;
    let sessionId: string | undefined;
    const seconds = await secondsOf(async () => {
      for (let kills = 0; sessionId === undefined; ) {
        if (kills < 5 && offset >= ((kills + 1) * sizeBytes) / 6) {
          kills += 1;
          const sending = tus.sendPiece(upload, path, offset).catch(() => null);
          await promisify(setTimeout)(50);
          stopped += await secondsOf(async () => {
            current = await restart(current, run);
          });
          await sending;
          const kept = await tus.offsetOf(upload);
          sentAgain = Math.max(sentAgain, offset + pieceBytes - kept);
          offset = kept;
        } else ({ offset, sessionId } = await tus.sendPiece(upload, path, offset));
      }
    });
    printFigure(
      '2 GiB with 5 kills, without the restarts',
      sizeBytes / megabyte / (seconds - stopped),
      'MB/s',
    );
    printFigure('sent again after a kill, at most', sentAgain / megabyte, 'MB', {
      atMost: pieceBytes / megabyte,
    });
    printFigure('its SHA-256 is right', (await isWhole(current, path, sessionId, run)) ? 1 : 0, '', {
      atLeast: 1,
    });
  } finally {
    await current.stop();
  }
}

/** Recognising what was said would only take the cores from what is measured. */
const start = ({ dir, signal }: BenchRun) => startProduct(join(dir, 'data'), signal, { TRANSCRIBER: 'none' });

async function restart(product: RunningProduct, run: BenchRun): Promise<RunningProduct> {
  process.kill(product.pid, 'SIGKILL');
  await product.stop();
  return await start(run);
}

async function isWhole(
  { url }: RunningProduct,
  path: string,
  id: string | undefined,
  { signal }: BenchRun,
): Promise<boolean> {
  const { stdout } = await promisify(execFile)('sha256sum', [path], { signal });
  const session = await (await signIn(url, signal)).session(id ?? '');
  return stdout.startsWith(session.original?.sha256 ?? 'none');
}

await bench({ limitMinutes: 30 }, async (run) => {
  const product = await start(run);
  try {
    const client = await signIn(product.url, run.signal);
    const tus = tusClient(() => product.url, client.cookie, run.signal);
    const setting = { run, product, client, tus };
    await measureLarge(setting);
    await measureMany(setting);
    await measureKills(setting);
  } finally {
    await product.stop();
  }
});
