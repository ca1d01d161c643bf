import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toVtt } from '../../core/model/captions/write.ts';
import { openBrowser, visit } from '../support/browser.ts';
import { type Client, fixtureFile, signIn } from '../support/client.ts';
import { loopRecording } from '../support/long-recording.ts';
import { makeProduct, type Product, withAdmin } from '../support/product.ts';

let browser: Browser;
let product: Product;
let ada: Client;
let talk: { readonly id: string; readonly slug: string };
let sound: { readonly id: string; readonly slug: string };
beforeAll(async () => {
  browser = await openBrowser();
  product = await makeProduct({ ...withAdmin, TRANSCRIBER: 'none' });
  await product.start();
  ada = await signIn(product);
  talk = await ada.add({
    fields: { title: 'Pivot tables', speakers: 'Pippa Vance', topics: 'Spreadsheets' },
    file: await fixtureFile('zoom-like.mp4'),
    captions: await fixtureFile('zoom-like.vtt'),
  });
  sound = await ada.add({ fields: { title: 'A voice' }, file: await fixtureFile('voice.m4a') });
  await ada.fetch('/api/collections', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'First days', items: [{ sessionId: talk.id }] }),
  });
  for (const { id } of [talk, sound]) await ada.processed(id);
});
afterAll(async () => {
  await browser.close();
  await product.remove();
});

/** The second that is played; waits until it plays. */
const playedSecond = async (page: Page): Promise<number> => {
  await page.waitForFunction(() => {
    const video = document.querySelector('video');
    return video !== null && video.currentTime > 0 && !video.paused;
  });
  return page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
};
const focusedLabel = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest('[data-moment]')?.textContent ?? '');

