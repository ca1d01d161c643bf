import type { Locator, Page } from 'playwright-core';
import { printSpread, type Site, withPage } from './site.ts';

const pictureMs = 1_500;
const seekMs = 250;
const warmUp = 2;
/** Longer than anything that anybody would wait for. */
const limitMs = 30_000;

/** From a click to the picture of the right second: on a hit, and on a line; and from a key to new results. */
export async function measureClicks(site: Site): Promise<void> {
  const hits: number[] = [];
  const typed: number[] = [];
  const seeks: number[] = [];
  const { rare, slug } = site.talk;
  await withPage(site, async (page) => {
    await page.goto('/');
    for (const { word } of rounds(site)) {
      typed.push(await timeTyping(page, word));
      const hit = page.locator('[data-moment]').first();
      const address = await hit.getAttribute('href');
      const begins = Number(new URL(address ?? '', site.url).searchParams.get('t'));
      hits.push(await timePicture(page, hit, begins));
      await page.goBack();
      await page.locator('[data-moment]').first().waitFor();
    }
    await page.goto(`/sessions/${slug}`);
    for (const { line, startSeconds } of rounds(site)) {
      const text = page.locator(`[data-line="${line}"] p`);
      await text.scrollIntoViewIfNeeded();
      seeks.push(await timePicture(page, text, startSeconds));
    }
  });
  printSpread('last key to new results, 100 ms of them waiting for another key', typed.slice(warmUp));
  printSpread('click on a hit to its picture', hits.slice(warmUp), { atMost: pictureMs });
  printSpread(`click on one of ${site.talk.lines} lines to its picture`, seeks.slice(warmUp), {
    atMost: seekMs,
  });

  function rounds({ rounds: count }: Site) {
    // In no order, so that nothing next to it has been fetched before.
    return Array.from({ length: count + warmUp }, (_none, at) => rare[(at * 17 + 5) % rare.length]).filter(
      (each) => each !== undefined,
    );
  }
}

/** A hit starts up to 2 s before what was said; a picture stays for a moment after. */
const beforeSeconds = 2.6;
const afterSeconds = 1.5;

/** Milliseconds from the press of the button to the first picture near the second. */
async function timePicture(page: Page, target: Locator, seconds: number): Promise<number> {
  const waits = page.evaluate(
    ({ from, to, limit }) =>
      new Promise<number>((resolve, reject) => {
        setTimeout(() => reject(new Error(`no picture from ${from} to ${to} s`)), limit);
        addEventListener('pointerdown', ({ timeStamp: start }) => whenShown(start), {
          once: true,
          capture: true,
        });
        function whenShown(start: number) {
          const video = document.querySelector('video');
          if (!video) {
            requestAnimationFrame(() => whenShown(start));
            return;
          }
          const onFrame = (shownAt: number, { mediaTime }: { mediaTime: number }) => {
            if (mediaTime >= from && mediaTime <= to) resolve(shownAt - start);
            else video.requestVideoFrameCallback(onFrame);
          };
          video.requestVideoFrameCallback(onFrame);
        }
      }),
    { from: seconds - beforeSeconds, to: seconds + afterSeconds, limit: limitMs },
  );
  // The page listens before anything is pressed: messages to it keep their order.
  await target.click();
  return waits;
}

/** Milliseconds from the last letter to results that show the word. */
async function timeTyping(page: Page, word: string): Promise<number> {
  const field = page.getByRole('combobox');
  await field.fill('');
  await field.pressSequentially(word.slice(0, -1), { delay: 30 });
  const waits = page.evaluate(
    ({ sought, limit }) =>
      new Promise<number>((resolve, reject) => {
        setTimeout(() => reject(new Error(`${sought} was not found`)), limit);
        let start = Number.NaN;
        addEventListener('keydown', ({ timeStamp }) => (start = timeStamp), { once: true, capture: true });
        const look = () => {
          const marks = [...document.querySelectorAll('[data-moment] mark')];
          const isThere =
            location.search.endsWith(`q=${sought}`) && marks.some((m) => m.textContent === sought);
          const list = document.querySelector('[aria-label="Results"]');
          if (isThere && list?.getAttribute('aria-busy') === 'false') resolve(performance.now() - start);
          else requestAnimationFrame(look);
        };
        look();
      }),
    { sought: word, limit: limitMs },
  );
  await field.press(word.slice(-1));
  return waits;
}
