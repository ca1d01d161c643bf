import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemsInEveryLook } from '../support/accessibility.ts';
import { openBrowser } from '../support/browser.ts';
import { signIn } from '../support/client.ts';
import { admin, makeProduct, type Product, withAdmin } from '../support/product.ts';
import { everyRow } from '../support/rows.ts';
import { emptyScreens, setupScreens } from '../support/screens/empty.ts';
import { type OpenScene, openScene } from '../support/screens/open-scene.ts';
import type { Screen } from '../support/screens/screen.ts';
import { showcaseScreens } from '../support/screens/showcase-screens.ts';
import { fillShowcase, type Showcase } from '../support/showcase.ts';

/** What a screen stands for: its route as one comes to it, after something was done there, or where something fails. */
const classOf = <Scene>({ route, open, expectedStatuses }: Screen<Scene>): string =>
  `${route} ${expectedStatuses ? 'fails' : open ? 'done' : 'come to'}`;

/** Each with the number of its first look: all looks come up, also where each state has only one. */
const inTurn = <Scene>(screens: readonly Screen<Scene>[]) =>
  everyRow(screens, classOf).map((screen, turn) => ({ ...screen, turn }));

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

  test.each(inTurn(showcaseScreens))('$name', async ({ turn, ...screen }) => {
    const options = { turn, ...(screen.width !== undefined && { widths: [screen.width] }) };
    expect(await scene.visit(screen, (page) => problemsInEveryLook(page, options))).toEqual([]);
  });
});

test('nor in an installation where nothing is yet, and before there is anybody', async () => {
  const product = await makeProduct();
  try {
    await product.start();
    const scene = (people: Parameters<typeof openScene>[0]['people']) =>
      openScene({ browser, url: product.url, people, scene: null });
    const before = scene({});
    for (const { turn, ...screen } of inTurn(setupScreens)) {
      const found = await before.visit(screen, (page) => problemsInEveryLook(page, { turn }));
      expect([screen.name, found]).toEqual([screen.name, []]);
    }
    await before.close();
    await fetch(new URL('/api/setup', product.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Ada', ...admin }),
    });
    const after = scene({ admin: await signIn(product) });
    for (const { turn, ...screen } of inTurn(emptyScreens)) {
      const found = await after.visit(screen, (page) => problemsInEveryLook(page, { turn }));
      expect([screen.name, found]).toEqual([screen.name, []]);
    }
    await after.close();
  } finally {
    await product.remove();
  }
});
