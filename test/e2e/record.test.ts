import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { problemsInEveryLook } from '../support/accessibility.ts';
import { openBrowser, openPage, visit } from '../support/browser.ts';
import { type Client, signIn } from '../support/client.ts';
import { freePort } from '../support/free-port.ts';
import { makeProduct, type Product, withAdmin } from '../support/product.ts';

/** Stands for this machine, but is none that browsers trust without https. */
const plainHost = 'brownbag.test';

let browser: Browser;
let product: Product;
let ada: Client;
beforeAll(async () => {
  browser = await openBrowser([
    // A screen, a camera that ticks and a microphone that beeps once a second, without being asked. Each picture
    // is drawn and encoded by the processor: ten a second do.
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream=fps=10',
    '--auto-select-desktop-capture-source=Entire screen',
    `--host-resolver-rules=MAP ${plainHost} 127.0.0.1`,
  ]);
  // The same port after each start: the page goes on where it was.
  product = await makeProduct({ ...withAdmin, TRANSCRIBER: 'none', PORT: String(await freePort()) });
  await product.start();
  ada = await signIn(product);
});
afterAll(async () => {
  await browser.close();
  await product.remove();
});

const open = async (path: string, expectedStatuses: readonly number[] = []): Promise<Page> => {
  const page = await visit(browser, product.url, {
    ...{ as: ada, reducedMotion: 'reduce', permissions: ['microphone', 'camera'], expectedStatuses },
  });
  await page.goto(path);
  return page;
};
const start = async (page: Page) => {
  await page.getByText('You are heard').waitFor();
  await page.getByRole('button', { name: 'Start recording' }).click();
  await page.getByRole('heading', { name: 'Recording', exact: true }).waitFor();
};
const inSeconds = (time: string | undefined) =>
  (time ?? '').split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0);
/** How much of it the page says has been recorded, and has arrived. */
async function progress(page: Page): Promise<{ readonly recorded: number; readonly saved: number }> {
  const words =
    (await page
      .getByText(/^saved \d/)
      .locator('..')
      .textContent()) ?? '';
  const [, recorded, saved] = /^([\d:]+)saved ([\d:]+)$/.exec(words) ?? [];
  return { recorded: inSeconds(recorded), saved: inSeconds(saved) };
}
const isSaved = (page: Page, seconds: number) =>
  expect.poll(async () => (await progress(page)).saved, { timeout: 60_000 }).toBeGreaterThanOrEqual(seconds);
const isReady = (page: Page) =>
  page.getByText('Ready. Everyone who may see it can find it now.').waitFor({ timeout: 90_000 });
const named = async (title: string) => {
  const found = (await ada.sessions()).find((session) => session.title === title);
  return ada.session(found?.id ?? '');
};

const lengthOf = async (id: string) => (await ada.processed(id)).durationSeconds ?? 0;

test('a screen is recorded over a pause and a killed server, with a chapter, and found by its title', async () => {
  const page = await open('/record');
  await start(page);
  await isSaved(page, 2);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('Paused. What is said now is not recorded.').waitFor();
  const paused = await progress(page);
  await page.getByLabel('Title').fill('Zeppelin hangars');
  await page.getByLabel('Who can see it').selectOption('private');
  expect((await progress(page)).recorded).toBe(paused.recorded);
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByRole('button', { name: 'Mark a chapter' }).click();
  await page
    .getByLabel(/^Name of the chapter at/)
    .last()
    .fill('The big doors');

  await product.kill();
  await page.getByText(/No connection\. Keeping 0:\d\d here/).waitFor();
  const { recorded } = await progress(page);
  await product.start();
  await isSaved(page, recorded);
  await page.getByText('No connection.').waitFor({ state: 'detached' });
  const { recorded: end } = await progress(page);
  await page.getByRole('button', { name: 'Stop and save' }).click();
  await isReady(page);

  const session = await named('Zeppelin hangars');
  expect(session).toMatchObject({ visibility: 'private', chaptersBy: 'person', status: 'ready' });
  expect(session.chapters.map(({ title }) => title)).toEqual(['Beginning', 'The big doors']);
  expect(session.chapters[1]?.startSeconds).toBeGreaterThanOrEqual(paused.recorded);
  expect(Math.abs((session.durationSeconds ?? 0) - end)).toBeLessThan(2.5);

  await page.goto('/?q=zeppelin');
  await page.getByRole('link', { name: 'Zeppelin hangars' }).click();
  await page.getByRole('tab', { name: 'Chapters' }).click();
  await page.getByRole('button', { name: /The big doors/ }).click();
  const isThere = (video: HTMLVideoElement, from: number) =>
    video.currentTime >= from && video.videoWidth > 0;
  await expect
    .poll(() => page.locator('video').evaluate(isThere, session.chapters[1]?.startSeconds ?? 0))
    .toBe(true);
});

