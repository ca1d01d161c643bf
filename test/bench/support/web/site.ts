import type { Browser, Page } from 'playwright-core';
import type { Bar } from '../print.ts';
import { printFigure } from '../print.ts';
import { percentile } from '../search/latency.ts';
import type { LongTalk } from './long-talk.ts';

/** A running product with the long talk in it, and a browser. */
export interface Site {
  readonly browser: Browser;
  readonly url: string;
  readonly cookie: string;
  readonly talk: LongTalk;
  /** How often a thing is done. */
  readonly rounds: number;
}

/** A page of a browser of its own, with nothing in its cache; `use` gets it. */
export async function withPage<Seen>(
  { browser, url, cookie }: Site,
  use: (page: Page) => Promise<Seen>,
): Promise<Seen> {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } });
  try {
    context.setDefaultTimeout(60_000);
    const [name = '', ...value] = cookie.split('=');
    await context.addCookies([{ name, value: value.join('='), url }]);
    // The loader of this program marks named functions with it, also those that run in the page.
    await context.addInitScript({ content: 'globalThis.__name ??= (named) => named;' });
    return await use(await context.newPage());
  } finally {
    await context.close();
  }
}

/** `p50` and `p95`, of which the bar is for the last. */
export function printSpread(name: string, values: readonly number[], bar?: Bar): void {
  printFigure(`${name}, p50 of ${values.length}`, percentile(values, 0.5), 'ms');
  printFigure(`${name}, p95 of ${values.length}`, percentile(values, 0.95), 'ms', bar);
}
