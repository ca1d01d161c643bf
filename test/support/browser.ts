import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import type { Client } from './client.ts';
import { everyRow } from './rows.ts';

/** What the package is called on Debian, on Ubuntu, and Google's own. */
const names = ['chromium', 'chromium-browser', 'google-chrome'];

function findChromium(): string {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of names) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // not here
      }
    }
  }
  throw new Error(`None of ${names.join(', ')} is on the PATH.`);
}

/** Starts Chromium, which talks to nobody but the product, with further switches where a test needs some. */
export const openBrowser = (switches: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: findChromium(),
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
      ...switches,
    ],
  });

export interface VisitOptions extends BrowserContextOptions {
  /** Is signed in from the start. */
  readonly as?: Client;
  /** Answers that are meant to fail, such as the 401 that leads to the sign-in page. */
  readonly expectedStatuses?: readonly number[];
}

/** A page that notes what went wrong on it. */
export interface OpenPage {
  readonly page: Page;
  /**
   * Uncaught errors, what was written to the console as one, breaches of the content security policy, and
   * answers >= 400 unexpected; grows.
   */
  readonly errors: string[];
}

/** A page of a browser of its own at the product, for as long as its context is open. */
export async function openPage(browser: Browser, url: string, options: VisitOptions = {}): Promise<OpenPage> {
  const { as, expectedStatuses = [], ...contextOptions } = options;
  const context = await browser.newContext({
    baseURL: url,
    locale: 'en-GB',
    permissions: ['clipboard-read', 'clipboard-write'],
    viewport: { width: 1440, height: 900 },
    ...contextOptions,
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const errors: string[] = [];
  if (as) await context.addCookies([cookieOf(as, url)]);
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    // What a network error means is judged by its status below.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      errors.push(message.text());
  });
  page.on('response', (answer) => {
    if (answer.status() >= 400 && !expectedStatuses.includes(answer.status()))
      errors.push(`${answer.status()} from ${answer.request().method()} ${answer.url()}`);
  });
  return { page, errors };
}

/** The same for one test, which fails in the end when something went wrong on the page. */
export async function visit(browser: Browser, url: string, options: VisitOptions = {}): Promise<Page> {
  const { page, errors } = await openPage(browser, url, options);
  onTestFinished(async () => {
    await page.context().close();
    expect(errors).toEqual([]);
  });
  return page;
}

function cookieOf({ cookie }: Client, url: string) {
  const [name = '', ...value] = cookie.split('=');
  return { name, value: value.join('='), url };
}

/** What axe finds wrong with the page as it is: rule and elements. */
async function accessibilityProblems(page: Page): Promise<string[]> {
  // Not a page of its own to gather what was found in frames: ours have none of other origins, and it doubles the time.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

/** Colours and widths of a page, the width of a phone last; the first of each colour are of different widths. */
const looks = [
  ['light', 1440],
  ['dark', 390],
  ['dark', 1440],
  ['light', 390],
] as const;

/** The same in light and dark, on a desk and on a phone; in each of both together where every row runs. */
export async function problemsInEveryLook(page: Page): Promise<string[]> {
  const found = [];
  for (const [colorScheme, width] of everyRow(looks, ([color]) => color)) {
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme });
    for (const problem of await accessibilityProblems(page))
      found.push(`${colorScheme}, ${width} px: ${problem}`);
  }
  return found;
}

/** Remembers where the recording on the page begins to play; call before going there. */
export async function watchPlaying(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const note = ({ target }: Event) => {
      if (target instanceof HTMLVideoElement && !target.paused)
        document.documentElement.dataset['playedFrom'] ??= String(target.currentTime);
    };
    document.addEventListener('playing', note, true);
  });
  return async () => {
    const played = await page.waitForFunction(() => document.documentElement.dataset['playedFrom']);
    return Number(await played.jsonValue());
  };
}
