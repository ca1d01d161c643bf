import type { Browser, CDPSession, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UploadList } from '../../core/api/uploads.ts';
import { problemsInEveryLook } from '../support/accessibility.ts';
import { openBrowser, visit } from '../support/browser.ts';
import { type Client, fixtureFile, signIn } from '../support/client.ts';
import { mediaFixture } from '../support/fixtures.ts';
import { freePort } from '../support/free-port.ts';
import { type PaddedRecording, paddedRecording } from '../support/padded-recording.ts';
import { makeProduct, type Product, withAdmin } from '../support/product.ts';
import { waitUntil } from '../support/wait-until.ts';

const mebibyte = 2 ** 20;
/** What the page sends in one request. */
const chunkBytes = 16 * mebibyte;

let browser: Browser;
let product: Product;
let ada: Client;
beforeAll(async () => {
  browser = await openBrowser();
  // The same port after each start: the page goes on where it was.
  product = await makeProduct({ ...withAdmin, TRANSCRIBER: 'none', PORT: String(await freePort()) });
  await product.start();
  ada = await signIn(product);
});
afterAll(async () => {
  await browser.close();
  await product.remove();
});

/** A line of so many bytes a second, up and down; with `null` as fast as it goes. */
async function throttle(line: CDPSession, bytesPerSecond: number | null): Promise<void> {
  const throughput = bytesPerSecond ?? -1;
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    uploadThroughput: throughput,
    downloadThroughput: throughput,
  });
}

/** Colours in between two themes would be judged as well. */
const still = { reducedMotion: 'reduce' } as const;

interface Slow {
  readonly page: Page;
  readonly line: CDPSession;
}

/** The page for adding sessions, on a line slow enough to be interrupted. */
async function openSlowly(): Promise<Slow> {
  const page = await visit(browser, product.url, { as: ada, ...still });
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  await page.goto('/new');
  await throttle(line, 8 * mebibyte);
  return { page, line };
}

const choose = (page: Page, ...paths: readonly string[]) =>
  page.getByLabel('Recordings and captions').setInputFiles([...paths]);
const addAll = (page: Page) => page.getByRole('button', { name: /^Add \d+ sessions?$/ }).click();
const cardOf = (page: Page, title: string) => page.getByRole('article', { name: title });
const isReady = (card: Locator) =>
  card.getByText('Ready. Everyone who may see it can find it now.').waitFor({ timeout: 60_000 });

/** Waits until that share of the recording has left, and gives the share. */
async function isSent(card: Locator, share: number): Promise<number> {
  const bar = card.getByRole('progressbar', { name: 'Upload' });
  const value = () => bar.evaluate((progress: HTMLProgressElement) => progress.value);
  await waitUntil(async () => (await value()) >= share);
  return value();
}

/** `Upload-Offset` of the page's next question how much has arrived. */
async function nextOffset(page: Page): Promise<number> {
  const answer = await page.waitForResponse(
    (response) => response.request().method() === 'HEAD' && response.status() === 200,
    { timeout: 60_000 },
  );
  return Number(answer.headers()['upload-offset']);
}

const unfinished = async (): Promise<UploadList['items']> =>
  UploadList.parse(await (await ada.fetch('/api/uploads')).json()).items;

async function hasArrived(title: string, { sha256, sizeBytes }: PaddedRecording): Promise<void> {
  const added = (await ada.sessions()).filter((session) => session.title === title);
  expect(added).toHaveLength(1);
  const { original, status } = await ada.processed(added[0]?.id ?? '');
  expect({ status, sha256: original?.sha256, bytes: original?.bytes }).toEqual({
    status: 'ready',
    sha256,
    bytes: sizeBytes,
  });
}

test('a killed server costs an upload no more than a piece; it goes on by itself', async () => {
  const recording = await paddedRecording('killed-server.mp4', 48 * mebibyte);
  const { page, line } = await openSlowly();
  await choose(page, recording.path);
  await addAll(page);
  const card = cardOf(page, 'Killed server');
  const sentBytes = (await isSent(card, 0.5)) * recording.sizeBytes;
  await product.kill();
  await card.getByText('No connection. It goes on by itself').waitFor();
  const offset = nextOffset(page);
  await product.start();
  expect(await offset).toBeGreaterThanOrEqual(sentBytes - chunkBytes);
  await throttle(line, null);
  await isReady(card);
  await hasArrived('Killed server', recording);
});

