import { execFileSync } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import { basename, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Session } from '../../core/api/sessions.ts';
import { Transcript } from '../../core/api/transcripts.ts';
import { type OpenPage, openBrowser, openPage } from '../support/browser.ts';
import { type Client, fixtureFile, mediaFixture, signIn } from '../support/client.ts';
import {
  brightnessOf,
  captionsOf,
  openAt,
  playThrough,
  type Shown,
  screenBrightness,
  seek,
  whenShown,
} from '../support/player.ts';
import { makeProduct, type Product, withAdmin } from '../support/product.ts';
import { ownRecordings, type Recording, recordings } from '../support/recordings.ts';
import { waitUntil } from '../support/wait-until.ts';

const bright = 0.8;
const dark = 0.3;

let browser: Browser;
let product: Product;
let client: Client;
/** One for all: a new one would load the web app again for every recording. */
let opened: OpenPage;
/** Of the sessions, by file name. */
const sessionIds = new Map<string, string>();
beforeAll(async () => {
  browser = await openBrowser();
  product = await makeProduct({ ...withAdmin, TRANSCRIBER: 'none' });
  await product.start();
  client = await signIn(product);
  opened = await openPage(browser, product.url, { as: client });
});
afterEach(() => expect(opened.errors.splice(0)).toEqual([]));
afterAll(async () => {
  await browser.close();
  await product.remove();
});

async function upload({ name, path, captions }: Recording): Promise<void> {
  const { id } = await client.add({
    file: { name: basename(path), content: await openAsBlob(path) },
    ...(captions ? { captions: await fixtureFile(captions) } : {}),
  });
  sessionIds.set(name, id);
}

/** The session of a recording as soon as `holds`. */
async function sessionOf(name: string, holds: (session: Session) => boolean): Promise<Session> {
  const id = sessionIds.get(name) ?? '';
  let session = await client.session(id);
  await waitUntil(async () => {
    session = await client.session(id);
    const failed = session.stages.find(({ status }) => status === 'failed');
    if (failed) throw new Error(`${name}: ${failed.name}: ${failed.error}`);
    return holds(session);
  });
  return session;
}

const isPlayable = ({ media }: Session) => media.renditions.length > 0;
const isDone = ({ stages }: Session) =>
  stages.every(({ status }) => status === 'done' || status === 'skipped');

const expectNear = (seconds: number | null, expected: number, tolerance: number) =>
  expect(Math.abs((seconds ?? Number.POSITIVE_INFINITY) - expected)).toBeLessThan(tolerance);

function expectSize({ width, height }: Shown, [shownWidth, shownHeight]: readonly [number, number]): void {
  expect(Math.abs(width - shownWidth)).toBeLessThanOrEqual(2);
  expect(Math.abs(height - shownHeight)).toBeLessThanOrEqual(2);
}

const webm = 'ten-minutes.webm';

test('a WebM recording plays as it is while the MP4 is being made', async () => {
  const path = join(product.dataDir, webm);
  // Copied in no time, but seconds of work to encode.
  const loop = ['-stream_loop', '-1', '-i', mediaFixture('flash-vp8.webm'), '-t', '600', '-c', 'copy', path];
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', ...loop]);
  await upload({ name: webm, path });
  const { slug } = await sessionOf(webm, isPlayable);
  const shown = await openAt(opened.page, slug, 5.1);
  expect(shown.source).toMatch(/\.webm$/);
  expectNear(shown.seconds, 5.1, 0.3);
  expect(shown.brightness).toBeGreaterThan(bright);
  expectNear((await openAt(opened.page, slug, 550)).seconds, 550, 0.3);
  await Promise.all(recordings.map(upload));
});

test.each(recordings.filter(({ flashSeconds }) => flashSeconds))(
  '$name shows and plays what is at the second that is asked for',
  async ({ name, flashSeconds: [first = 0, second = 0] = [], size = [160, 90] }) => {
    const { slug, media } = await sessionOf(name, isPlayable);
    const { page } = opened;
    const hasPicture = media.video !== null;
    const shown = await openAt(page, slug, second + 0.1);
    expectNear(shown.seconds, second + 0.1, 0.3);
    if (hasPicture) {
      expect(shown.brightness).toBeGreaterThan(bright);
      expectSize(shown, size);
      expect((await seek(page, first - 0.1)).brightness).toBeLessThan(dark);
    }
    const { loudFrom, pictures } = await playThrough(page, first - 0.3, first + 0.3);
    expectNear(loudFrom, first, 0.1);
    if (!hasPicture) return;
    // It began after the last dark picture that was shown and with the first bright one at the latest.
    const flash = pictures.findIndex(({ brightness }) => brightness > bright);
    expect(pictures[flash]?.seconds).toBeGreaterThan((loudFrom ?? 0) - 0.1);
    expect(pictures[flash - 1]?.seconds ?? 0).toBeLessThan((loudFrom ?? 0) + 0.1);
  },
);

