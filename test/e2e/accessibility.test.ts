import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, problemsInEveryLook } from '../support/browser.ts';
import { signIn } from '../support/client.ts';
import { admin, makeProduct, type Product, withAdmin } from '../support/product.ts';
import { emptyScreens, setupScreens } from '../support/screens/empty.ts';
import { type OpenScene, openScene } from '../support/screens/open-scene.ts';
import { showcaseScreens } from '../support/screens/showcase-screens.ts';
import { fillShowcase, type Showcase } from '../support/showcase.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

describe('axe finds nothing to complain about, light and dark, at 1440 and 390 px', () => {
  let product: Product;
  let scene: OpenScene<Showcase>;
  beforeAll(async () => {
    product = await makeProduct({ ...withAdmin, TRANSCRIBER: 'none' });
    await product.start();
    const showcase = await fillShowcase(product);
    scene = openScene({ browser, url: product.url, people: showcase.people, scene: showcase });
  }, 480_000);
  afterAll(async () => {
    await scene.close();
    await product.remove();
  });

  test.each(showcaseScreens)('$name', async (screen) => {
    const widths = screen.width === undefined ? undefined : [screen.width];
    expect(await scene.visit(screen, (page) => problemsInEveryLook(page, widths))).toEqual([]);
  });
});

test('nor in an installation where nothing is yet, and before there is anybody', async () => {
  const product = await makeProduct();
  try {
    await product.start();
    const scene = (people: Parameters<typeof openScene>[0]['people']) =>
      openScene({ browser, url: product.url, people, scene: null });
    const before = scene({});
    for (const screen of setupScreens)
      expect([screen.name, await before.visit(screen, (page) => problemsInEveryLook(page))]).toEqual([
        screen.name,
        [],
      ]);
    await before.close();
    await fetch(new URL('/api/setup', product.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Ada', ...admin }),
    });
    const after = scene({ admin: await signIn(product) });
    for (const screen of emptyScreens)
      expect([screen.name, await after.visit(screen, (page) => problemsInEveryLook(page))]).toEqual([
        screen.name,
        [],
      ]);
    await after.close();
  } finally {
    await product.remove();
  }
});
