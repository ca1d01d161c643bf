import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, visit } from '../support/browser.ts';
import { type Client, fixtureFile, signIn } from '../support/client.ts';
import { makeProduct, type Product, withAdmin } from '../support/product.ts';

const mel = { email: 'mel@example.org', password: 'a password of her own' };
/** As far as anybody looks, an MP4; there is nothing in it. */
const emptyMp4 = new Blob([Buffer.from('000000186674797069736f6d0000020069736f6d6d703431', 'hex')]);

let browser: Browser;
let product: Product;
let ada: Client;
beforeAll(async () => {
  browser = await openBrowser();
  product = await makeProduct({ ...withAdmin, SAMPLE: 'on' });
  await product.start();
  ada = await signIn(product);
});
afterAll(async () => {
  await browser.close();
  await product.remove();
});

const status = (page: Page, words: string | RegExp) =>
  page.getByRole('status').filter({ hasText: words }).waitFor();
const to = (page: Page, view: string) =>
  page.getByRole('navigation', { name: 'Administration' }).getByRole('link', { name: view }).click();

test('an admin adds a person, changes their role, retries a job, revokes a token, and finds it all noted', async () => {
  const page = await visit(browser, product.url, { as: ada });
  await page.goto('/');
  await page.getByRole('heading', { name: 'Begin here' }).waitFor();
  await page.getByRole('link', { name: 'Open the sample' }).waitFor();
  const broken = await ada.add({
    fields: { title: 'Not a film' },
    file: { name: 'talk.mp4', content: emptyMp4 },
  });
  await page.reload();
  await page.getByRole('link', { name: 'Not a film' }).waitFor();
  expect(await page.getByRole('heading', { name: 'Begin here' }).count()).toBe(0);

  await page.getByRole('button', { name: /^Account of/ }).click();
  await page.getByRole('link', { name: 'Administration' }).click();
  await page.getByRole('button', { name: 'Add a person' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Mel Member');
  await page.getByRole('textbox', { name: 'E-mail' }).fill(mel.email);
  await page.getByRole('button', { name: 'Add and make a link' }).click();
  await page.getByRole('button', { name: 'Copy the link' }).click();
  await page.getByText('Copied').waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());

  const hers = await visit(browser, product.url, { expectedStatuses: [401, 404] });
  await hers.goto(link);
  await hers.getByLabel('Password').fill(mel.password);
  await hers.getByRole('button', { name: 'Set the password and sign in' }).click();
  await hers.getByRole('heading', { name: 'Newest sessions' }).waitFor();
  await hers.goto('/admin/jobs');
  await hers.getByRole('heading', { name: 'This is for admins' }).waitFor();
  await hers.goto(link);
  await hers.getByRole('heading', { name: 'This link does not work' }).waitFor();

  await page.getByRole('button', { name: 'Edit Mel Member' }).click();
  await page.getByLabel('Role').selectOption('champion');
  await page.getByRole('button', { name: 'Save' }).click();
  await status(page, 'Mel Member is changed, and has to sign in again.');
  await hers.goto('/new');
  await hers.getByLabel('E-mail').fill(mel.email);
  await hers.getByLabel('Password').fill(mel.password);
  await hers.getByRole('button', { name: 'Sign in' }).click();
  await hers.getByRole('button', { name: 'Choose files' }).waitFor();

  const newer = 'a newer password of her own';
  await hers.getByRole('button', { name: /^Account of/ }).click();
  await hers.getByRole('link', { name: 'Password' }).click();
  await hers.getByLabel('Present password').fill(mel.password);
  await hers.getByLabel('New password').fill(newer);
  await hers.keyboard.press('Enter');
  await status(hers, 'Your password is changed.');
  await hers.goto('/mine');
  await hers.getByRole('heading', { name: 'My sessions', level: 1 }).waitFor();

  await ada.processed(broken.id);
  await to(page, 'Jobs');
  await page.getByRole('button', { name: /^Retry: .*Not a film/ }).click();
  await status(page, 'Tried again: Check the recording, Not a film.');

  const token = await (await signIn(product, { ...mel, password: newer })).fetch('/api/tokens', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Nightly import' }),
  });
  expect(token.status).toBe(201);
  await to(page, 'Tokens');
  await page.getByRole('button', { name: 'Revoke Nightly import of Mel Member' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await status(page, '“Nightly import” is revoked.');
  await page.getByText('Nobody has a token').waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('status');

  await to(page, 'Audit list');
  const entries = page.getByRole('list', { name: 'What was done' }).getByRole('listitem');
  for (const deed of [
    'revoked the token “Nightly import”',
    'retried “Check the recording” of Not a film',
    'changed the role of Mel Member from member to champion',
    'added Mel Member as member',
  ])
    await entries.filter({ hasText: deed }).first().waitFor();
  await page.getByLabel('What', { exact: true }).selectOption('person-role-changed');
  await page.waitForURL(/show=person-role-changed/);
  await entries.filter({ hasText: 'revoked' }).first().waitFor({ state: 'detached' });
  await entries.getByRole('link', { name: 'Mel Member' }).click();
  await page.getByRole('link', { name: /^Mel Member.*show everybody$/ }).waitFor();
});

test('what is in the bin comes back or goes for ever, by keyboard', async () => {
  const { id } = await ada.add({
    fields: { title: 'Words alone' },
    captions: await fixtureFile('zoom-like.vtt'),
  });
  await ada.processed(id);
  await ada.fetch(`/api/sessions/${id}`, { method: 'DELETE' });
  const page = await visit(browser, product.url, { as: ada, expectedStatuses: [404] });
  await page.goto('/mine?show=bin');
  await page.getByText('deleted for ever in 30 days').waitFor();
  await page.getByRole('button', { name: 'Restore: Words alone' }).press('Enter');
  await status(page, 'is back where it was');
  await page.getByText('The bin is empty').waitFor();
  expect((await ada.session(id)).deletedAt).toBeNull();
  // The button is gone with its row: the focus is where it can be undone.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await status(page, 'is in the bin');

  await page.goto('/sessions/words-alone');
  await page.getByRole('heading', { name: 'This session is in the bin' }).waitFor();
  await page.getByText('You moved it here on').waitFor();
  await page.getByRole('button', { name: 'Restore' }).press('Enter');
  await page.getByRole('heading', { name: 'Words alone', level: 1 }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('back where it was');
  await ada.fetch(`/api/sessions/${id}`, { method: 'DELETE' });

  await page.goto('/mine?show=bin');
  await page.getByRole('button', { name: 'Delete for ever: Words alone' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Delete “Words alone” for ever?' });
  await dialog.getByRole('button', { name: 'Cancel' }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Delete for ever' }).press('Enter');
  await status(page, '“Words alone” is deleted for ever.');
  await page.getByText('The bin is empty').waitFor();
  expect((await ada.fetch(`/api/sessions/${id}/restore`, { method: 'POST' })).status).toBe(404);
});

test('a chosen theme is there before anything is painted, until the system’s is chosen again', async () => {
  const page = await visit(browser, product.url, { as: ada, colorScheme: 'light' });
  await page.addInitScript(() => {
    new MutationObserver((_changes, observer) => {
      if (!document.body) return;
      observer.disconnect();
      document.documentElement.dataset['themeAtFirst'] = document.documentElement.dataset['theme'] ?? 'none';
    }).observe(document, { childList: true, subtree: true });
  });
  const choose = async (theme: string) => {
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('radio', { name: theme }).check({ force: true });
    await page.keyboard.press('Escape');
  };
  const look = () =>
    page.evaluate(() => [
      document.documentElement.dataset['themeAtFirst'],
      getComputedStyle(document.documentElement).backgroundColor,
    ]);
  const [paper, night] = ['rgb(251, 248, 242)', 'rgb(23, 19, 16)'];
  await page.goto('/mine');
  expect(await look()).toEqual(['none', paper]);
  await choose('Dark');
  expect(await look()).toEqual(['none', night]);
  await page.reload();
  expect(await look()).toEqual(['dark', night]);
  await choose('System');
  await page.reload();
  expect(await look()).toEqual(['none', paper]);
});
