import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { stageNames } from '../../core/model/session.ts';
import { type Client, fixtureFile, signIn } from '../support/client.ts';
import { mediaFixture } from '../support/fixtures.ts';
import { makeProduct, type Product, withAdmin } from '../support/product.ts';
import { seededRandom } from '../support/random.ts';
import { beginUpload } from '../support/raw-http.ts';
import { everyRow, isThorough } from '../support/rows.ts';
import { unfinishedFiles } from '../support/unfinished-files.ts';
import { waitUntil } from '../support/wait-until.ts';

const kills = Number(process.env['KILLS'] ?? (isThorough ? 20 : 4));
const seed = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000);

/** All of another content; the last one has no captions, so that the recogniser is among what is killed. */
const recordings = everyRow(
  [
    ['zoom-like.mp4', 'copied'],
    ['mediarecorder.webm', 'optimised'],
    ['rotated.mov', 'copied'],
    ['phone-hevc.mov', 'encoded'],
    ['camcorder.m2ts', 'encoded'],
    ['late-sound.mp4', 'copied'],
    ['odd-size.mp4', 'encoded'],
    ['cover.mp3', 'sound'],
    ['telephone.wav', 'heard'],
  ] as const,
  ([, treatment]) => treatment,
).map(([name]) => name);

async function openProduct(): Promise<Product> {
  const product = await makeProduct(withAdmin);
  onTestFinished(() => product.remove());
  await product.start();
  return product;
}

const isNothingLeftOf = (product: Product) =>
  vi.waitUntil(() => product.processes().length === 0, { timeout: 5_000 });

/** Uploads it; an upload that was cut off by a kill is tried again, one that had arrived is known. */
async function addOnce(client: Client, name: string): Promise<boolean> {
  const captions = name === recordings.at(-1) ? {} : { captions: await fixtureFile('teams-like.vtt') };
  const answer = await client.upload({ file: await fixtureFile(name), ...captions }).catch(() => null);
  return answer?.status === 201 || answer?.status === 409;
}

const timesLogged = ({ log }: Product, message: string) => log.split(`"msg":"${message}"`).length - 1;

test(`every session gets ready, once, after ${kills} kills at random moments (KILL_SEED=${seed})`, async () => {
  const random = seededRandom(seed);
  const product = await openProduct();
  const client = await signIn(product);
  const missing: string[] = [...recordings];
  let added: Promise<void> = Promise.resolve();
  const addNext = async () => {
    const [name] = missing;
    if (name && (await addOnce(client, name))) missing.shift();
  };
  for (let kill = 0; kill < kills; kill += 1) {
    // One in five starts does not even get ready.
    if (random() < 0.2) product.launch();
    else {
      await product.start();
      await added;
      added = addNext();
    }
    await sleep(random() * 1_500);
    await product.kill();
    await isNothingLeftOf(product);
  }
  await product.start();
  await added;
  while (missing.length > 0) await addNext();
  for (const { id } of await client.sessions()) await client.processed(id);

  const sessions = await client.sessions();
  expect(sessions).toHaveLength(recordings.length);
  for (const { id } of sessions) {
    const { status, stages, media, title } = await client.session(id);
    const failed = stages.filter((stage) => stage.status === 'failed');
    expect({ title, status, failed }).toEqual({ title, status: 'ready', failed: [] });
    const answer = await client.fetch(`/media/${media.video ?? media.audio}`, {
      headers: { range: 'bytes=0-99' },
    });
    expect(answer.status).toBe(206);
    expect((await answer.arrayBuffer()).byteLength).toBe(100);
  }
  expect(unfinishedFiles(product)).toEqual([]);
  // Otherwise the kills met a product at rest and this test has shown nothing.
  const interrupted = timesLogged(product, 'stage started') - timesLogged(product, 'stage ended');
  expect(interrupted).toBeGreaterThan(kills / 4);
});

test('SIGTERM in the middle of everything ends it cleanly, and the work goes on at the next start', async () => {
  const product = await openProduct();
  const client = await signIn(product);
  const { id } = await client.add({ file: await fixtureFile('voice.m4a') });
  const events = await client.fetch(`/api/sessions/${id}/events`);
  const told = events.text();
  await waitUntil(async () =>
    (await client.session(id)).stages.some(
      ({ name, status }) => name === 'transcribe' && status === 'running',
    ),
  );
  const half = await beginUpload(
    product,
    client,
    (await readFile(mediaFixture('zoom-like.mp4'))).subarray(0, 20_000),
  );
  await waitUntil(() => unfinishedFiles(product).some((path) => path.includes('.incoming')));

  const askedAt = performance.now();
  expect(await product.stop()).toBe(0);
  expect(performance.now() - askedAt).toBeLessThan(30_000);
  await isNothingLeftOf(product);
  await half.closed;
  expect(await told).toContain('event: session');
  expect(unfinishedFiles(product)).toEqual([]);

  await product.start();
  const { stages } = await client.processed(id);
  expect(stages.map(({ name, status, attempts }) => [name, status, attempts])).toEqual(
    stageNames.map((name) => [name, name === 'optimise' ? 'skipped' : 'done', 0]),
  );
  expect(await client.sessions()).toHaveLength(1);
});
