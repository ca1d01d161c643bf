import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import type { Client } from './client.ts';

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

/**
 * What Chromium need not have. The first three are pages of its own behind the address bar, which take as long as ours
 * in each window; of the others Playwright says why, whose list this one replaces.
 */
const unneeded = [
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup'],
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades'],
  ...['HttpsFirstBalancedModeAutoEnable', 'LensOverlay', 'MediaRouter', 'PaintHolding'],
  ...['ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect', 'OptimizationHints'],
  ...['NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch'],
];

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
      `--disable-features=${unneeded.join()}`,
      '--autoplay-policy=no-user-gesture-required',
      ...switches,
    ],
  });

/** Of a page, unless something else is said. */
export const viewport = { width: 1440, height: 900 } as const;

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
    viewport,
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