test.each([...recordings.filter(({ flashSeconds }) => !flashSeconds), ...ownRecordings()])(
  '$name plays from the second that is asked for',
  async (recording) => {
    const { name, speechSeconds, hasTone, size } = recording;
    if (!sessionIds.has(name)) await upload(recording);
    const { slug, media, durationSeconds } = await sessionOf(name, isPlayable);
    const { page } = opened;
    const length = durationSeconds ?? 0;
    const from = speechSeconds ?? Math.round(length * 5) / 10;
    const shown = await openAt(page, slug, from);
    expectNear(shown.seconds, from, 0.3);
    expect(shown.width > 0).toBe(media.video !== null);
    if (size) expectSize(shown, size);
    const end = Math.min(from + 0.4, length - 0.05);
    const { loudFrom, until } = await playThrough(page, Math.max(0, from - 0.3), end);
    expect(until).toBeGreaterThanOrEqual(end);
    if (speechSeconds !== undefined) expectNear(loudFrom, speechSeconds, 0.3);
    if (hasTone) expect(loudFrom).not.toBeNull();
  },
);

test('what was filmed upright is shown upright', async () => {
  const { slug } = await sessionOf('rotated.mov', isPlayable);
  const { bottomLeft } = await openAt(opened.page, slug, 1);
  const [red = 0, green = 255, blue = 255] = bottomLeft;
  expect(red - Math.max(green, blue)).toBeGreaterThan(100);
});

test('on screen is the picture of the second, not the poster', async () => {
  const { slug, media } = await sessionOf('flash.mp4', isDone);
  expect(await brightnessOf(opened.page, `/media/${media.poster}`)).toBeLessThan(dark);
  await openAt(opened.page, slug, 5.1);
  expect(await screenBrightness(opened.page)).toBeGreaterThan(bright);
});

test.each([
  'flash.mp4',
  'flash-late-sound.mp4',
  'flash-late-picture.mp4',
  'flash-rotated.mov',
  'flash-uneven.mp4',
  'flash-vp8.webm',
])('a preview of %s shows the flash where it is', async (name) => {
  const { media } = await sessionOf(name, isDone);
  const url = new URL(`/media/${media.storyboard}`, product.url);
  const vtt = await (await client.fetch(url.pathname)).text();
  const tiles = [...vtt.matchAll(/^00:00:(\S+) --> .*\n(.+)$/gm)];
  expect(tiles.map(([, start]) => start)).toEqual(['00.000', '05.000']);
  const [before, flash] = await Promise.all(
    tiles.map(([, , tile = '']) => brightnessOf(opened.page, new URL(tile, url).href)),
  );
  expect(before).toBeLessThan(dark);
  expect(flash).toBeGreaterThan(bright);
});

test.each(['flash-late-sound.mp4', 'flash-vp8.webm'])(
  'the sound of %s alone keeps its time',
  async (name) => {
    const { media } = await sessionOf(name, isDone);
    expect(media.audio).toMatch(/\.m4a$/);
    await opened.page.goto(`/media/${media.audio}`);
    expectNear((await playThrough(opened.page, 1.7, 2.3)).loudFrom, 2, 0.1);
  },
);

test.each(['flash-cues.mkv', 'subtitles.mkv', 'zoom-like.mp4'])(
  'the captions of %s appear when the transcript says so',
  async (name) => {
    const { id, slug } = await sessionOf(name, isDone);
    const answer = await client.fetch(`/api/sessions/${id}/transcript`);
    const { segments } = Transcript.parse(await answer.json());
    await openAt(opened.page, slug, 0);
    const times = segments.map(({ startSeconds, endSeconds }) => ({ startSeconds, endSeconds }));
    expect(await captionsOf(opened.page)).toEqual(times);
  },
);

test('the WebM recording plays from the MP4 once that is made, and as recorded for who asks for it', async () => {
  const { page } = opened;
  const { slug } = await sessionOf(webm, isDone);
  const shown = await openAt(page, slug, 5.1);
  expect(shown.source).toMatch(/\.mp4$/);
  expect(shown.brightness).toBeGreaterThan(bright);
  await page.getByLabel('Quality').selectOption('Original');
  await page.waitForFunction(() => document.querySelector('video')?.currentSrc.endsWith('.webm'));
  const original = await whenShown(page);
  expectNear(original.seconds, 5.1, 0.3);
  expect(original.brightness).toBeGreaterThan(bright);
});
