import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Transcript } from '../../core/api/transcripts.ts';
import { openBrowser, type VisitOptions, visit } from '../support/browser.ts';
import { addPerson, type Client, fixtureFile, signIn } from '../support/client.ts';
import { makeProduct, type Product, withAdmin } from '../support/product.ts';
import { waitUntil } from '../support/wait-until.ts';

const member = { name: 'Mel Member', email: 'mel@example.org', password: 'a password of a member' };

let browser: Browser;
let product: Product;
let ada: Client;
let mel: Client;
let session: { readonly id: string; readonly slug: string };
beforeAll(async () => {
  browser = await openBrowser();
  product = await makeProduct({ ...withAdmin, TRANSCRIBER: 'none' });
  await product.start();
  ada = await signIn(product);
  mel = await addPerson(product, ada, member);
  const term = { name: 'kubectl', kind: 'product', mishearings: ['cube control'] };
  const added = await ada.fetch('/api/vocabulary', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(term),
  });
  expect(added.status).toBe(201);
  session = await ada.add({
    fields: { title: 'Pods and where they live' },
    file: await fixtureFile('zoom-like.mp4'),
    captions: {
      name: 'talk.vtt',
      content: new Blob(['WEBVTT\n\n00:00.500 --> 00:02.000\nSpeaker 1: hello\n']),
    },
  });
  await ada.processed(session.id);
});
afterAll(async () => {
  await browser.close();
  await product.remove();
});

const path = () => `/api/sessions/${session.id}/transcript`;
const read = async () => Transcript.parse(await (await ada.fetch(path())).json());
const texts = async () => (await read()).segments.map(({ text }) => text);
const speakers = async () => (await read()).segments.map(({ speaker }) => speaker);
const unsure = (text: string, word: string) =>
  text.split(' ').map((part, at, all) => ({
    startSeconds: (at * 2) / all.length,
    endSeconds: ((at + 1) * 2) / all.length,
    text: part,
    confidence: part === word ? 0.2 : 0.9,
  }));
const lines = [
  'Good morning everybody',
  'today we use cube control',
  'it lists the marmelade pods',
  'that was all',
];

beforeEach(async () => {
  const segments = lines.map((text, at) => ({
    startSeconds: at * 2,
    endSeconds: at * 2 + 2,
    speaker: at === 2 ? 'Speaker 2' : 'Speaker 1',
    text,
    words: unsure(text, 'marmelade').map((word) => ({
      ...word,
      startSeconds: word.startSeconds + at * 2,
      endSeconds: word.endSeconds + at * 2,
    })),
  }));
  const put = await ada.fetch(path(), {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ segments }),
  });
  expect(put.status).toBe(200);
});

const field = (page: Page) => page.getByRole('textbox', { name: 'Text of the line' });
const saved = (page: Page) => page.getByText('Saved', { exact: true }).waitFor();

/** The editor, with the focus on its first line. */
async function edit(options: VisitOptions = {}): Promise<Page> {
  const page = await visit(browser, product.url, { as: ada, reducedMotion: 'reduce', ...options });
  await page.goto(`/sessions/${session.slug}?edit`);
  await page.locator('[data-line="0"] [data-act="open"]:focus').waitFor();
  return page;
}

const isFound = (words: string) =>
  waitUntil(async () => (await ada.search(words)).hits.some((hit) => hit.session.id === session.id));

test('by keyboard alone a line is corrected, found, seen in the history, and restored', async () => {
  const page = await visit(browser, product.url, { as: ada, reducedMotion: 'reduce' });
  await page.goto(`/sessions/${session.slug}`);
  await page.getByRole('button', { name: 'Edit', exact: true }).waitFor();
  await page.keyboard.press('e');
  await page.waitForURL((url) => url.searchParams.has('edit'));
  await page.locator('[data-line="0"] [data-act="open"]:focus').waitFor();

  await page.keyboard.press('F8');
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('marmelade');
  await page.keyboard.type('quokkaberry');
  await page.keyboard.press('Control+Enter');
  await saved(page);
  const before = Date.now();
  await isFound('quokkaberry');
  expect(Date.now() - before).toBeLessThan(5_000);
  expect(await texts()).toEqual(lines.with(2, 'it lists the quokkaberry pods'));

  const history = page.getByRole('button', { name: 'History' });
  await history.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.get('history') === 'newest');
  const dialog = page.getByRole('dialog', { name: 'History of the transcript' });
  await dialog.locator('ins', { hasText: 'quokkaberry' }).waitFor();
  await dialog.locator('del', { hasText: 'marmelade' }).waitFor();
  await dialog.getByText('1 line: 1 word added, 1 word removed').waitFor();

  const older = dialog.getByRole('navigation').getByRole('button').nth(1);
  await older.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => Number(url.searchParams.get('history')) > 0);
  const restore = dialog.getByRole('button', { name: 'Restore this version' });
  await restore.focus();
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Restore', exact: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.get('history') === 'newest');
  await page.keyboard.press('Escape');
  await page.getByRole('region', { name: 'Transcript' }).getByText('marmelade').waitFor();
  expect(await texts()).toEqual(lines);
  await waitUntil(async () => (await ada.search('quokkaberry')).total === 0);
});

test('a line is split, joined again, and removed; each is taken back', async () => {
  const page = await edit();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  for (let at = 0; at < 'today we '.length; at++) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await saved(page);
  expect(await texts()).toEqual(lines.toSpliced(1, 1, 'today we', 'use cube control'));

  await page.keyboard.press('Home');
  await page.keyboard.press('Backspace');
  await waitUntil(async () => (await texts())[1] === lines[1]);
  await page.keyboard.type('will ');
  await page.keyboard.press('Escape');

  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Tab');
  await waitUntil(async () => (await texts()).length === 3);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Z');
  await waitUntil(async () => (await texts()).join() === lines.join());
  await page.keyboard.press('Control+Z');
  await page.keyboard.press('Control+Z');
  await saved(page);
  expect(await texts()).toEqual(lines);
});

