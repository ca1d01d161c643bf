import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Notes } from '../../core/api/notes.ts';
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
  await ada.processed(session.id);
});
afterAll(async () => {
  await browser.close();
  await product.remove();
});

const read = async (who: Client = mel): Promise<Notes> =>
  Notes.parse(await (await who.fetch(`/api/sessions/${session.id}/notes`)).json());
/** Whatever the notes are, they are this then. */
const write = async (who: Client, text: string): Promise<void> => {
  const answer = await who.fetch(`/api/sessions/${session.id}/notes`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'if-match': '*' },
    body: JSON.stringify({ text }),
  });
  expect(answer.status).toBe(200);
};
const open = async (page: Page) => {
  await page.goto(`/sessions/${session.slug}`);
  await page.getByRole('tab', { name: 'Notes' }).click();
};
const editor = (page: Page) => page.getByRole('textbox', { name: 'Notes, in Markdown' });
const edit = async (page: Page) => {
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await editor(page).waitFor();
};
const inNotes = (page: Page) => page.getByRole('tabpanel', { name: 'Notes' });

test('a member writes the first notes by keyboard, with a time that leads to its second', async () => {
  const page = await visit(browser, product.url, { as: mel });
  await open(page);
  await page.getByText('No notes yet').waitFor();
  await page.waitForURL((url) => url.searchParams.get('panel') === 'notes');
  await page.locator('video').evaluate((video) => {
    if (video instanceof HTMLVideoElement) video.currentTime = 3.2;
  });
  await page.getByRole('button', { name: 'Write the first note' }).click();
  await page.getByRole('button', { name: 'Insert time 0:03' }).waitFor();
  await page.keyboard.type('# To try\n- ');
  await page.keyboard.press('Alt+t');
  await page.keyboard.type('slicers\n');
  await page.keyboard.press('Control+b');
  await page.keyboard.type('all');
  await page.keyboard.press('Control+b');
  expect(await editor(page).inputValue()).toBe('# To try\n- 0:03 slicers\n- **all**');
  await page.keyboard.press('Control+z');
  expect(await editor(page).inputValue()).not.toBe('# To try\n- 0:03 slicers\n- **all**');
  await editor(page).fill('# To try\n- 0:03 slicers\n- **all**');

  await page.getByRole('button', { name: 'Preview' }).click();
  expect(await inNotes(page).locator('h2').textContent()).toBe('To try');
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.keyboard.press('Control+Enter');
  await page.getByText('Mel Member, ').waitFor();
  expect(await read()).toMatchObject({ version: 1, text: '# To try\n- 0:03 slicers\n- **all**' });

  await page.locator('video').evaluate((video) => {
    if (video instanceof HTMLVideoElement) video.currentTime = 0;
  });
  await page.getByRole('link', { name: '0:03' }).click();
  await page.waitForFunction(() => {
    const at = document.querySelector('video')?.currentTime ?? 0;
    return at >= 3 && at < 3.5;
  });
});

