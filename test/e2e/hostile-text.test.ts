import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Collection } from '../../core/api/collections.ts';
import type { SessionCreated } from '../../core/api/sessions.ts';
import { openBrowser, openContext } from '../support/browser.ts';
import { addPerson, type Client, fixtureFile, signIn } from '../support/client.ts';
import { hostileHost, hostileSearches, hostileTexts, inLines, ranName } from '../support/hostile/scripts.ts';
import { makeProduct, type Product, withAdmin } from '../support/product.ts';
import { everyRow } from '../support/rows.ts';

const curator = { email: 'cleo@example.org', password: 'a password of a curator' };
const titles = inLines(hostileTexts, 300);
const names = inLines(hostileTexts, 100);
/** What is to be read on every page that shows any of them. */
const shown = ranName;

let browser: Browser;
let product: Product;
let client: Client;
let sessions: SessionCreated[];
let collections: Collection[];
beforeAll(async () => {
  browser = await openBrowser();
  product = await makeProduct({ ...withAdmin, TRANSCRIBER: 'none' });
  await product.start();
  const name = names[1] ?? '';
  client = await addPerson(product, await signIn(product), { ...curator, name, role: 'curator' });
  sessions = [];
  for (const [at, title] of titles.entries()) sessions.push(await add(title, at));
  for (const { id } of sessions) await client.processed(id);
  for (const { id } of sessions.slice(0, 2)) await write(id);
  collections = await collect();
  await send('POST', '/api/tokens', { name: names[0] });
}, 480_000);
afterAll(async () => {
  await browser.close();
  await product.remove();
});

/** The first has a recording; its file's name is no better than its title. */
async function add(title: string, at: number): Promise<SessionCreated> {
  const cues = hostileTexts.map(
    (text, cue) =>
      `00:${String(cue % 60).padStart(2, '0')}.000 --> 00:59.900\n${text.replace(/\n+/g, '\n')}\n`,
  );
  const { content } = await fixtureFile('voice.m4a');
  return client.add({
    fields: {
      title,
      description: hostileTexts.join('\n\n'),
      speakers: names.slice(at * 3, at * 3 + 8),
      topics: names.slice(at * 3, at * 3 + 8),
    },
    captions: { name: `${names[at]}.vtt`, content: new Blob([`WEBVTT\n\nNOTE ${at}\n\n${cues.join('\n')}`]) },
    ...(at === 0 && { file: { name: `${names[2]?.replaceAll(/["/\\]/g, '')}.m4a`, content } }),
  });
}

/** What may be written where a session is already. */
async function write(id: string): Promise<void> {
  await send('PUT', `/api/sessions/${id}/notes`, { text: hostileTexts.join('\n\n') });
  await send('PUT', `/api/sessions/${id}/notes`, { text: hostileTexts.toReversed().join('\n\n') });
  const chapters = names.map((title, at) => ({ startSeconds: at / 100, title }));
  await send('PATCH', `/api/sessions/${id}`, { chapters, summary: titles[0] });
  const segments = hostileTexts.map((text, at) => ({
    ...{ startSeconds: at, endSeconds: at + 1, text },
    speaker: names[at % names.length],
  }));
  await send('PUT', `/api/sessions/${id}/transcript`, { segments });
}

async function collect(): Promise<Collection[]> {
  const made: Collection[] = [];
  for (const title of inLines(hostileTexts, 200)) {
    const items = sessions
      .slice(0, made.length < 3 ? 6 : 1)
      .map(({ id }, at) => ({ sessionId: id, startSeconds: at, note: titles[at] ?? '' }));
    const description = hostileTexts.join('\n\n');
    made.push(
      Collection.parse(await (await send('POST', '/api/collections', { title, description, items })).json()),
    );
  }
  return made;
}