/** Ends the tab's process, as running out of memory does. */
async function crash(page: Page): Promise<void> {
  const crashed = new Promise<void>((resolve) => page.once('crash', () => resolve()));
  const line = await page.context().newCDPSession(page);
  line.send('Page.crash').catch(() => undefined);
  await crashed;
}
/** Of the same person, who has closed the crashed one. */
async function nextTab(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

test('a crashed tab costs nothing that was recorded, also of what the server had not got yet', async () => {
  const page = await open('/record?kind=audio');
  await start(page);
  await page.getByLabel('Title').fill('Airship stories');
  await isSaved(page, 2);
  await page.getByRole('button', { name: 'Mark a chapter' }).click();
  await page.getByLabel('Speakers').fill('Ana Ruiz');
  await page.getByLabel('Topics').focus();
  await product.kill();
  await page.getByText(/No connection\. Keeping 0:0[3-9] here/).waitFor();
  const { recorded, saved } = await progress(page);
  await crash(page);
  await product.start();

  const next = await nextTab(page.context(), '/record');
  await next
    .getByRole('heading', { name: /^An unfinished recording \(0:\d\d\) was kept\. Finish it\?$/ })
    .waitFor();
  expect(await problemsInEveryLook(next)).toEqual([]);
  await next.getByRole('button', { name: 'Finish it' }).click();
  await isReady(next);
  const session = await named('Airship stories');
  expect(session).toMatchObject({ speakers: ['Ana Ruiz'], media: { video: null } });
  expect(session.chapters.map(({ title }) => title)).toEqual(['Beginning', 'Chapter 2']);
  expect(session.durationSeconds).toBeGreaterThan(saved);
  expect(session.durationSeconds).toBeGreaterThan(recorded - 2.5);
  await next.goto('/record');
  await next.getByRole('button', { name: 'Start recording' }).waitFor();
  expect(await next.getByText(/unfinished recording/).count()).toBe(0);
});

test('what is recorded after the server gave the beginning up goes on as a second part', async () => {
  const page = await open('/record?kind=audio', [409]);
  await start(page);
  await page.getByLabel('Title').fill('Mooring masts');
  await page.getByLabel('Topics').focus();
  await isSaved(page, 2);
  await product.kill();
  await page.getByText(/No connection\. Keeping 0:0[3-9] here/).waitFor();
  const { saved } = await progress(page);
  const staged = join(product.dataDir, 'uploads');
  const longAgo = new Date(Date.now() - 16 * 60_000);
  for (const name of await readdir(staged)) await utimes(join(staged, name), longAgo, longAgo);
  await product.start();
  await page.getByText(/became a session of its own\. The rest goes on here, as part 2/).waitFor();
  const { recorded } = await progress(page);
  await isSaved(page, recorded);
  await page.getByRole('button', { name: 'Stop and save' }).click();
  await isReady(page);
  const [first, second] = [await named('Mooring masts'), await named('Mooring masts, part 2')];
  expect(Math.abs((await lengthOf(first.id)) - saved)).toBeLessThan(2.5);
  expect(await lengthOf(second.id)).toBeGreaterThan(recorded - saved - 2.5);
});

test('one is asked before leaving, told what was unplugged, and may end it in the browser’s own bar', async () => {
  const page = await open('/record');
  /** Remembers what the browser hands out, so that it can be taken away. */
  await page.evaluate(() => {
    const { mediaDevices } = navigator;
    for (const name of ['getUserMedia', 'getDisplayMedia'] as const) {
      const ask = mediaDevices[name].bind(mediaDevices);
      mediaDevices[name] = async (wanted?: MediaStreamConstraints) => {
        const stream = await ask(wanted);
        const take = () => {
          for (const track of stream.getTracks()) track.dispatchEvent(new Event('ended'));
        };
        window.addEventListener(`take ${name}`, take, { once: true });
        return stream;
      };
    }
  });
  const take = (name: string) =>
    page.evaluate((event) => window.dispatchEvent(new Event(event)), `take ${name}`);
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  });
  await page.getByText('You are heard').waitFor();
  await page.getByLabel('Microphone').selectOption({ index: 1 });
  expect(await problemsInEveryLook(page)).toEqual([]);
  await start(page);
  await page.getByRole('link', { name: 'Brownbag, to the start page' }).click();
  await expect.poll(() => asked).toEqual(['confirm']);
  await page.getByRole('button', { name: 'Mark a chapter' }).waitFor();

  await take('getUserMedia');
  await page.getByRole('alert').getByText('The microphone is gone').waitFor();
  expect(await problemsInEveryLook(page)).toEqual([]);
  await page.getByLabel('Microphone').selectOption({ index: 0 });
  await page.getByRole('alert').waitFor({ state: 'detached' });
  await isSaved(page, 2);
  await take('getDisplayMedia');
  await page.getByRole('heading', { name: /^Recorded 0:\d\d$/ }).waitFor();
  await isReady(page);
  expect(await problemsInEveryLook(page)).toEqual([]);
  await page.getByLabel('Title').fill('Named afterwards');
  await page.getByLabel('Topics').focus();
  await page.getByText('Saved.', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'Open session' }).click();
  await page.getByRole('heading', { name: 'Named afterwards' }).waitFor();
  expect(asked).toEqual(['confirm']);
});

