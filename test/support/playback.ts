import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Session } from '../../core/api/sessions.ts';
import { type OpenPage, openBrowser, openPage } from './browser.ts';
import { type Client, politeMs, signIn } from './client.ts';
import { openAt, playThrough, type Shown, seek } from './player.ts';
import { makeProduct, type Product, withAdmin } from './product.ts';
import { type OddRecording, type Recording, recordings } from './recordings.ts';
import { waitUntil } from './wait-until.ts';

/** Brightness from which a picture is one of the flash, and below which it is none. */
export const bright = 0.8;
export const dark = 0.3;

/** A product that recordings are added to, and one page that they are played on. */
export interface Playback {
  readonly product: Product;
  readonly client: Client;
  /** One for all: a new one would load the web app again for every recording. */
  readonly opened: OpenPage;
  /** Adds them in their order while others are played already. */
  add(recordings: readonly Pick<Recording, 'name' | 'path' | 'captions'>[]): void;
  /** The same of one that is a session already, or will be when this resolves. */
  addSession(name: string, id: Promise<string>): void;
  /** The session of a recording as soon as `holds`; adds one of `test/fixtures/media` that was not added. */
  sessionOf(name: string, holds: (session: Session) => boolean): Promise<Session>;
  close(): Promise<void>;
}

export const isPlayable = ({ media }: Session): boolean => media.renditions.length > 0;
export const isDone = ({ stages }: Session): boolean =>
  stages.every(({ status }) => status === 'done' || status === 'skipped');

export async function openPlayback(): Promise<Playback> {
  const browser = await openBrowser();
  const product = await makeProduct({ ...withAdmin, TRANSCRIBER: 'none' });
  await product.start();
  const client = await signIn(product);
  const opened = await openPage(browser, product.url, { as: client, viewport: { width: 960, height: 720 } });
  /** Ids of the sessions, by name of the recording. */
  const added = new Map<string, Promise<string>>();
  let last: Promise<string> = Promise.resolve('');

  async function upload({ path, captions }: Pick<Recording, 'path' | 'captions'>): Promise<string> {
    const fileAt = async (at: string) => ({ name: basename(at), content: await openAsBlob(at) });
    const { id } = await client.add({
      file: await fileAt(path),
      ...(captions ? { captions: await fileAt(captions) } : {}),
    });
    return id;
  }
  const playback: Playback = {
    product,
    client,
    opened,
    add(recordings) {
      for (const recording of recordings) {
        last = last.then(() => upload(recording));
        added.set(recording.name, last);
      }
    },
    addSession(name, id) {
      // A test that asks for it is told; none need ask.
      id.catch(() => undefined);
      added.set(name, id);
    },
    async sessionOf(name, holds) {
      if (!added.has(name)) playback.add(recordings.filter((recording) => recording.name === name));
      const id = (await added.get(name)) ?? '';
      let session = await client.session(id);
      await waitUntil(async () => {
        session = await client.session(id);
        const failed = session.stages.find(({ status }) => status === 'failed');
        if (failed) throw new Error(`${name}: ${failed.name}: ${failed.error}`);
        return holds(session);
      }, politeMs);
      return session;
    },
    async close() {
      await browser.close();
      await product.remove();
    },
  };
  return playback;
}

export const expectNear = (seconds: number | null, expected: number, tolerance: number): void =>
  expect(Math.abs((seconds ?? Number.POSITIVE_INFINITY) - expected)).toBeLessThan(tolerance);

export function expectSize(
  { width, height }: Shown,
  [shownWidth, shownHeight]: readonly [number, number],
): void {
  expect(Math.abs(width - shownWidth)).toBeLessThanOrEqual(2);
  expect(Math.abs(height - shownHeight)).toBeLessThanOrEqual(2);
}

/** Plays the beep that begins at this second, and the flash with it unless there is only sound. */
export async function expectInSync(page: Page, seconds: number, hasPicture: boolean): Promise<void> {
  const stretch = { from: Math.max(0, seconds - 0.3), until: seconds + 0.3 };
  const { loudFrom, pictures } = await playThrough(page, {
    ...stretch,
    ...(hasPicture ? { brightest: bright } : {}),
  });
  expectNear(loudFrom, seconds, 0.1);
  if (!hasPicture) return;
  // It began after the last dark picture that was shown and with the first bright one at the latest.
  const flash = pictures.findIndex(({ brightness }) => brightness > bright);
  expect(pictures[flash]?.seconds).toBeGreaterThan((loudFrom ?? 0) - 0.1);
  expect(pictures[flash - 1]?.seconds ?? 0).toBeLessThan((loudFrom ?? 0) + 0.1);
}

/** Plays the recording of which no more is known than this. */
export async function expectPlays(playback: Playback, recording: Recording): Promise<void> {
  const { name, speechSeconds, hasTone, size } = recording;
  const { slug, media, durationSeconds } = await playback.sessionOf(name, isPlayable);
  const { page } = playback.opened;
  const length = durationSeconds ?? 0;
  const from = speechSeconds ?? Math.round(length * 5) / 10;
  const shown = await openAt(page, slug, from);
  expectNear(shown.seconds, from, 0.3);
  expect(shown.width > 0).toBe(media.video !== null);
  if (size) expectSize(shown, size);
  const end = Math.min(from + 0.4, length - 0.05);
  const { loudFrom, until } = await playThrough(page, { from: Math.max(0, from - 0.3), until: end });
  expect(until).toBeGreaterThanOrEqual(end);
  if (speechSeconds !== undefined) expectNear(loudFrom, speechSeconds, 0.3);
  if (hasTone) expect(loudFrom).not.toBeNull();
}

/**
 * Looks at an odd recording at the second of its flash. That beep and flash keep their time is shown of each by the
 * contract test; here of one of each kind of file.
 */
export async function expectUpright(playback: Playback, recording: OddRecording): Promise<void> {
  const { name, flashSeconds, beepSeconds, size, isFirstOfKind } = recording;
  const { slug } = await playback.sessionOf(name, isPlayable);
  const { page } = playback.opened;
  const seconds = (flashSeconds ?? 0.4) + 0.1;
  const shown = await openAt(page, slug, seconds);
  expectNear(shown.seconds, seconds, 0.3);
  expect(shown.width > 0).toBe(size !== null);
  if (size) {
    // A version for every device may be there already: no wider than 1280.
    const share = shown.width <= 1280 ? Math.min(1, 1280 / size[0]) : 1;
    expectSize(shown, [size[0] * share, size[1] * share]);
    const [red = 0, green = 255, blue = 255] = shown.topLeft;
    expect(red - Math.max(green, blue)).toBeGreaterThan(100);
  }
  if (flashSeconds !== null) {
    expect(shown.brightness).toBeGreaterThan(bright);
    expect((await seek(page, flashSeconds - 0.3)).brightness).toBeLessThan(dark);
  }
  if (isFirstOfKind && beepSeconds !== null) await expectInSync(page, beepSeconds, flashSeconds !== null);
}
