/** How soon the product is there, what it takes when nobody uses it, and how soon an upload is of use. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { repositoryRoot } from '../../core/root.ts';
import { type BenchRun, bench } from './support/bench.ts';
import { signIn } from './support/client.ts';
import { childPssBytes, rssBytes } from './support/memory.ts';
import { printFigure } from './support/print.ts';
import { type RunningProduct, startProduct } from './support/product.ts';
import { median } from './support/timing.ts';
import { waitUntil } from './support/wait-until.ts';

const idleMs = 20_000;
const laterStarts = 3;
const megabyte = 1e6;

async function withProduct<Result>(
  { dir, signal }: BenchRun,
  use: (product: RunningProduct) => Promise<Result>,
): Promise<Result> {
  const product = await startProduct(join(dir, 'data'), signal);
  try {
    return await use(product);
  } finally {
    await product.stop();
  }
}

async function measureIdle({ pid }: RunningProduct, { signal }: BenchRun): Promise<void> {
  await delay(idleMs, undefined, { signal });
  printFigure(`idle after ${idleMs / 1000} s, RSS of the server`, rssBytes(pid) / megabyte, 'MB');
  printFigure('idle, PSS of its database', childPssBytes(pid) / megabyte, 'MB');
}

async function measureUpload({ url }: RunningProduct, { signal }: BenchRun): Promise<void> {
  const client = await signIn(url, signal);
  const fixture = (name: string) => join(repositoryRoot(), 'test', 'fixtures', 'media', name);
  const { id } = await client.upload({
    captions: fixture('zoom-like.vtt'),
    file: fixture('zoom-like.mp4'),
  });
  const start = performance.now();
  const secondsUntil = async (holds: () => Promise<boolean>) => {
    await waitUntil(holds, signal);
    return (performance.now() - start) / 1000;
  };
  const [playable, findable] = await Promise.all([
    secondsUntil(async () => (await client.session(id)).media.video !== null),
    secondsUntil(async () => (await client.search('pivot tables')).hits.length > 0),
  ]);
  printFigure('end of upload to playable, 12 s of MP4', playable, 's');
  printFigure('end of upload to findable, with captions', findable, 's');
}

await bench({ limitMinutes: 5 }, async (run) => {
  await withProduct(run, async (product) => {
    printFigure('first start, ready after', product.readySeconds, 's');
    await measureIdle(product, run);
    await measureUpload(product, run);
  });
  const later: number[] = [];
  for (let start = 0; start < laterStarts; start += 1)
    later.push(await withProduct(run, async ({ readySeconds }) => readySeconds));
  printFigure('later start, ready after', median(later), 's', { atMost: 5 });
});
