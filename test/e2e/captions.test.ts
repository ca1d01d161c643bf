import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, visit } from '../support/browser.ts';
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
  session = await ada.add({ file: await fixtureFile('zoom-like.mp4') });
  await ada.processed(session.id);
});
afterAll(async () => {
  await browser.close();
  await product.remove();
});

const captionsOf = (words: string) => ({
  name: 'talk.vtt',
  mimeType: 'text/vtt',
  buffer: Buffer.from(`WEBVTT\n\n00:00.500 --> 00:02.000\nAna: ${words}\n`),
});

async function openDetails(page: Page): Promise<void> {
  await page.goto(`/sessions/${session.slug}`);
  await page.getByRole('tab', { name: 'Details' }).click();
}

const isFound = (words: string) =>
  waitUntil(async () => (await ada.search(words)).hits.some((hit) => hit.session.id === session.id));

test('captions are added, found, replaced and taken away again', async () => {
  const page = await visit(browser, product.url, {
    as: ada,
    reducedMotion: 'reduce',
    expectedStatuses: [422],
  });
  await openDetails(page);
  const file = page.getByLabel('Caption file');
  const text = page.getByRole('region', { name: 'Transcript' });
  await page.getByRole('button', { name: 'Add captions' }).waitFor();
  await file.setInputFiles(captionsOf('the marmalade forecast'));
  await page.getByText('The captions have arrived.').waitFor();
  await page.getByRole('button', { name: 'Replace captions' }).waitFor();
  await isFound('marmalade');

  // As many words as before: nothing but the text tells that it is another one.
  await file.setInputFiles(captionsOf('the cinnamon forecast'));
  await page.getByRole('tab', { name: 'Transcript' }).click();
  await text.getByText('cinnamon').waitFor();
  await isFound('cinnamon');
  expect((await ada.search('marmalade')).total).toBe(0);

  await page.getByRole('tab', { name: 'Details' }).click();
  await file.setInputFiles({ name: 'talk.vtt', mimeType: 'text/vtt', buffer: Buffer.from('Milk and bread') });
  await page.getByRole('alert').waitFor();

  await page.getByRole('button', { name: 'Go back to the automatic transcript' }).click();
  await page.getByText('The captions are gone.').waitFor();
  await page.getByRole('button', { name: 'Add captions' }).waitFor();
  await waitUntil(async () => (await ada.search('cinnamon')).total === 0);
});

test('who may not change a session is not offered to change its captions', async () => {
  const page = await visit(browser, product.url, { as: mel });
  await openDetails(page);
  await page.getByText('SHA-256').waitFor();
  expect(await page.getByRole('button', { name: /captions/ }).count()).toBe(0);
});
