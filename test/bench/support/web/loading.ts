import type { Page } from 'playwright-core';
import { printFigure } from '../print.ts';
import { median } from '../timing.ts';
import { type Site, withPage } from './site.ts';

const lcpMs = 1_500;
const layoutShift = 0.1;
const loads = 3;

/** Largest contentful paint and layout shift of a first visit, with an empty cache. */
export async function measureLoading(site: Site): Promise<void> {
  const [first] = site.talk.rare;
  const pages = [
    { name: 'home', path: '/', sign: 'article' },
    { name: 'results', path: `/?q=${first?.word ?? ''}`, sign: '[data-moment]' },
    {
      name: 'a long session',
      path: `/sessions/${site.talk.slug}?t=${Math.floor(site.talk.seconds / 2)}`,
      sign: '[aria-current="true"][data-line]',
    },
    { name: 'collections', path: '/collections', sign: 'main h2' },
    { name: 'add a session', path: '/new', sign: 'input[type="file"]' },
  ];
  for (const { name, path, sign } of pages) {
    const seen: Vitals[] = [];
    for (let load = 0; load < loads; load += 1)
      seen.push(
        await withPage(site, async (page) => {
          await watchVitals(page);
          await page.goto(path);
          await page.locator(sign).first().waitFor({ state: 'attached' });
          await page.waitForLoadState('networkidle');
          return readVitals(page);
        }),
      );
    printFigure(`LCP of ${name}`, median(seen.map(({ lcp }) => lcp)), 'ms', { atMost: lcpMs });
    printFigure(`layout shift of ${name}`, Math.max(...seen.map(({ shift }) => shift)), '', {
      atMost: layoutShift,
    });
  }
}

interface Vitals {
  readonly lcp: number;
  readonly shift: number;
}

/** Notes what the page tells of itself in attributes of its root: call before going there. */
async function watchVitals(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const note = (name: string, value: number) => {
      document.documentElement.dataset[name] = String(value);
    };
    let shift = 0;
    new PerformanceObserver((list) => {
      for (const { startTime } of list.getEntries()) note('lcp', startTime);
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if ('value' in entry && 'hadRecentInput' in entry && !entry.hadRecentInput)
          shift += Number(entry.value);
      note('shift', shift);
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

const readVitals = (page: Page): Promise<Vitals> =>
  page.evaluate(() => ({
    lcp: Number(document.documentElement.dataset['lcp'] ?? Number.NaN),
    shift: Number(document.documentElement.dataset['shift'] ?? 0),
  }));
