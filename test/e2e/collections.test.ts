import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Collection } from '../../core/api/collections.ts';
import { openBrowser, visit } from '../support/browser.ts';
import { addPerson, type Client, fixtureFile, signIn } from '../support/client.ts';
import { makeProduct, type Product, withAdmin } from '../support/product.ts';

const member = { name: 'Mel Member', email: 'mel@example.org', password: 'a password of a member' };

let browser: Browser;
let product: Product;
let ada: Client;
let mel: Client;
let session: { readonly id: string; readonly slug: string };
beforeAll(async () => {
  browser = await openBrowser();
  product = await makeProduct(withAdmin);
  await product.start();
  ada = await signIn(product);
  mel = await addPerson(product, ada, member);
  session = await ada.add({
    fields: { title: 'Pivot tables' },
    file: await fixtureFile('zoom-like.mp4'),
    captions: await fixtureFile('zoom-like.vtt'),
  });
  for (const { id } of await ada.sessions()) await ada.processed(id);
});
afterAll(async () => {
  await browser.close();
  await product.remove();
});

const collection = async (who: Client, slug: string): Promise<Collection> =>
  Collection.parse(await (await who.fetch(`/api/collections/${slug}`)).json());
const make = async (title: string, items: readonly object[] = []): Promise<Collection> => {
  const answer = await ada.fetch('/api/collections', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ title, items }),
  });
  return Collection.parse(await answer.json());
};
/** Three moments of the same recording, two seconds each. */
const threeMoments = () =>
  [0, 2, 4].map((startSeconds) => ({
    ...{ sessionId: session.id, startSeconds, endSeconds: startSeconds + 2 },
    note: `From second ${startSeconds}`,
  }));
const addButton = (page: Page) => page.getByRole('button', { name: /^Add to collection: / }).first();
/** Asks again until it is so; 1 s, as by default, is not long on a busy machine. */
const eventually = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 30_000 });
const added = (page: Page, title: string) => page.getByText(`Added to ${title}`).first().waitFor();

