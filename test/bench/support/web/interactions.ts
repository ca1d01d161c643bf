import type { Page } from 'playwright-core';
import { printFigure } from '../print.ts';
import { type Site, withPage } from './site.ts';

const inpMs = 200;

/** Interaction to next paint: the slowest press of a key or a button of each kind, by the browser's own clock. */
export async function measureInteractions(site: Site): Promise<void> {
  const { rare, slug } = site.talk;
  const [first, second] = rare;
  const key = (page: Page, name: string) => page.keyboard.press(name);
  const kinds: readonly (readonly [string, string, (page: Page) => Promise<unknown>])[] = [
    [
      'typing a search',
      '/',
      async (page) => {
        await page.getByRole('combobox').pressSequentially(`${first?.word ?? ''} `, { delay: 60 });
        await page.locator('[data-moment]').first().waitFor();
      },
    ],
    [
      'walking through moments and playing one',
      `/?q=${second?.word ?? ''}`,
      async (page) => {
        await page.locator('[data-moment]').first().focus();
        for (const name of ['ArrowDown', 'ArrowUp', 'k', 'k', 'Escape']) await key(page, name);
      },
    ],
    [
      'account and help',
      '/',
      async (page) => {
        await page.getByRole('button', { name: /^Account of/ }).click();
        await key(page, 'Escape');
        await key(page, '?');
        await page.locator('dialog[open]').waitFor();
        await key(page, 'Escape');
      },
    ],
    [
      `keys of the player beside ${site.talk.lines} lines`,
      `/sessions/${slug}`,
      async (page) => {
        for (const name of ['l', 'l', 'j', '5', '9', '1', 'k', '>', '<', 'c', 'm', 'k'])
          await key(page, name);
      },
    ],
    [
      `tabs beside ${site.talk.lines} lines`,
      `/sessions/${slug}`,
      async (page) => {
        for (const name of ['Notes', 'Details', 'Transcript']) await page.getByRole('tab', { name }).click();
      },
    ],
    [
      `finding in ${site.talk.lines} lines`,
      `/sessions/${slug}`,
      async (page) => {
        await page.getByRole('searchbox', { name: 'Find in this session' }).click();
        await page.keyboard.type('the pivot', { delay: 60 });
        for (let step = 0; step < 5; step += 1) await key(page, 'Enter');
      },
    ],
    [
      `editing one of ${site.talk.lines} lines`,
      `/sessions/${slug}?edit`,
      async (page) => {
        await page.locator('[data-line="2"] [data-act="open"]').click();
        await page.keyboard.type('well, ', { delay: 60 });
        await key(page, 'Escape');
      },
    ],
  ];
  for (const [name, path, act] of kinds) {
    const slowest = await withPage(site, async (page) => {
      await watchInteractions(page);
      await page.goto(path);
      await page.waitForLoadState('networkidle');
      await act(page);
      return readSlowest(page);
    });
    printFigure(`INP, ${name}`, slowest, 'ms', { atMost: inpMs });
  }
}

async function watchInteractions(page: Page): Promise<void> {
  await page.addInitScript(() => {
    let slowest = 0;
    const options = { type: 'event', durationThreshold: 16, buffered: true };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (!('interactionId' in entry) || entry.interactionId === 0) continue;
        slowest = Math.max(slowest, entry.duration);
        document.documentElement.dataset['inp'] = String(slowest);
      }
    }).observe(options);
  });
}

/** Once two more frames have been painted; what took less than 16 ms is not told apart. */
const readSlowest = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 10; frame += 1)
      await new Promise((resolve) => requestAnimationFrame(resolve));
    return Number(document.documentElement.dataset['inp'] ?? 16);
  });
