import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Transcript } from '../../core/api/transcripts.ts';
import { mediaFixture } from '../support/fixtures.ts';
import {
  bright,
  dark,
  expectInSync,
  expectNear,
  expectPlays,
  expectSize,
  isDone,
  isPlayable,
  openPlayback,
  type Playback,
} from '../support/playback.ts';
import {
  brightnessOf,
  captionsOf,
  openAt,
  playThrough,
  screenBrightness,
  seek,
  whenShown,
} from '../support/player.ts';
import { ownRecordings, recordings } from '../support/recordings.ts';

let playback: Playback;
beforeAll(async () => {
  playback = await openPlayback();
});
afterEach(() => expect(playback.opened.errors.splice(0)).toEqual([]));
afterAll(() => playback.close());

const webm = 'ten-minutes.webm';

test('a WebM recording plays as it is while the MP4 is being made', async () => {
  const path = join(playback.product.dataDir, webm);
  // Copied in no time, but seconds of work to encode.
  const loop = ['-stream_loop', '-1', '-i', mediaFixture('flash-vp8.webm'), '-t', '600', '-c', 'copy', path];
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', ...loop]);
  playback.add([{ name: webm, path }, ...recordings]);
  const { slug } = await playback.sessionOf(webm, isPlayable);
  const shown = await openAt(playback.opened.page, slug, 5.1);
  expect(shown.source).toMatch(/\.webm$/);
  expectNear(shown.seconds, 5.1, 0.3);
  expect(shown.brightness).toBeGreaterThan(bright);
  expectNear((await openAt(playback.opened.page, slug, 550)).seconds, 550, 0.3);
});

test.each(recordings.filter(({ flashSeconds }) => flashSeconds))(
  '$name shows and plays what is at the second that is asked for',
  async ({ name, flashSeconds: [first = 0, second = 0] = [], size = [160, 90] }) => {
    const { slug, media } = await playback.sessionOf(name, isPlayable);
    const { page } = playback.opened;
    const hasPicture = media.video !== null;
    const shown = await openAt(page, slug, second + 0.1);
    expectNear(shown.seconds, second + 0.1, 0.3);
    if (hasPicture) {
      expect(shown.brightness).toBeGreaterThan(bright);
      expectSize(shown, size);
      expect((await seek(page, first - 0.1)).brightness).toBeLessThan(dark);
    }
    await expectInSync(page, first, hasPicture);
  },
);

test.each([...recordings.filter(({ flashSeconds }) => !flashSeconds), ...ownRecordings()])(
  '$name plays from the second that is asked for',
  async (recording) => {
    if (!playback.isAdded(recording.name)) playback.add([recording]);
    await expectPlays(playback, recording);
  },
);

test('what was filmed upright is shown upright', async () => {
  const { slug } = await playback.sessionOf('media/rotated.mov', isPlayable);
  const { bottomLeft } = await openAt(playback.opened.page, slug, 1);
  const [red = 0, green = 255, blue = 255] = bottomLeft;
  expect(red - Math.max(green, blue)).toBeGreaterThan(100);
});

test('on screen is the picture of the second, not the poster', async () => {
  const { slug, media } = await playback.sessionOf('media/flash.mp4', isDone);
  expect(await brightnessOf(playback.opened.page, `/media/${media.poster}`)).toBeLessThan(dark);
  await openAt(playback.opened.page, slug, 5.1);
  expect(await screenBrightness(playback.opened.page)).toBeGreaterThan(bright);
});

test.each([
  'flash.mp4',
  'flash-late-sound.mp4',
  'flash-late-picture.mp4',
  'flash-rotated.mov',
  'flash-uneven.mp4',
  'flash-vp8.webm',
])('a preview of %s shows the flash where it is', async (name) => {
  const { media } = await playback.sessionOf(`media/${name}`, isDone);
  const url = new URL(`/media/${media.storyboard}`, playback.product.url);
  const vtt = await (await playback.client.fetch(url.pathname)).text();
  const tiles = [...vtt.matchAll(/^00:00:(\S+) --> .*\n(.+)$/gm)];
  expect(tiles.map(([, start]) => start)).toEqual(['00.000', '05.000']);
  const [before, flash] = await Promise.all(
    tiles.map(([, , tile = '']) => brightnessOf(playback.opened.page, new URL(tile, url).href)),
  );
  expect(before).toBeLessThan(dark);
  expect(flash).toBeGreaterThan(bright);
});

test.each(['flash-late-sound.mp4', 'flash-vp8.webm'])(
  'the sound of %s alone keeps its time',
  async (name) => {
    const { media } = await playback.sessionOf(`media/${name}`, isDone);
    expect(media.audio).toMatch(/\.m4a$/);
    await playback.opened.page.goto(`/media/${media.audio}`);
    expectNear((await playThrough(playback.opened.page, { from: 1.7, until: 2.3 })).loudFrom, 2, 0.1);
  },
);

test.each(['flash-cues.mkv', 'subtitles.mkv', 'zoom-like.mp4'])(
  'the captions of %s appear when the transcript says so',
  async (name) => {
    const { id, slug } = await playback.sessionOf(`media/${name}`, isDone);
    const answer = await playback.client.fetch(`/api/sessions/${id}/transcript`);
    const { segments } = Transcript.parse(await answer.json());
    await openAt(playback.opened.page, slug, 0);
    const times = segments.map(({ startSeconds, endSeconds }) => ({ startSeconds, endSeconds }));
    expect(await captionsOf(playback.opened.page)).toEqual(times);
  },
);

test('the WebM recording plays from the MP4 once that is made, and as recorded for who asks for it', async () => {
  const { page } = playback.opened;
  const { slug } = await playback.sessionOf(webm, isDone);
  const shown = await openAt(page, slug, 5.1);
  expect(shown.source).toMatch(/\.mp4$/);
  expect(shown.brightness).toBeGreaterThan(bright);
  await page.getByLabel('Quality').selectOption('Original');
  await page.waitForFunction(() => document.querySelector('video')?.currentSrc.endsWith('.webm'));
  const original = await whenShown(page);
  expectNear(original.seconds, 5.1, 0.3);
  expect(original.brightness).toBeGreaterThan(bright);
});
