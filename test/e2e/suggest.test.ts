import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, visit } from '../support/browser.ts';
import { addPerson, type Client, fixtureFile, signIn } from '../support/client.ts';
import { makeProduct, type Product, withAdmin } from '../support/product.ts';

const member = { name: 'Mel Member', email: 'mel@example.org', password: 'a password of a member' };

let browser: Browser;
let product: Product;
let ada: Client;
let mel: Client;
beforeAll(async () => {
  browser = await openBrowser();
  product = await makeProduct({ ...withAdmin, SAMPLE: 'off' });
  await product.start();
  ada = await signIn(product);
  mel = await addPerson(product, ada, member);
  for (const [title, topics, file] of [
    ['Pivot tables for everyone', 'Pivot tables', 'zoom-like.vtt'],
    ['Slicers and pivot charts', 'Pivot charts', 'teams-like.vtt'],
  ] as const)
    await ada.add({
      fields: { title, topics, speakers: 'Pippa Vance' },
      captions: await fixtureFile(file),
    });
  for (const { id } of await ada.sessions()) await ada.processed(id);
});
afterAll(async () => {
  await browser.close();
  await product.remove();
});

const field = (page: Page) => page.getByRole('combobox', { name: 'Search what was said' });
const options = (page: Page) =>
  page.locator('[role="listbox"][aria-label="Suggestions"][aria-busy="false"] [role="option"]');
const active = (page: Page) =>
  page.locator('[role="option"][aria-selected="true"]').textContent({ timeout: 30_000 });
const start = async (page: Page, path = '/') => {
  await page.goto(path);
  await page.getByRole('heading', { name: 'Newest sessions' }).waitFor();
};

test('the keyboard alone goes from the beginning of a word to a session', async () => {
  const page = await visit(browser, product.url, { as: mel });
  await start(page);
  await page.keyboard.press('/');
  await page.keyboard.type('pivto cha');
  await options(page).filter({ hasText: 'Slicers and pivot charts' }).waitFor();
  expect(await field(page).getAttribute('aria-expanded')).toBe('true');
  await page.keyboard.press('ArrowDown');
  expect(await active(page)).toBe('Pivot chartsTopic');
  await page.keyboard.press('ArrowDown');
  expect(await active(page)).toBe('Slicers and pivot chartsSession');
  const id = await page.locator('[role="option"][aria-selected="true"]').getAttribute('id');
  expect(await field(page).getAttribute('aria-activedescendant')).toBe(id);
  expect(await field(page).evaluate((input) => input === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Slicers and pivot charts' }).waitFor();
});

test('Escape closes the list and keeps what was typed; the arrows then lead to the moments', async () => {
  const page = await visit(browser, product.url, { as: mel });
  await start(page);
  await page.keyboard.press('/');
  await page.keyboard.type('pivot');
  await options(page).first().waitFor();
  await page.keyboard.press('ArrowUp');
  expect(await active(page)).toBe(await options(page).last().textContent());
  await page.keyboard.press('Escape');
  await options(page).first().waitFor({ state: 'detached' });
  expect(await field(page).inputValue()).toBe('pivot');
  await page.locator('[data-moment]').first().waitFor();
  await page.keyboard.press('ArrowDown');
  expect(
    await page
      .locator('[data-moment]')
      .first()
      .evaluate((one) => one === document.activeElement),
  ).toBe(true);
});

test('a click takes a topic into the field, which keeps the focus, on a phone', async () => {
  const viewport = { width: 390, height: 844 };
  const page = await visit(browser, product.url, { as: mel, viewport, hasTouch: true, isMobile: true });
  await start(page);
  await field(page).fill('pivot t');
  await options(page).filter({ hasText: 'Topic' }).first().tap();
  await page.waitForURL((url) => url.searchParams.get('q') === 'topic:"Pivot tables"');
  await page.getByRole('article', { name: 'Pivot tables for everyone' }).waitFor();
  expect(await field(page).inputValue()).toBe('topic:"Pivot tables"');
  expect(await options(page).count()).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});

test('an empty field offers the last searches', async () => {
  const page = await visit(browser, product.url, { as: mel });
  await mel.search('slicer heaven');
  await start(page);
  await page.keyboard.press('/');
  await page.keyboard.press('ArrowDown');
  const recent = page.getByRole('listbox', { name: 'Your last searches' }).getByRole('option');
  expect(await recent.first().textContent()).toBe('slicer heavenRecent');
});

test('who finds nothing asks for it, and a champion sees it without a name until it is dismissed', async () => {
  const page = await visit(browser, product.url, { as: mel });
  await page.goto('/?q=xylophones');
  await page.getByRole('button', { name: 'Ask for this topic' }).click();
  await page.getByText('Asked. Champions see what is missing').waitFor();

  const other = await visit(browser, product.url, { as: ada, reducedMotion: 'reduce' });
  for (const path of ['/new', '/']) {
    await other.goto(path);
    const asked = other.getByRole('region', { name: 'People looked for, nobody has shown yet' });
    await asked.getByText('xylophones').waitFor();
    expect(await asked.textContent()).not.toContain('Mel');
  }
  await other.getByRole('button', { name: 'Dismiss xylophones' }).click();
  await other.getByText('xylophones').waitFor({ state: 'detached' });
});