test('where a browser lets nobody record, it says why and offers the upload', async () => {
  const url = `http://${plainHost}:${new URL(product.url).port}`;
  const { page } = await openPage(browser, url, { as: ada, permissions: [] });
  await page.goto('/record');
  await page.getByRole('heading', { name: 'This address is not secure' }).waitFor();
  await page.getByText(url).waitFor();
  expect(await problemsInEveryLook(page)).toEqual([]);
  await page.getByRole('link', { name: 'Upload a recording' }).click();
  await page.getByRole('button', { name: 'Choose files' }).waitFor();
  await page.context().close();
});

test('what has no screen to share and no microphone records with its camera', async () => {
  const page = await open('/');
  await page.addInitScript(() =>
    Object.defineProperty(navigator.mediaDevices, 'getDisplayMedia', { value: undefined }),
  );
  await page.goto('/record');
  await page.getByText('Phones never can').waitFor();
  expect(await page.getByRole('radio', { name: /^Screen/ }).isDisabled()).toBe(true);
  await page.getByText('You are heard').waitFor();
  await page.getByLabel('Microphone').selectOption({ label: 'No microphone' });
  await page.getByLabel('What the camera sees').waitFor();
  expect(await problemsInEveryLook(page)).toEqual([]);
  await page.getByRole('button', { name: 'Start recording' }).click();
  await isSaved(page, 1);
  await page.getByRole('button', { name: 'Stop and save' }).click();
  await isReady(page);
  await page.getByRole('button', { name: 'Record another' }).click();
  await page.getByRole('button', { name: 'Start recording' }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Record a session');
});
