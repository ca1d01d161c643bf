import type { Page } from 'playwright-core';
import { type Bar, printFigure } from '../print.ts';
import { printSpread, type Site, withPage } from './site.ts';

const frameMs = 50;
const findMs = 200;
const turns = 120;

/** Opening, scrolling through and finding in a transcript of thousands of lines. */
export async function measureLongTalk(site: Site): Promise<void> {
  const { slug, lines, seconds, rare } = site.talk;
  await withPage(site, async (page) => {
    const start = performance.now();
    await page.goto(`/sessions/${slug}?t=${Math.floor(seconds / 2)}`);
    await page.locator('[aria-current="true"][data-line]').waitFor();
    printFigure(`${lines} lines, open at the line in the middle`, performance.now() - start, 'ms');

    await page.waitForLoadState('networkidle');
    await page.locator('[aria-current="true"][data-line]').hover();
    printFrames(`${lines} lines`, await timeScrolling(page), { atMost: frameMs });

    const found: number[] = [];
    for (const { word } of rare.slice(0, site.rounds)) found.push(await timeFind(page, word));
    printSpread(`${lines} lines, last key to the match`, found, { atMost: findMs });
  });
  await measureEmptyBox(site);
}

/** What scrolling costs where there is nothing to draw: in a browser without a graphics card, on this machine, now. */
async function measureEmptyBox(site: Site): Promise<void> {
  await withPage(site, async (page) => {
    await page.setContent(
      '<div style="width: 440px; height: 750px; overflow-y: auto"><div style="height: 300000px">',
    );
    await page.mouse.move(200, 400);
    printFrames('an empty box', await timeScrolling(page));
  });
}

function printFrames(name: string, frames: readonly number[], bar?: Bar): void {
  printFigure(`${name}, scrolling: longest frame`, Math.max(...frames), 'ms', bar);
  const late = frames.filter((ms) => ms > 25).length;
  printFigure(`${name}, scrolling: late frames of ${frames.length}`, (100 * late) / frames.length, '%');
}

/** Milliseconds between the frames painted while the wheel turns, down and up again. */
async function timeScrolling(page: Page): Promise<readonly number[]> {
  const watch = await page.evaluateHandle(() => {
    const frames: number[] = [];
    let last = performance.now();
    let isOn = true;
    const next = (now: number) => {
      frames.push(now - last);
      last = now;
      if (isOn) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
    return {
      stop: () => {
        isOn = false;
        return frames;
      },
    };
  });
  for (let turn = 0; turn < turns; turn += 1) await page.mouse.wheel(0, turn < turns / 2 ? 900 : -900);
  return watch.evaluate(({ stop }) => stop());
}

/** Milliseconds from the last letter to the count of matches. */
async function timeFind(page: Page, word: string): Promise<number> {
  const field = page.getByRole('searchbox', { name: 'Find in this session' });
  await field.fill(word.slice(0, -1));
  const waits = page.evaluate(
    (sought) =>
      new Promise<number>((resolve) => {
        let start = Number.NaN;
        addEventListener('keydown', ({ timeStamp }) => (start = timeStamp), { once: true, capture: true });
        const look = (now: number) => {
          const isThere = [...document.querySelectorAll('[data-line] mark')].some(
            ({ textContent }) => textContent === sought,
          );
          if (isThere) resolve(now - start);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    word,
  );
  await field.press(word.slice(-1));
  return waits;
}
