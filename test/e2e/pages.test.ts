import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, type VisitOptions, visit, watchPlaying } from '../support/browser.ts';
import { addPerson, type Client, fixtureFile, signIn } from '../support/client.ts';
import { makeProduct, type Product, withAdmin } from '../support/product.ts';
import { everyRow } from '../support/rows.ts';

const member = { name: 'Mel Member', email: 'mel@example.org', password: 'a password of a member' };
/** With a typo, how a sentence of the sample session begins; `welcome.vtt` says when. */
const words = 'beside the pictrue';
const saidFrom = 36.558;

let browser: Browser;
let product: Product;
let ada: Client;
let mel: Client;
let secret: { readonly id: string; readonly slug: string };
beforeAll(async () => {
  browser = await openBrowser();
  product = await makeProduct({ ...withAdmin, SAMPLE: 'on' });
  await product.start();
  ada = await signIn(product);
  mel = await addPerson(product, ada, member);
  secret = await ada.add({
    fields: { title: 'Salaries', visibility: 'private' },
    file: await fixtureFile('zoom-like.mp4'),
    captions: await fixtureFile('zoom-like.vtt'),
  });
  for (const { id } of await ada.sessions()) await ada.processed(id);
});
afterAll(async () => {
  await browser.close();
  await product.remove();
});

const firstMoment = (page: Page) => page.locator('[data-moment]').first();
const activeLine = (page: Page, text: string) =>
  page.locator('[aria-current="true"][data-line]').filter({ hasText: text }).waitFor();

const places: readonly [where: string, device: string, options: VisitOptions][] = [
  ['in the light theme', 'desk', { colorScheme: 'light' }],
  ['in the dark theme', 'desk', { colorScheme: 'dark' }],
  ['on a phone', 'phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
];

describe.each(everyRow(places, ([, device]) => device))('%s', (_where, device, options) => {
  test('a misspelt search leads a click away to the second it was said', async () => {
    const page = await visit(browser, product.url, { as: mel, ...options });
    const playedFrom = await watchPlaying(page);
    await page.goto('/');
    await page.getByRole('combobox').fill(words);
    await firstMoment(page).click();
    expect(Math.abs((await playedFrom()) - (saidFrom - 2))).toBeLessThan(1);
    await activeLine(page, 'Beside the picture runs the transcript');
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    if (device !== 'phone') return;
    await page.getByRole('button', { name: 'More controls' }).click();
    await page.getByRole('button', { name: 'Picture in picture' }).waitFor();
    await page.getByRole('button', { name: /^Copy link to 0:/ }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('?t=');
  });
});

test('the keyboard alone finds and plays a moment', async () => {
  const page = await visit(browser, product.url, { as: mel });
  const playedFrom = await watchPlaying(page);
  await page.goto('/');
  await page.getByRole('heading', { name: 'Newest sessions' }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type(words);
  // What was found for the first letters is replaced while one types.
  await page.waitForURL((url) => url.searchParams.get('q') === words);
  await page.locator('[aria-label="Results"][aria-busy="false"]').waitFor();
  await firstMoment(page).waitFor();
  // Suggestions for the first letters may stand there a little longer; while they do, the arrows are theirs.
  await page.locator('[role="combobox"][aria-expanded="false"]').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect(Math.abs((await playedFrom()) - (saidFrom - 2))).toBeLessThan(1);
  await activeLine(page, 'Beside the picture runs the transcript');
});

test('a copied link leads somebody else to the same second, signing in on the way', async () => {
  const page = await visit(browser, product.url, { as: ada });
  await page.goto(`/?q=${encodeURIComponent(words)}`);
  await page
    .getByRole('button', { name: /Copy link to/ })
    .first()
    .click();
  await page.getByText('Copied').waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain(`${product.url}/sessions/welcome-to-brownbag`);

  const other = await visit(browser, product.url, { expectedStatuses: [401] });
  await other.goto(link);
  await other.getByLabel('E-mail').fill(member.email);
  await other.getByLabel('Password').fill(member.password);
  await other.getByRole('button', { name: 'Sign in' }).click();
  await other.getByRole('button', { name: 'Play', exact: true }).waitFor();
  await other.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0);
  const { time, isPaused } = await other
    .locator('video')
    .evaluate((video: HTMLVideoElement) => ({ time: video.currentTime, isPaused: video.paused }));
  expect(Math.abs(time - saidFrom)).toBeLessThan(1);
  expect(isPaused).toBe(true);
  await other.getByRole('button', { name: 'Play', exact: true }).click();
  await activeLine(other, 'Beside the picture runs the transcript');
});

describe('a member', () => {
  test('is told why they cannot add a session', async () => {
    const page = await visit(browser, product.url, { as: mel });
    await page.goto('/new');
    await page.getByText('Ask an admin to make you a champion.').waitFor();
    expect(await page.getByRole('button', { name: 'Choose files' }).count()).toBe(0);
  });

  test('finds no trace of a private session', async () => {
    const page = await visit(browser, product.url, { as: mel, expectedStatuses: [404] });
    await page.goto(`/sessions/${secret.slug}`);
    await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor();
    const { media } = await ada.session(secret.id);
    expect((await ada.fetch(`/media/${media.video}`)).status).toBe(200);
    expect((await mel.fetch(`/media/${media.video}`)).status).toBe(404);
    expect((await ada.search('slicer')).total).toBe(1);
    expect((await mel.search('slicer')).total).toBe(0);
    expect((await mel.sessions()).map(({ id }) => id)).not.toContain(secret.id);
  });
});