test('what was typed outlives a closed page, until it is thrown away', async () => {
  await write(mel, 'kept');
  const page = await visit(browser, product.url, { as: ada });
  await page.goto(`/sessions/${session.slug}?panel=notes`);
  await edit(page);
  await editor(page).fill('kept\nand typed');
  await page.reload();
  expect(await editor(page).inputValue()).toBe('kept\nand typed');
  await page.getByRole('tab', { name: 'Details' }).click();
  await page.getByRole('tab', { name: 'Notes' }).click();
  expect(await editor(page).inputValue()).toBe('kept\nand typed');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('button', { name: 'Discard what I typed' }).click();
  await page.getByRole('button', { name: 'Edit', exact: true }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Edit', exact: true }).waitFor();
  expect((await read()).text).toBe('kept');
});

describe('two who write at once', () => {
  test('have their changes put together, and choose where both changed the same line', async () => {
    await write(mel, '# Plan\none\ntwo\nthree');
    const [adas, mels] = await Promise.all([
      visit(browser, product.url, { as: ada, expectedStatuses: [412] }),
      visit(browser, product.url, { as: mel }),
    ]);
    for (const page of [adas, mels]) {
      await open(page);
      await edit(page);
    }
    await editor(mels).fill('# Plan\none\ntwo, says Mel\nthree\nfour');
    await mels.getByRole('button', { name: 'Save' }).click();
    await mels.getByRole('button', { name: 'Edit', exact: true }).waitFor();

    await editor(adas).fill('# Our plan\none\ntwo, says Ada\nthree');
    await adas.getByRole('button', { name: 'Save' }).click();
    await adas.getByText('Two of you wrote at once').waitFor();
    await adas.getByText('Choose what stays in 1 place').waitFor();
    expect((await read()).text).toBe('# Plan\none\ntwo, says Mel\nthree\nfour');
    // A third one is faster again: what was typed is still there.
    await write(mel, '# Plan\none\ntwo, says Mel\nthree\nfour\nfive');
    await adas.getByRole('button', { name: 'Save both together' }).click();
    await adas.getByText('five').waitFor();
    await adas.getByRole('radio', { name: 'Yours' }).check();
    await adas.getByRole('button', { name: 'Save both together' }).click();
    await adas.getByRole('button', { name: 'Edit', exact: true }).waitFor();
    expect(await read()).toMatchObject({
      text: '# Our plan\none\ntwo, says Ada\nthree\nfour\nfive',
      author: { name: 'Admin' },
    });
  });

  test('may write on with both texts before they save', async () => {
    await write(mel, 'one');
    const page = await visit(browser, product.url, { as: ada, expectedStatuses: [412] });
    await open(page);
    await edit(page);
    await editor(page).fill('one, Ada');
    await write(mel, 'one, Mel');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Edit it first' }).click();
    expect(await editor(page).inputValue()).toBe('one, Mel\none, Ada');
    await editor(page).fill('one, both');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Edit', exact: true }).waitFor();
    expect((await read()).text).toBe('one, both');
  });
});

test('the history shows what each version changed, and brings an older one back', async () => {
  await write(mel, 'one\ntwo');
  const { version } = await read();
  await write(ada, 'one\ntwo and more\nthree');
  const page = await visit(browser, product.url, { as: mel });
  await open(page);
  await page.getByRole('button', { name: 'History' }).click();
  await inNotes(page).locator('ins', { hasText: 'three' }).waitFor();
  expect(await inNotes(page).locator('p ins').textContent()).toBe('and more ');
  await page.getByRole('button', { name: new RegExp(`^Version ${version} `) }).click();
  await page.getByRole('button', { name: `Restore version ${version}` }).click();
  await page.getByRole('button', { name: 'Edit', exact: true }).waitFor();
  expect(await read()).toMatchObject({
    version: version + 2,
    text: 'one\ntwo',
    author: { name: 'Mel Member' },
  });
  await page.getByRole('button', { name: 'History' }).click();
  await page.getByText(`version ${version} again`).waitFor();
});

test('what is written stays text, and fits a phone', async () => {
  const attack = '<img src=x onerror=alert(1)> [x](javascript:alert(1)) <script>alert(1)</script>';
  await write(
    mel,
    `# Long\n\n${attack}\n\n> ${attack}\n\n1. \`${attack}\`\n   - 0:02 ${'long'.repeat(80)}\n\n### Deep`,
  );
  const page = await visit(browser, product.url, { as: mel, reducedMotion: 'reduce' });
  page.on('dialog', () => expect.unreachable());
  await page.goto(`/sessions/${session.slug}?panel=notes`);
  await page.getByText('Deep').waitFor();
  expect(await inNotes(page).locator('img, script, a[href^="javascript"]').count()).toBe(0);
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(await overflow()).toBe(0);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await overflow()).toBe(0);
  await edit(page);
  expect(await overflow()).toBe(0);
  await page.getByRole('button', { name: 'Preview' }).click();
  await inNotes(page).locator('h3').waitFor();
  expect(await overflow()).toBe(0);
});

test('what is near to a session stands below it, and leads there', async () => {
  const near = await ada.add({
    fields: { title: 'Slicers', topics: 'pivot tables' },
    captions: await fixtureFile('zoom-like.vtt'),
  });
  await ada.fetch(`/api/sessions/${session.id}/topics`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'pivot tables' }),
  });
  await ada.processed(near.id);
  const page = await visit(browser, product.url, { as: mel });
  await page.goto(`/sessions/${session.slug}`);
  const related = page.getByRole('region', { name: 'Related sessions' });
  await related.getByRole('link', { name: 'Slicers' }).waitFor();
  await related.getByRole('link', { name: 'Slicers' }).click();
  await page.waitForURL((url) => url.pathname === `/sessions/${near.slug}`);
});