test('from nothing found, the keyboard drops a filter, plays the moment in place and opens it', async () => {
  const page = await visit(browser, product.url, { as: ada });
  await page.goto(`/?q=${encodeURIComponent('slicer speaker:pipa')}&language=fr`);
  await page.getByRole('heading', { name: 'Nobody said “slicer” here' }).waitFor();
  await page.getByRole('link', { name: 'Without any filter 1 session' }).waitFor();
  await page.getByRole('link', { name: 'Without French nothing' }).waitFor();
  await page.getByRole('link', { name: 'Pippa Vance 1 session' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.get('speaker') === 'Pippa Vance');
  await page.getByRole('link', { name: 'Remove filter Pippa Vance' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.searchParams.has('speaker'));

  const moment = page.locator('[data-moment]').first();
  await moment.focus();
  await page.keyboard.press('k');
  const { hits } = await ada.search('slicer');
  const startSeconds = hits[0]?.moments[0]?.startSeconds ?? Number.NaN;
  const from = await playedSecond(page);
  expect(from).toBeGreaterThanOrEqual(Math.max(0, startSeconds - 2));
  expect(from).toBeLessThan(startSeconds + 1);
  await page.keyboard.press('k');
  await page.waitForFunction(() => document.querySelector('video')?.paused);
  const before = await page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
  await page.keyboard.press('l');
  await page.waitForFunction((at) => (document.querySelector('video')?.currentTime ?? 0) > at + 0.5, before);
  await page.getByRole('button', { name: /^Stop playing/ }).focus();
  await page.keyboard.press('Escape');
  await page.locator('video').waitFor({ state: 'detached' });
  expect(await focusedLabel(page)).toContain('slicer');

  await page
    .getByRole('button', { name: /^Why this/ })
    .first()
    .click();
  await page.getByText('All words of the search are here.').waitFor();
  await page
    .getByRole('button', { name: /^Play here/ })
    .first()
    .click();
  await playedSecond(page);
  await page.getByRole('link', { name: 'Open the session here' }).click();
  await page.waitForURL((url) => url.pathname === `/sessions/${talk.slug}` && url.searchParams.has('t'));
  await page.getByRole('heading', { level: 1, name: 'Pivot tables' }).waitFor();
});

test('a session previews its time line, keeps where one was, and says where it belongs', async () => {
  const page = await visit(browser, product.url, { as: ada });
  await page.goto(`/sessions/${talk.slug}?t=1`);
  const slider = page.getByRole('slider', { name: 'Position' });
  await slider.hover();
  await page.locator('[data-tile]').waitFor();
  const image = await page.locator('[data-tile]').evaluate((tile) => getComputedStyle(tile).backgroundImage);
  const [, sprite = ''] = /url\("(.+)"\)/.exec(image) ?? [];
  expect((await ada.fetch(sprite)).headers.get('content-type')).toMatch(/^image\//);

  await page.getByRole('combobox', { name: 'Speed' }).selectOption('0.5');
  await page.waitForFunction(() => document.querySelector('video')?.playbackRate === 0.5);
  await page.getByRole('button', { name: 'Picture in picture' }).waitFor();
  await page.getByRole('link', { name: 'First days' }).waitFor();

  await page.getByRole('button', { name: 'Edit topics' }).click();
  await page.getByLabel('One more topic').fill('Slicers');
  await page.keyboard.press('Enter');
  await page.getByText('Slicers is added.').waitFor();
  await page.getByRole('button', { name: 'Remove topic Spreadsheets' }).click();
  await page.getByText('Spreadsheets is taken off.').waitFor();
  await page.getByRole('button', { name: 'Accept topic Pivot tables' }).click();
  await page.getByText('Pivot tables stays a topic of it.').waitFor();
  const { topicDetails } = await ada.session(talk.id);
  const accepted = topicDetails.filter((topic) => topic.accepted).map(({ name }) => name);
  expect(accepted.toSorted()).toEqual(['Pivot tables', 'Slicers']);

  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 2);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await page.goto('/');
  await page.getByRole('region', { name: 'Continue watching' }).getByText('Pivot tables').waitFor();
  await page.goto(`/sessions/${talk.slug}`);
  await page.getByText(/^You were at 0:0\d/).waitFor();
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 1.5);
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 9) < 1);

  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/sessions/${sound.slug}`);
  await page.locator('[data-waveform] path').first().waitFor();
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.keyboard.type('pivot');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/' && url.searchParams.get('q') === 'pivot');
});

/** As many as a talk of an hour and a half has, said quickly. */
const lines = 3_000;
const lineSeconds = 0.2;
const rareLines = [5, 1_500, 2_990];

/** A recording that shows, and says, many short lines; ready to play. */
async function addLongTalk() {
  const path = join(product.dataDir, 'long.mp4');
  await loopRecording('flash.mp4', lines * lineSeconds, path);
  const cues = Array.from({ length: lines }, (_none, line) => ({
    startSeconds: line * lineSeconds,
    endSeconds: (line + 1) * lineSeconds,
    speaker: null,
    text: [
      line % 3 === 0 ? 'Then, of what we have talked about for so long, comes' : 'This is',
      `number ${line}${rareLines.includes(line) ? ' with marmalade' : ''}.`,
    ].join(' '),
  }));
  return ada.add({
    fields: { title: 'Many lines' },
    file: { name: 'long.mp4', content: await openAsBlob(path) },
    captions: { name: 'long.vtt', content: new Blob([toVtt(cues)]) },
  });
}

/** Waits until the line is on screen, within its list. */
const whenInView = (page: Page, line: number) =>
  page.waitForFunction((at) => {
    const row = document.querySelector(`[data-line="${at}"]`)?.getBoundingClientRect();
    const list = document.querySelector('[aria-label="Transcript"]')?.getBoundingClientRect();
    return row && list && row.height > 0 && row.top >= list.top && row.bottom <= list.bottom;
  }, line);

test('a long transcript is there first where it is wanted, and then as a whole', async () => {
  const { id, slug } = await addLongTalk();
  await expect.poll(async () => (await ada.session(id)).status, { timeout: 60_000 }).toBe('ready');
  const page = await visit(browser, product.url, { as: ada });
  await page.addInitScript(() => {
    new MutationObserver((_records, observer) => {
      if (!document.querySelector('[data-line][aria-current="true"]')) return;
      document.documentElement.dataset['firstLines'] = `${document.querySelectorAll('[data-line]').length}`;
      observer.disconnect();
    }).observe(document, { subtree: true, childList: true });
  });
  await page.goto(`/sessions/${slug}?t=550`);
  const spoken = 550 / lineSeconds;
  await page.locator(`[data-line="${spoken}"][aria-current="true"]`).waitFor();
  await whenInView(page, spoken);
  expect(Number(await page.locator('html').getAttribute('data-first-lines'))).toBeLessThan(lines / 10);
  await page.waitForFunction((all) => document.querySelectorAll('[data-line]').length === all, lines);
  // What has come above it has not pushed it away.
  await whenInView(page, spoken);

  const field = page.getByRole('searchbox', { name: 'Find in this session' });
  await field.fill('marmalade');
  for (const [at, line] of [
    [2, 1_500],
    [3, 2_990],
    [1, 5],
  ] as const) {
    await page.getByText(`${at} of 3`).waitFor();
    await whenInView(page, line);
    await field.press('Enter');
  }

  await page.goto(`/sessions/${slug}?t=550&edit`);
  await page.locator(`[data-line="${spoken}"] [data-act="open"]:focus`).waitFor();
  await whenInView(page, spoken);
  await page.locator('[data-line="0"]').waitFor({ state: 'attached' });
});