async function send(method: string, path: string, body: object): Promise<Response> {
  const answer = await client.fetch(path, {
    method,
    headers: { 'content-type': 'application/json', 'if-match': '*' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${answer.status} from ${path}: ${await answer.text()}`);
  return answer;
}

/** Where any of it is shown, and what has to be there by then. */
function* pages(): Generator<readonly [path: string, sign: string]> {
  const asked = (words: string) => `/?q=${encodeURIComponent(words)}`;
  yield ['/', 'article'];
  yield ['/mine', 'article'];
  yield ['/tokens', 'main li'];
  yield ['/collections', 'main li'];
  for (const { slug } of everyRow(collections.slice(0, 3), () => 'with hostile notes')) {
    yield [`/collections/${slug}`, 'main li'];
    yield [`/collections/${slug}?mode=edit`, 'textarea'];
  }
  // Each has all of the texts in its description and transcript; another few of them are its title and its names.
  for (const { slug } of everyRow(sessions, ({ id }) => (id === sessions[0]?.id ? 'played' : 'read')))
    yield [`/sessions/${slug}`, '[data-line]'];
  const [first] = sessions;
  yield [`/sessions/${first?.slug}?panel=notes`, '#panel-Notes p'];
  yield [`/sessions/${first?.slug}?edit`, '[data-line]'];
  yield [`/sessions/${first?.slug}?history=newest`, 'dialog[open] h2'];
  yield [asked(ranName), '[data-moment]'];
  for (const { words } of everyRow(hostileSearches, ({ kind }) => kind)) yield [asked(words), 'main h1'];
  for (const name of everyRow(names.slice(0, 4), () => 'of the names')) {
    const given = encodeURIComponent(name);
    yield [`/?topic=${given}&speaker=${given}&collection=${given}`, 'main h1'];
  }
}

/** What a page would have that had taken any of it for more than text. */
const scars = (page: Page) =>
  page.evaluate((ran) => {
    const handlers = ['error', 'load', 'mouseover', 'focus', 'toggle', 'start', 'begin', 'close', 'click'];
    const odd = [
      ...handlers.map((name) => `[on${name}]`),
      ...['iframe', 'object', 'embed', 'base', 'marquee', 'foreignObject', 'body style'],
      ...['main script', 'main link', 'main meta', 'img[src="x"]', 'mglyph'],
    ];
    const found = odd.filter((selector) => document.querySelector(selector) !== null);
    for (const { protocol, href } of document.querySelectorAll('a'))
      if (!['http:', 'https:', 'mailto:', 'blob:'].includes(protocol)) found.push(href);
    if (Reflect.has(globalThis, ran)) found.push('it ran');
    return found;
  }, ranName);

test('there are more than sixty of them', () => {
  expect(new Set(hostileTexts).size).toBeGreaterThan(60);
  expect(titles.join(' ')).toContain('onerror');
});

test('what people write is text on every page: nothing runs, asks elsewhere or breaks the policy', {
  timeout: 15 * 60_000,
}, async () => {
  const { context, errors } = await openContext(browser, product.url, { as: client });
  const asked: string[] = [];
  await context.route(`**://${hostileHost}/**`, (route) => {
    asked.push(route.request().url());
    return route.abort();
  });
  const dialogs: string[] = [];
  context.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const page = await context.newPage();
  for (const [path, sign] of pages()) {
    await page.goto(path);
    await page.locator(sign).first().waitFor({ state: 'attached' });
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
    expect.soft([path, await scars(page)]).toEqual([path, []]);
    if (!path.startsWith('/?') || path.includes(ranName))
      expect.soft([path, await page.content()]).toEqual([path, expect.stringContaining(shown)]);
    expect.soft([path, errors.splice(0), dialogs, asked]).toEqual([path, [], [], []]);
  }
  await page.goto(`/sessions/${sessions[0]?.slug}?t=1`);
  await page.locator('[data-line]').first().waitFor();
  for (const tab of ['Chapters', 'Details']) await page.getByRole('tab', { name: tab }).click();
  await page.getByRole('button', { name: /^Edit topics/ }).click();
  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('combobox', { name: 'Search what was said' }).fill('script');
  await page.getByRole('option').first().waitFor();
  expect(await scars(page)).toEqual([]);
  expect([errors, dialogs, asked]).toEqual([[], [], []]);
  await page.goto(`/no/${encodeURIComponent(names[3] ?? '')}`);
  await page.locator('main h1').waitFor();
  expect(await scars(page)).toEqual([]);
  expect(errors).toEqual([expect.stringMatching(/^404 from GET \S+\/no\//)]);
  expect([dialogs, asked]).toEqual([[], []]);
  await context.close();
});

test('a link back after sign-in, and a reason for it, run nothing either', async () => {
  const { context, errors } = await openContext(browser, product.url, { expectedStatuses: [401] });
  const page = await context.newPage();
  for (const text of [`javascript:${ranName}=1`, `//${hostileHost}/x`, ...names.slice(0, 3)]) {
    const given = encodeURIComponent(text);
    await page.goto(`/sign-in?to=${given}&error=${given}`);
    await page.locator('input[type="password"]').waitFor();
    expect([text, await scars(page)]).toEqual([text, []]);
  }
  await page.goto(`/sign-in?to=${encodeURIComponent(`//${hostileHost}/x`)}`);
  await page.getByLabel('E-mail').fill(curator.email);
  await page.getByLabel('Password').fill(curator.password);
  await page.keyboard.press('Enter');
  await page.locator('article').first().waitFor();
  expect(new URL(page.url()).origin).toBe(new URL(product.url).origin);
  expect(errors).toEqual([]);
  await context.close();
});