describe('a curator', () => {
  test('makes a collection of a found moment, and adds to it in two clicks', async () => {
    const page = await visit(browser, product.url, { as: ada });
    await page.goto('/?q=slicer');
    await page.locator('[data-moment]').first().hover();
    await addButton(page).click();
    await page.getByRole('textbox', { name: /name a new one/ }).fill('First days');
    await page.getByRole('button', { name: 'New collection “First days”' }).click();
    await added(page, 'First days');

    await page.goto(`/sessions/${session.slug}`);
    await page.getByRole('button', { name: 'Add to collection: this session' }).click();
    await page.getByRole('button', { name: /^First days/ }).click();
    await added(page, 'First days');

    const line = page.locator('[data-line]').first();
    await line.hover();
    await line.getByRole('button', { name: /^Add to collection: / }).click();
    await page.getByRole('button', { name: /^First days/ }).click();
    await added(page, 'First days');

    await eventually(async () => (await collection(mel, 'first-days')).itemCount).toBe(3);
    const { items } = await collection(mel, 'first-days');
    expect(items.map(({ session: { title } }) => title)).toEqual(Array(3).fill('Pivot tables'));
    expect(items[0]?.said?.text).toMatch(/slicer/i);
    expect(items[1]?.startSeconds).toBeNull();
    expect(items[2]?.startSeconds).toBe(0.5);
    expect(items[2]?.endSeconds).toBeGreaterThan(10);

    await page.goto('/?q=slicer');
    await page
      .getByRole('link', { name: /First days/ })
      .first()
      .click();
    await page.waitForURL((url) => url.searchParams.get('collection') === 'First days');
    await page.locator('[data-moment]').first().waitFor();
  });

  test('puts it in order by keyboard, notes why, takes out and takes back', async () => {
    const { slug, items } = await make('In order', threeMoments());
    const ids = items.map(({ id }) => id);
    const page = await visit(browser, product.url, { as: ada });
    await page.goto(`/collections/${slug}`);
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    const order = async () => (await collection(ada, slug)).items.map(({ id }) => ids.indexOf(id));

    await page.getByRole('button', { name: 'Move down: Pivot tables, number 1' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('is number 2 of 3 now').waitFor();
    // The focus has gone along: the same key moves it on.
    await page.keyboard.press('Enter');
    await page.getByText('is number 3 of 3 now').waitFor();
    await eventually(order).toEqual([1, 2, 0]);

    await page.getByRole('textbox', { name: 'Note on Pivot tables, number 2' }).fill('See this first');
    await page.keyboard.press('Tab');
    await page.getByText('Note saved').waitFor();
    await page.getByRole('button', { name: 'Take out: Pivot tables, number 1' }).click();
    await page.getByText('is taken out').waitFor();
    await eventually(order).toEqual([2, 0]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await eventually(async () => (await collection(ada, slug)).items.map(({ note }) => note)).toEqual([
      'From second 2',
      'See this first',
      'From second 0',
    ]);

    const rows = page.getByRole('listitem').filter({ has: page.getByRole('textbox') });
    await rows.nth(2).dragTo(rows.nth(0));
    await eventually(async () => (await collection(ada, slug)).items.map(({ note }) => note)).toEqual([
      'From second 0',
      'From second 2',
      'See this first',
    ]);
    await page.getByRole('link', { name: 'Finish' }).click();
    await page.getByText('See this first').waitFor();
  });

  test('who changes what somebody else has changed is told so, and sees it', async () => {
    const { slug, items } = await make('Two at once', threeMoments());
    const page = await visit(browser, product.url, { as: ada, expectedStatuses: [412] });
    await page.goto(`/collections/${slug}?mode=edit`);
    await page.getByRole('button', { name: /^Take out: .* 3$/ }).waitFor();
    await ada.fetch(`/api/collections/${slug}/items/${items[0]?.id}`, { method: 'DELETE' });
    await page.getByRole('button', { name: /^Take out: .* 3$/ }).click();
    await page.getByText('Somebody else has changed this collection').waitFor();
    await page.getByRole('button', { name: /^Take out: .* 3$/ }).waitFor({ state: 'detached' });
    expect((await collection(ada, slug)).items).toHaveLength(2);
  });

  test('names, describes and deletes a collection', async () => {
    const page = await visit(browser, product.url, { as: ada, expectedStatuses: [409] });
    await make('Taken');
    await page.goto('/collections');
    await page.getByRole('button', { name: 'New collection' }).click();
    await page.getByLabel('Title').fill('taken');
    await page.keyboard.press('Enter');
    await page.getByText('There is a collection “Taken” already.').waitFor();
    await page.getByLabel('Title').fill('Odds & ends <b>');
    await page.keyboard.press('Enter');
    await page
      .getByLabel('Description')
      .fill('**All** of it: [see](javascript:alert(1)) <img src=x onerror=alert(2)>');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').waitFor();
    await page.getByRole('link', { name: 'Finish' }).click();
    await page.getByText('<img src=x onerror=alert(2)>').waitFor();
    expect(await page.locator('main strong').textContent()).toBe('All');
    expect(await page.locator('main a[href^="javascript"], main img[src="x"]').count()).toBe(0);
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    await page.getByRole('button', { name: 'Delete the collection' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.waitForURL((url) => url.pathname === '/collections');
    await page.getByRole('link', { name: /Taken/ }).waitFor();
    expect(await page.getByText('Odds & ends').count()).toBe(0);
  });
});

describe('a member', () => {
  test('plays all: each moment from its start to its end, the next by itself, and what is done is kept', async () => {
    const { slug, items } = await make('Play all', threeMoments());
    const page = await visit(browser, product.url, { as: mel });
    await page.goto(`/collections/${slug}`);
    expect(await page.getByRole('link', { name: 'Edit', exact: true }).count()).toBe(0);
    await page.getByRole('link', { name: 'Play all' }).click();
    for (const [at, { id, startSeconds }] of items.entries()) {
      await page.waitForURL((url) => url.searchParams.get('play') === id);
      await page.getByText(`${at + 1} of 3 items`).waitFor();
      await page.waitForFunction((start) => {
        const video = document.querySelector('video');
        return (
          video !== null && video.currentTime >= start && video.currentTime < start + 2.5 && !video.paused
        );
      }, startSeconds ?? 0);
    }
    await eventually(async () => (await collection(mel, slug)).doneCount).toBe(3);
    expect((await collection(ada, slug)).doneCount).toBe(0);
    await page
      .getByRole('checkbox', { name: /^Done with/ })
      .first()
      .uncheck();
    await eventually(async () => (await collection(mel, slug)).doneCount).toBe(2);
    await page.getByRole('link', { name: 'Stop' }).click();
    await page.getByRole('link', { name: 'Go on' }).waitFor();
    await page.goto('/collections');
    await page.getByText('2 of 3 done').waitFor();
  });

  test('keeps no collections: nothing to add with, and no way in', async () => {
    const { slug } = await make('Not mine');
    const page = await visit(browser, product.url, { as: mel });
    await page.goto('/?q=slicer');
    await page.locator('[data-moment]').first().hover();
    expect(await addButton(page).count()).toBe(0);
    await page.goto(`/collections/${slug}?mode=edit`);
    await page.getByText('Curators are still at it').waitFor();
    expect(await page.getByLabel('Title').count()).toBe(0);
  });
});
