import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
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

/** A browser of its own at the product that notes what went wrong on its pages. */
export interface OpenContext {
  readonly context: BrowserContext;
  /**
   * Uncaught errors, what was written to the console as one, breaches of the content security policy, and
   * answers >= 400 unexpected; grows.
   */
  readonly errors: string[];
}

export interface OpenPage extends Pick<OpenContext, 'errors'> {
  readonly page: Page;
}

export async function openContext(
  browser: Browser,
  url: string,
  options: VisitOptions = {},
): Promise<OpenContext> {
  const { as, expectedStatuses = [], ...contextOptions } = options;
  const context = await browser.newContext({
    baseURL: url,
    locale: 'en-GB',
    permissions: ['clipboard-read', 'clipboard-write'],
    viewport: { width: 1440, height: 900 },
    ...contextOptions,
  });
  context.setDefaultTimeout(30_000);
  const errors: string[] = [];
  if (as) await context.addCookies([cookieOf(as, url)]);
  // Each breach by its own event: what is only to be reported, Chromium does not always write to the console.
  await context.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) =>
      console.error(`Against the policy ${effectiveDirective}: ${blockedURI} ${sourceFile}`),
    ),
  );
  context.on('weberror', (error) => errors.push(String(error.error())));
  context.on('console', (message) => {
    // What a network error means is judged by its status below.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      errors.push(message.text());
  });
  context.on('response', (answer) => {
    if (answer.status() >= 400 && !expectedStatuses.includes(answer.status()))
      errors.push(`${answer.status()} from ${answer.request().method()} ${answer.url()}`);
  });
  return { context, errors };
}

/** A page of a browser of its own at the product, for as long as its context is open. */
export async function openPage(browser: Browser, url: string, options: VisitOptions = {}): Promise<OpenPage> {
  const { context, errors } = await openContext(browser, url, options);
  return { page: await context.newPage(), errors };
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

/** What another theme can change, and another width: the other rules read what is the same in all looks. */
const rulesOfThemes = ['color-contrast', 'link-in-text-block'];
const rulesOfWidths = [
  ...rulesOfThemes,
  ...['target-size', 'scrollable-region-focusable', 'button-name', 'link-name', 'label'],
];

/** What axe finds wrong with the page as it is: rule and elements. */
async function accessibilityProblems(page: Page, rules?: string[]): Promise<string[]> {
  // Not a page of its own to gather what was found in frames: ours have none of other origins, and it doubles the time.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  // Of WCAG 2.2 AA, but off unless it is asked for.
  axe.options({ rules: { 'target-size': { enabled: true } } });
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

/** Colours at widths, the first of each colour at different ones. */
const looksAt = (widths: readonly number[]) => [
  ...widths.map((width, at) => ({ colorScheme: at % 2 === 0 ? 'light' : 'dark', width }) as const),
  ...widths.map((width, at) => ({ colorScheme: at % 2 === 0 ? 'dark' : 'light', width }) as const),
];

/**
 * All rules once, then in each look those that it can change, and whether all fits. Looks are light and dark, on a
 * desk and on a phone; where not every row runs, one of each colour.
 */
export async function problemsInEveryLook(
  page: Page,
  widths: readonly number[] = [1440, 390],
): Promise<string[]> {
  const found = [];
  for (const [at, look] of everyRow(looksAt(widths), ({ colorScheme }) => colorScheme).entries()) {
    const { width, colorScheme } = look;
    await page.setViewportSize({ width, height: 844 });
    await page.emulateMedia({ colorScheme });
    const changed = width === widths[0] ? rulesOfThemes : rulesOfWidths;
    for (const problem of await accessibilityProblems(page, at === 0 ? undefined : changed))
      found.push(`${colorScheme}, ${width} px: ${problem}`);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wider > 0) found.push(`${width} px: the page is ${wider} px wider than the window`);
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