test('after a reload the same file goes on, and no other one', async () => {
  const recording = await paddedRecording('reloaded-page.mp4', 48 * mebibyte);
  const { page, line } = await openSlowly();
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await choose(page, recording.path);
  await addAll(page);
  const sentBytes = (await isSent(cardOf(page, 'Reloaded page'), 0.5)) * recording.sizeBytes;
  await page.reload();
  expect(asked).toEqual(['beforeunload']);
  await throttle(line, null);

  const kept = page.getByRole('listitem').filter({ hasText: 'reloaded-page.mp4' });
  await kept.getByText('of 50 MB are here').waitFor();
  expect(await problemsInEveryLook(page)).toEqual([]);
  const again = kept.getByLabel('Files to go on with reloaded-page.mp4');
  await again.setInputFiles(mediaFixture('zoom-like.mp4'));
  await kept.getByText('That is another file. Choose reloaded-page.mp4, 50 MB.').waitFor();
  const offset = nextOffset(page);
  await again.setInputFiles(recording.path);
  expect(await offset).toBeGreaterThanOrEqual(sentBytes - chunkBytes);
  await isReady(cardOf(page, 'Reloaded page'));
  await kept.waitFor({ state: 'detached' });
  await hasArrived('Reloaded page', recording);
});

test('one that is paused lets the next one pass; what is typed meanwhile is kept', async () => {
  const recording = await paddedRecording('paused.mp4', 48 * mebibyte);
  const { page, line } = await openSlowly();
  await choose(page, recording.path, mediaFixture('rotated.mov'));
  await addAll(page);
  const [paused, next] = [cardOf(page, 'Paused'), cardOf(page, 'Rotated')];
  await next.getByText('Waits for the one before').waitFor();
  await isSent(paused, 0.2);
  await paused.getByRole('button', { name: 'Pause' }).click();
  await isReady(next);
  await paused.getByText('What it is about').click();
  await paused.getByLabel('Speakers').fill('Ana Ruiz');
  await paused.getByLabel('Who can see it').selectOption('private');
  expect(await problemsInEveryLook(page)).toEqual([]);
  await throttle(line, null);
  await paused.getByRole('button', { name: 'Resume' }).click();
  await isReady(paused);
  await hasArrived('Paused', recording);

  await paused.getByLabel('Description').fill('Typed when it was there.');
  await paused.getByLabel('Topics').focus();
  await paused.getByText('Saved.', { exact: true }).waitFor();
  const id = (await ada.sessions()).find(({ title }) => title === 'Paused')?.id ?? '';
  expect(await ada.session(id)).toMatchObject({
    speakers: ['Ana Ruiz'],
    visibility: 'private',
    description: 'Typed when it was there.',
  });
});

test('a discarded upload leaves nothing behind', async () => {
  const recording = await paddedRecording('discarded.mp4', 48 * mebibyte);
  const { page } = await openSlowly();
  page.on('dialog', (dialog) => void dialog.accept());
  await choose(page, recording.path);
  await addAll(page);
  const card = cardOf(page, 'Discarded');
  await isSent(card, 0.2);
  expect((await unfinished()).map(({ filename }) => filename)).toEqual(['discarded.mp4']);
  await card.getByRole('button', { name: 'Discard' }).click();
  await card.waitFor({ state: 'detached' });
  await waitUntil(async () => (await unfinished()).length === 0);
});

test('what is no recording, or is here already, is refused in words', async () => {
  const { slug } = await ada.add({ file: await fixtureFile('odd-size.mp4') });
  const page = await visit(browser, product.url, { as: ada, ...still, expectedStatuses: [409, 415] });
  await page.goto('/new');
  const text = {
    name: 'notes.mp4',
    mimeType: 'video/mp4',
    buffer: Buffer.from('Milk, bread, eggs. '.repeat(300)),
  };
  await page.getByLabel('Recordings and captions').setInputFiles([text]);
  await choose(page, mediaFixture('odd-size.mp4'));
  await addAll(page);
  const refused = cardOf(page, 'Notes');
  expect(await refused.getByRole('alert').textContent()).toMatch(/recording/);
  expect(await refused.getByRole('button', { name: 'Try again' }).count()).toBe(0);
  const known = cardOf(page, 'Odd size');
  await known.getByRole('alert').waitFor();
  await known.getByRole('link', { name: 'Open the session that is there' }).click();
  await page.waitForURL(`**/sessions/${slug}`);
  expect(await unfinished()).toEqual([]);
});
