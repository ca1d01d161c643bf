import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Me } from '../../core/api/people.ts';
import { openBrowser, visit, watchPlaying } from '../support/browser.ts';
import { addPerson, type Client, fixtureFile, signIn } from '../support/client.ts';
import { makeProduct, type Product, withAdmin } from '../support/product.ts';

const member = { name: 'Mel Member', email: 'mel@example.org', password: 'a password of a member' };

let browser: Browser;
let product: Product;
let ada: Client;
let mel: Client;
beforeAll(async () => {
  browser = await openBrowser();
  product = await makeProduct(withAdmin);
  await product.start();
  ada = await signIn(product);
  mel = await addPerson(product, ada, member);
  const session = await ada.add({
    fields: { title: 'Totals by region', speakers: 'Mel Member', topics: 'Spreadsheets' },
    file: await fixtureFile('zoom-like.mp4'),
    captions: await fixtureFile('zoom-like.vtt'),
  });
  await ada.processed(session.id);
  const added = await ada.fetch(`/api/sessions/${session.id}/topics`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Excel sheets' }),
  });
  expect(added.status).toBe(200);
  await ada.processed(session.id);
});
afterAll(async () => {
  await browser.close();
  await product.remove();
});

const said = (page: Page, words: string | RegExp) => page.getByRole('status').getByText(words).waitFor();

test('a curator pins what was found, describes and merges topics; a reader starts there', async () => {
  const page = await visit(browser, product.url, { as: ada });
  await page.goto('/?q=slicer');
  await page.locator('[data-moment]').first().hover();
  await page
    .getByRole('button', { name: /^Add to collection: / })
    .first()
    .click();
  await page.getByRole('button', { name: 'Pin to Spreadsheets' }).click();
  await page.getByText('Pinned to Spreadsheets').first().waitFor();

  await page.goto('/sessions/totals-by-region');
  await page.getByRole('link', { name: 'Spreadsheets' }).first().click();
  await page.waitForURL((url) => url.pathname === '/topics/spreadsheets');
  await page.goto('/topics?q=spread');
  await page.getByRole('link', { name: /Spreadsheets/ }).click();
  await page.getByRole('button', { name: /^Pin to “Start here”: Totals by region/ }).click();
  await said(page, /is pinned as a place to start/);
  const starts = page.getByRole('region', { name: 'Start here' }).getByRole('listitem');
  expect(await starts.allInnerTexts()).toEqual([
    expect.stringMatching(/From 0:\d\d[\s\S]*slicer/i),
    expect.stringContaining('Whole session'),
  ]);

  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByLabel('What it is').fill('**Tables** that <img src=x onerror=alert(1)> add up');
  await page.getByRole('button', { name: 'Save' }).click();
  await said(page, 'Saved');
  const first = 'Totals by region, number 1';
  await page.getByRole('button', { name: `Move down: ${first}` }).focus();
  await page.keyboard.press('Enter');
  await said(page, /is number 2 of 2 now/);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await said(page, /is number 1 of 2 now/);
  await page.getByRole('textbox', { name: `Note on ${first}` }).fill('Why slicers');
  await page.keyboard.press('Tab');
  await said(page, 'Note saved');
  await page.getByRole('button', { name: 'Take off: Totals by region, number 2' }).click();
  await said(page, /is taken off/);

  await page.getByRole('button', { name: 'Merge into another' }).click();
  await page.getByLabel('The topic that stays').fill('excel');
  await page.getByRole('button', { name: /^Excel sheets/ }).click();
  await page.getByText('This cannot be taken back.').waitFor();
  await page.getByRole('button', { name: 'Merge', exact: true }).click();
  await page.waitForURL((url) => url.pathname === '/topics/excel-sheets');

  const reading = await visit(browser, product.url, { as: mel });
  await reading.goto('/topics/spreadsheets');
  await reading.waitForURL((url) => url.pathname === '/topics/excel-sheets');
  await reading.getByText('also called Spreadsheets').waitFor();
  await reading.getByText('Tables that <img src=x onerror=alert(1)> add up').waitFor();
  await reading.getByText('Why slicers').waitFor();
  expect(await reading.getByRole('button', { name: /Pin to/ }).count()).toBe(0);
  const playedFrom = await watchPlaying(reading);
  // The watch begins with the next document.
  await reading.reload();
  await reading
    .getByRole('region', { name: 'Start here' })
    .getByRole('link', { name: 'Totals by region' })
    .click();
  await reading.waitForURL((url) => url.pathname.startsWith('/sessions/'));
  const t = Number(new URL(reading.url()).searchParams.get('t'));
  expect(t).toBeGreaterThan(0);
  expect(await playedFrom()).toBeGreaterThanOrEqual(t - 2.5);
});

test('a speaker is found by what they speak about, until they hide themselves', async () => {
  const { id } = Me.parse(await (await mel.fetch('/api/me')).json());
  const page = await visit(browser, product.url, { as: ada, expectedStatuses: [404] });
  await page.goto('/people');
  await page.getByLabel('Find a person or a topic').fill('excel');
  await page.waitForURL((url) => url.searchParams.get('q') === 'excel');
  await page.getByRole('link', { name: 'Mel Member' }).click();
  await page.getByRole('heading', { name: 'Mel Member', level: 1 }).waitFor();
  await page.getByRole('link', { name: 'Totals by region' }).click();
  await page.getByRole('link', { name: 'Mel Member' }).click();
  await page.waitForURL((url) => url.pathname === `/people/${id}`);
  expect(await page.getByLabel('Hide me from people').count()).toBe(0);

  const own = await visit(browser, product.url, { as: mel });
  await own.goto('/people');
  await own.getByRole('link', { name: 'Your own page' }).click();
  await own.getByLabel('Hide me from people').check();
  await said(own, /You alone see this page/);

  await page.reload();
  await page.getByText('There is nothing at this address').waitFor();
  await page.goto('/people');
  await page.getByLabel('Find a person or a topic').waitFor();
  await page.getByText('Your own page').waitFor();
  await expect.poll(() => page.locator('main [aria-busy=true]').count()).toBe(0);
  expect(await page.getByText('Mel Member').count()).toBe(0);
  await page.goto('/sessions/totals-by-region');
  await page.getByRole('link', { name: 'Mel Member' }).first().waitFor();
});

test('a curator keeps the vocabulary', async () => {
  const page = await visit(browser, product.url, { as: ada, expectedStatuses: [409] });
  await page.goto('/vocabulary');
  await page.getByRole('button', { name: 'Add a word' }).click();
  await page.getByLabel('As it is written').fill('Kubernetes');
  await page.getByLabel('What it is').selectOption('product');
  await page.getByLabel('Also called').fill('K8s, Spreadsheets');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('“Spreadsheets” is a name of “Excel sheets” already.').waitFor();
  await page.getByLabel('Also called').fill('K8s');
  await page.getByLabel('Heard as').fill('cooper netties');
  await page.getByRole('button', { name: 'Save' }).click();
  await said(page, '“Kubernetes” is saved');
  await page.getByLabel('Find a word').fill('netties');
  await page.getByRole('button', { name: 'Edit: Kubernetes' }).waitFor();
  await page.getByRole('button', { name: 'Delete: Kubernetes' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await said(page, '“Kubernetes” is deleted');
  await page.getByText('No word has these letters').waitFor();
});