test('Tab saves and goes from line to line, Alt and an arrow move the start', async () => {
  const page = await edit();
  await page.keyboard.press('Enter');
  await page.keyboard.type('A very ');
  await page.keyboard.press('Tab');
  await page.keyboard.type('So ');
  await page.keyboard.press('Alt+ArrowRight');
  await page.keyboard.press('Alt+ArrowRight');
  await page.keyboard.press('Shift+Tab');
  expect(await field(page).inputValue()).toBe(`A very ${lines[0]}`);
  await saved(page);
  expect(await texts()).toEqual(lines.with(0, `A very ${lines[0]}`).with(1, `So ${lines[1]}`));
  expect((await read()).segments[1]?.startSeconds).toBe(2.2);
});

test('a speaker is renamed everywhere, or in one line, also to a person', async () => {
  const page = await edit();
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Name' }).fill('Ana Ruiz');
  await page.keyboard.press('Enter');
  await saved(page);
  expect(await speakers()).toEqual(['Ana Ruiz', 'Ana Ruiz', 'Speaker 2', 'Ana Ruiz']);
  await page.locator('[data-line="0"] [data-act="open"]:focus').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Name' }).fill('mel');
  await page.getByRole('radio', { name: 'This line only' }).check();
  await page.getByRole('button', { name: 'Mel Member' }).click();
  await waitUntil(async () => (await speakers())[1] === 'Mel Member');
  const { speakers: named, speakerPeople } = await ada.session(session.id);
  expect(named).toContain('Mel Member');
  expect(speakerPeople.map(({ personName }) => personName)).toEqual(['Mel Member']);
});

test('what the vocabulary offers is accepted, or not', async () => {
  const page = await edit();
  await page.getByText('1 suggestion').waitFor();
  await page.getByRole('button', { name: 'Next suggestion' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('[data-act="accept"]:focus').waitFor();
  await page.keyboard.press('Enter');
  await saved(page);
  expect(await texts()).toEqual(lines.with(1, 'today we use kubectl'));
  await page.getByText('1 suggestion').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('1 suggestion').waitFor();
  await page.getByRole('button', { name: 'Not here' }).click();
  await page.getByText('1 suggestion').waitFor({ state: 'detached' });
  await page.reload();
  await page.locator('[data-line="0"] [data-act="open"]:focus').waitFor();
  expect(await page.getByRole('button', { name: 'Not here' }).count()).toBe(0);
});

describe('two browsers at once', () => {
  const type = async (page: Page, at: number, text: string) => {
    await page.locator(`[data-line="${at}"] [data-act="open"]`).click();
    await field(page).fill(text);
    await page.keyboard.press('Control+Enter');
  };

  test('keep what both wrote in different lines', async () => {
    const first = await edit();
    const second = await edit({ expectedStatuses: [412] });
    await type(first, 0, 'Good evening everybody');
    await saved(first);
    await type(second, 3, 'that was it');
    await saved(second);
    await second.getByText('Good evening everybody').waitFor();
    expect(await texts()).toEqual(lines.with(0, 'Good evening everybody').with(3, 'that was it'));
  });

  test('let the second choose for a line that both changed', async () => {
    const first = await edit();
    const second = await edit({ expectedStatuses: [412] });
    await type(first, 0, 'Good evening everybody');
    await saved(first);
    await type(second, 0, 'Good morning to you all');
    await second.getByRole('heading', { name: /^You changed the line at 0:00 in another window/ }).waitFor();
    expect((await texts())[0]).toBe('Good evening everybody');
    await second.getByRole('button', { name: 'Keep this one' }).click();
    await waitUntil(async () => (await texts())[0] === 'Good morning to you all');
  });
});

test('what was typed while the server was away is saved when it is back, also after a reload', async () => {
  const page = await edit({ expectedStatuses: [503] });
  const patches = `**${path()}`;
  await page.route(patches, (route) =>
    route.request().method() === 'PATCH' ? route.fulfill({ status: 503, body: '' }) : route.fallback(),
  );
  await page.keyboard.press('Enter');
  await page.keyboard.type('A very ');
  await page.keyboard.press('Tab');
  await page.getByText('Not saved:').waitFor();
  await page.keyboard.type('So ');
  page.once('dialog', (dialog) => void dialog.accept());
  await page.unroute(patches);
  await page.reload();
  await saved(page);
  expect(await texts()).toEqual(lines.with(0, `A very ${lines[0]}`).with(1, `So ${lines[1]}`));
});

test('Ctrl and Space play around the line', async () => {
  const page = await edit();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Control+Space');
  await page.waitForFunction(() => document.querySelector('video')?.paused === false);
  await page.waitForFunction(() => document.querySelector('video')?.paused === true);
  const end = await page.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
  expect(end).toBeGreaterThanOrEqual(4);
  expect(end).toBeLessThan(5);
  expect(await field(page).count()).toBe(0);
});

test('who may not change a session is offered neither editing nor its history', async () => {
  const page = await visit(browser, product.url, { as: mel });
  await page.goto(`/sessions/${session.slug}?edit&history`);
  await page.getByRole('region', { name: 'Transcript' }).getByText('marmelade').waitFor();
  expect(await page.getByRole('button', { name: /^(Edit|History)/ }).count()).toBe(0);
});
