import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { openBrowser, visit } from '../support/browser.ts';
import { fixtureFile, signIn } from '../support/client.ts';
import { makeProduct, type Product, withAdmin } from '../support/product.ts';

let browser: Browser;
let product: Product;
beforeAll(async () => {
  browser = await openBrowser();
  product = await makeProduct(withAdmin);
  await product.start();
});
afterAll(async () => {
  await browser.close();
  await product.remove();
});

test('a recording plays in the quality that one chooses, on from the same second, and says how it was made', async () => {
  const client = await signIn(product);
  const captions = await fixtureFile('teams-like.vtt');
  const { id, slug } = await client.add({ file: await fixtureFile('mediarecorder.webm'), captions });
  const { original } = await client.processed(id);
  const page = await visit(browser, product.url, { as: client });
  await page.goto(`/sessions/${slug}?t=4`);
  const isAt = (ending: string) =>
    page.waitForFunction((end) => {
      const video = document.querySelector('video');
      return video?.currentSrc.endsWith(end) && !video.seeking && Math.abs(video.currentTime - 4) < 0.3;
    }, ending);
  await isAt('.mp4');
  await page.getByRole('combobox', { name: 'Quality' }).selectOption({ label: 'Original' });
  await isAt('.webm');
  await page.getByRole('combobox', { name: 'Quality' }).selectOption({ label: 'Standard' });
  await isAt('.mp4');
  await page.getByRole('tab', { name: 'Details' }).click();
  await page.getByText(original?.plan[0] ?? 'a reason').waitFor();
});
