import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Transcript } from '../../core/api/transcripts.ts';
import { toVtt } from '../../core/model/captions/write.ts';
import { moveSegments } from '../../core/model/transcript.ts';
import { abandonLiveRecording } from '../support/live-recording.ts';
import { loopRecording } from '../support/long-recording.ts';
import {
  bright,
  dark,
  expectInSync,
  expectNear,
  expectPlays,
  expectSize,
  expectUpright,
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
import { kindOfRecording } from '../support/recording-classes.ts';
import { isPlayed, oddRecordings, ownRecordings, recordings, talkRecordings } from '../support/recordings.ts';
import { everyRow } from '../support/rows.ts';
import { twoSubjects } from '../support/talks.ts';

const played = [...[...recordings, ...talkRecordings].filter(isPlayed), ...ownRecordings()];
const odd = oddRecordings.filter(isPlayed);
const kindOf = (file: string) => kindOfRecording(`media/${file}`);

let playback: Playback;
const live = 'live.webm';
let liveBytes: number;
beforeAll(async () => {
  playback = await openPlayback();
  liveBytes = await abandonLiveRecording(playback, live);
});
afterEach(() => expect(playback.opened.errors.splice(0)).toEqual([]));
afterAll(() => playback.close());

const webm = 'ten-minutes.webm';
/** What is said in it: of one subject in the first half, of another in the second. */
const sentences = moveSegments(twoSubjects.slice(30, 90), -300);

test('a WebM recording plays as it is while the MP4 is being made', async () => {
  const path = join(playback.product.dataDir, webm);
  // Copied in no time, but seconds of work to encode.
  await loopRecording('flash-vp8.webm', 602, path);
  const captions = join(playback.product.dataDir, 'ten-minutes.vtt');
  await writeFile(captions, toVtt(sentences));
  playback.add([{ name: webm, path, captions }, ...played, ...odd]);
  const { slug } = await playback.sessionOf(webm, isPlayable);
  const shown = await openAt(playback.opened.page, slug, 5.1);
  expect(shown.source).toMatch(/\.webm$/);
  expectNear(shown.seconds, 5.1, 0.3);
  expect(shown.brightness).toBeGreaterThan(bright);
  expectNear((await openAt(playback.opened.page, slug, 550)).seconds, 550, 0.3);
});

test.each(played.filter(({ flashSeconds }) => flashSeconds))(
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

test.each(played.filter(({ flashSeconds }) => !flashSeconds))(
  '$name plays from the second that is asked for',
  async (recording) => {
    await expectPlays(playback, recording);
  },
);

test.each(odd)('$name is upright and at the second that is asked for', async (recording) => {
  await expectUpright(playback, recording);
});

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

const previewed = [
  'flash.mp4',
  'flash-late-sound.mp4',
  'flash-late-picture.mp4',
  'flash-rotated.mov',
  'flash-uneven.mp4',
  'flash-vp8.webm',
];
test.each(everyRow(previewed, kindOf))('a preview of %s shows the flash where it is', async (name) => {
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

test.each(
  everyRow(['flash-cues.mkv', 'subtitles.mkv', 'zoom-like.mp4'], (file) =>
    file.endsWith('.mkv') ? 'within' : 'beside',
  ),
)('the captions of %s appear when the transcript says so', async (name) => {
  const { id, slug } = await playback.sessionOf(`media/${name}`, isDone);
  const answer = await playback.client.fetch(`/api/sessions/${id}/transcript`);
  const { segments } = Transcript.parse(await answer.json());
  await openAt(playback.opened.page, slug, 0);
  const times = segments.map(({ startSeconds, endSeconds }) => ({ startSeconds, endSeconds }));
  expect(await captionsOf(playback.opened.page)).toEqual(times);
});

test('a chapter of it begins with a sentence, and a click on it plays from there', async () => {
  const { slug, chapters } = await playback.sessionOf(webm, isDone);
  const { page } = playback.opened;
  const starts = chapters.map(({ startSeconds }) => startSeconds);
  expect(starts.length).toBeGreaterThan(1);
  const said = sentences.map(({ startSeconds }) => startSeconds);
  expect(starts.filter((start) => !said.includes(start))).toEqual([]);
  await openAt(page, slug, 0);
  await page.getByRole('tab', { name: 'Chapters' }).click();
  for (const [at, start] of starts.entries()) {
    await page.locator('#panel-Chapters').getByRole('button').nth(at).click();
    const isThere = (from: number) => (document.querySelector('video')?.currentTime ?? -1) >= from;
    await page.waitForFunction(isThere, start);
    await page.locator('video').evaluate((video: HTMLVideoElement) => video.pause());
    expectNear((await whenShown(page)).seconds, start, 2);
  }
});

test('a recording too heavy for some plays as it is before a smaller version is begun, and after', async () => {
  const { page } = playback.opened;
  const { slug, media, stages } = await playback.sessionOf('media/heavy.mp4', isDone);
  const sizes = media.renditions.map(({ quality, width, height }) => [quality, width, height]);
  expect(sizes).toEqual([
    ['standard', 1280, 720],
    ['original', 2560, 1440],
    [null, null, null],
  ]);
  const stage = (name: string) => stages.find((each) => each.name === name);
  const begun = new Date(stage('optimise')?.startedAt ?? 0).getTime();
  expect(new Date(stage('transcode')?.finishedAt ?? Number.NaN).getTime()).toBeLessThanOrEqual(begun);
  expectSize(await openAt(page, slug, 1), [1280, 720]);
  await page.getByRole('combobox', { name: 'Quality' }).selectOption('Original');
  await page.waitForFunction(() => document.querySelector('video')?.videoWidth === 2560);
  const original = await whenShown(page);
  expectSize(original, [2560, 1440]);
  expectNear(original.seconds, 1, 0.3);
});

test('what a browser had recorded live when it vanished is a session that plays', async () => {
  const { slug, media, original } = await playback.sessionOf(live, isDone);
  expect(original?.bytes).toBe(liveBytes);
  // A busy machine paints the first picture so late that no copy would do: then there is no WebM.
  const types = media.renditions.map(({ contentType }) => contentType);
  expect(types.filter((type) => type !== 'video/webm')).toEqual(['video/mp4', 'audio/mp4']);
  const shown = await openAt(playback.opened.page, slug, 1);
  expectNear(shown.seconds, 1, 0.3);
  expectSize(shown, [320, 180]);
  const { until } = await playThrough(playback.opened.page, { from: 1, until: 1.5 });
  expect(until).toBeGreaterThanOrEqual(1.5);
});

test('the WebM recording plays from the MP4 once that is made, and as recorded for who asks for it', async () => {
  const { page } = playback.opened;
  const { slug } = await playback.sessionOf(webm, isDone);
  const shown = await openAt(page, slug, 5.1);
  expect(shown.source).toMatch(/\.mp4$/);
  expect(shown.brightness).toBeGreaterThan(bright);
  await page.getByRole('combobox', { name: 'Quality' }).selectOption('Original');
  await page.waitForFunction(() => document.querySelector('video')?.currentSrc.endsWith('.webm'));
  const original = await whenShown(page);
  expectNear(original.seconds, 5.1, 0.3);
  expect(original.brightness).toBeGreaterThan(bright);
});
