/**
 * Pictures of every screen, light and dark, on a desk and on a phone.
 *
 *   npm run screenshots [-- --only home,results] [--to screenshots]
 *
 * Those that the README shows are written to `docs/pictures` as well.
 */
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { repositoryRoot } from '../../core/root.ts';
import { openBrowser } from '../support/browser.ts';
import { signIn } from '../support/client.ts';
import { admin, makeProduct, type Product, withAdmin } from '../support/product.ts';
import { emptyScreens, setupScreens } from '../support/screens/empty.ts';
import { openScene } from '../support/screens/open-scene.ts';
import type { Screen } from '../support/screens/screen.ts';
import { showcaseScreens } from '../support/screens/showcase-screens.ts';
import { fillShowcase } from '../support/showcase.ts';
import { bench } from './support/bench.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    to: { type: 'string', default: 'screenshots' },
  },
});

/** Of the README. */
const shownInReadme = [
  'results-light-1440',
  'session-hits-dark-1440',
  'collection-light-390',
  'session-dark-390',
  'results-light-390',
];

const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [1440, 390].map((width) => ({ colorScheme, width })),
);

const folder = resolve(repositoryRoot(), values.to);
const pictures = join(repositoryRoot(), 'docs/pictures');
const only = values.only.split(',').filter(Boolean);

await bench({ limitMinutes: 30 }, async ({ signal }) => {
  await mkdir(folder, { recursive: true });
  await mkdir(pictures, { recursive: true });
  const browser = await openBrowser();
  const end = () => void browser.close();
  signal.addEventListener('abort', end);
  try {
    await withProduct({ ...withAdmin, TRANSCRIBER: 'none' }, async (product) => {
      const showcase = await fillShowcase(product);
      const place = { browser, url: product.url, people: showcase.people, scene: showcase };
      await take(place, showcaseScreens);
    });
    await withProduct({}, async (product) => {
      const place = { browser, url: product.url, people: {}, scene: null };
      await take(place, setupScreens);
      const body = JSON.stringify({ name: 'Ada', ...admin });
      const headers = { 'content-type': 'application/json' };
      await fetch(new URL('/api/setup', product.url), { method: 'POST', headers, body });
      await take({ ...place, people: { admin: await signIn(product) } }, emptyScreens);
    });
  } finally {
    signal.removeEventListener('abort', end);
    await browser.close();
  }
});

async function withProduct(
  given: Readonly<Record<string, string>>,
  use: (product: Product) => Promise<void>,
): Promise<void> {
  const product = await makeProduct(given, { makesDatabase: true });
  try {
    await product.start();
    await use(product);
  } finally {
    await product.remove();
  }
}

interface Place<Scene> extends Omit<Parameters<typeof openScene<Scene>>[0], 'context'> {
  readonly browser: Browser;
}

/** One look after the other, so that a person's pages are asked for in the same browser. A screen that fails is told. */
async function take<Scene>(place: Place<Scene>, all: readonly Screen<Scene>[]): Promise<void> {
  const screens = all.filter(({ name }) => only.length === 0 || only.includes(name));
  for (const { colorScheme, width } of looks) {
    const context: BrowserContextOptions = {
      colorScheme,
      viewport: { width, height: width > 500 ? 900 : 844 },
    };
    const scene = openScene({ ...place, context });
    for (const screen of screens) {
      if (screen.width !== undefined && screen.width !== width) continue;
      const name = `${screen.name}-${colorScheme}-${width}`;
      const path = join(folder, `${name}.png`);
      try {
        await scene.visit(screen, (page) => page.screenshot({ path, animations: 'disabled', caret: 'hide' }));
        if (shownInReadme.includes(name)) await toWebp(path, join(pictures, `${name}.webp`));
      } catch (error) {
        console.error(`  ${name}: ${error instanceof Error ? error.message : String(error)}`);
        process.exitCode = 1;
      }
    }
    await scene.close();
  }
  console.log(`  ${screens.length} screens in ${looks.length} looks are in ${folder}`);
}

async function toWebp(from: string, to: string): Promise<void> {
  const words = ['-nostdin', '-v', 'error', '-y', '-i', from, '-quality', '86', to];
  await promisify(execFile)('ffmpeg', words);
}
