import type { Page } from 'playwright-core';

/** What the player shows while it stands still. */
export interface Shown {
  /** Where the player is. */
  readonly seconds: number;
  /** As shown: upright, square pixels; 0 where there is only sound. */
  readonly width: number;
  readonly height: number;
  /** Of the picture, from 0 (black) to 1 (white). */
  readonly brightness: number;
  /** Red, green and blue of the corners, 0 to 255. */
  readonly topLeft: readonly number[];
  readonly bottomLeft: readonly number[];
  /** Path of what is played. */
  readonly source: string;
}

/** A stretch as it was played. */
export interface Played {
  /** Each picture that came on screen, in order. */
  readonly pictures: readonly { readonly seconds: number; readonly brightness: number }[];
  /** Where in the recording the sound got loud; `null`: it did not. */
  readonly loudFrom: number | null;
  /** Where it stopped. */
  readonly until: number;
}

/** Opens the page of a session as a link to this second does, and waits until it is shown. */
export async function openAt(page: Page, slug: string, seconds: number): Promise<Shown> {
  await page.goto(`/sessions/${slug}?t=${seconds}`);
  return whenShown(page);
}

/** Takes the player that is open to another second. */
export async function seek(page: Page, seconds: number): Promise<Shown> {
  await page.locator('video').evaluate((video: HTMLVideoElement, to) => {
    video.currentTime = to;
  }, seconds);
  return whenShown(page);
}

/** Waits until the player has arrived where it was sent to. */
export async function whenShown(page: Page): Promise<Shown> {
  await page.waitForFunction(() => {
    const video = document.querySelector('video');
    return video && (video.error || (!video.seeking && video.readyState >= video.HAVE_CURRENT_DATA));
  });
  return page.locator('video').evaluate(readShown);
}

/** Runs in the page. */
function readShown(video: HTMLVideoElement): Shown {
  if (video.error) throw new Error(video.error.message);
  const side = 8;
  const canvas = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
  if (!canvas) throw new Error('There is no canvas.');
  canvas.drawImage(video, 0, 0, side, side);
  const light = canvas.getImageData(0, 0, side, side).data.filter((_value, at) => at % 4 !== 3);
  return {
    seconds: video.currentTime,
    width: video.videoWidth,
    height: video.videoHeight,
    brightness: light.reduce((sum, value) => sum + value, 0) / light.length / 255,
    topLeft: [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)],
    bottomLeft: [...canvas.getImageData(0, side - 1, 1, 1).data.slice(0, 3)],
    source: new URL(video.currentSrc).pathname,
  };
}

/** A stretch to play. */
interface Stretch {
  readonly from: number;
  readonly until: number;
  /** As bright as this is a picture in it: one that a machine under load left out is played again. */
  readonly brightest?: number;
}

/**
 * Plays what is open from one second to another, once a page, and sees and hears what comes. All times are the
 * recording's own: a machine under load shows fewer pictures and takes longer, but measures the same.
 */
export const playThrough = (page: Page, stretch: Stretch): Promise<Played> =>
  page.locator('video').evaluate(playAndWatch, stretch);

/** Runs in the page. */
async function playAndWatch(
  video: HTMLVideoElement,
  { from, until, brightest = 0 }: Stretch,
): Promise<Played> {
  const audible = 0.005;
  const context = new AudioContext();
  // Keeps the last 0.7 s: no sound is lost while the page is busy.
  const analyser = new AnalyserNode(context, { fftSize: 32_768 });
  context.createMediaElementSource(video).connect(analyser).connect(context.destination);
  const samples = new Float32Array(analyser.fftSize);
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  let pictures: { seconds: number; brightness: number }[] = [];

  const see = () =>
    video.requestVideoFrameCallback((_now, { mediaTime }) => {
      canvas?.drawImage(video, 0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0] = canvas?.getImageData(0, 0, 1, 1).data ?? [];
      pictures.push({ seconds: mediaTime, brightness: (red + green + blue) / 3 / 255 });
      see();
    });
  see();
  const clocks = () => ({ heard: context.currentTime, played: video.currentTime });
  /** Seconds since the sound got loud, after `start` of what was heard; `null`: it did not. */
  const loudSince = (start: number) => {
    analyser.getFloatTimeDomainData(samples);
    const fresh = Math.max(
      0,
      samples.length - Math.floor((context.currentTime - start) * context.sampleRate),
    );
    const at = samples.findIndex((sample, index) => index >= fresh && Math.abs(sample) > audible);
    return at < 0 ? null : (samples.length - at) / context.sampleRate;
  };
  const attempt = async () => {
    const arrived = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
    video.currentTime = from;
    await arrived;
    pictures = [];
    let loudFrom: number | null = null;
    let isSteady = true;
    let last = clocks();
    const start = last.heard;
    await video.play();
    while (video.currentTime < until && !video.ended) {
      await new Promise(requestAnimationFrame);
      const now = clocks();
      const since: number | null = loudFrom === null ? loudSince(start) : null;
      if (since !== null) {
        loudFrom = now.played - since;
        isSteady = Math.abs(now.heard - last.heard - (now.played - last.played)) < 0.03;
      }
      last = now;
    }
    video.pause();
    return { pictures, loudFrom, isSteady, until: video.currentTime };
  };

  let played = await attempt();
  // Where the player paused for breath just when the sound got loud, nobody knows where that was.
  const isUseful = () =>
    played.isSteady && (!brightest || played.pictures.some(({ brightness }) => brightness > brightest));
  for (let tries = 1; tries < 5 && !isUseful(); tries += 1) played = await attempt();
  await context.close();
  return played;
}

export interface Caption {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** The captions as the browser has read them, once it has. */
export async function captionsOf(page: Page): Promise<Caption[]> {
  await page.waitForFunction(() => document.querySelector('video')?.textTracks[0]?.cues?.length);
  return page.locator('video').evaluate(({ textTracks }: HTMLVideoElement) =>
    [...(textTracks[0]?.cues ?? [])].map(({ startTime, endTime }) => ({
      startSeconds: startTime,
      endSeconds: endTime,
    })),
  );
}

/** Brightness, from 0 to 1, of an image or of the part that a media fragment names (`sprite.jpg#xywh=0,0,160,90`). */
export function brightnessOf(page: Page, url: string): Promise<number> {
  return page.evaluate(async (src) => {
    const image = new Image();
    image.src = src;
    await image.decode();
    const [x = 0, y = 0, width = image.width, height = image.height] =
      src.split('#xywh=')[1]?.split(',').map(Number) ?? [];
    const canvas = new OffscreenCanvas(1, 1).getContext('2d');
    canvas?.drawImage(image, x, y, width, height, 0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = canvas?.getImageData(0, 0, 1, 1).data ?? [];
    return (red + green + blue) / 3 / 255;
  }, url);
}

/** Brightness, from 0 to 1, of the middle of the player as it is on screen. */
export async function screenBrightness(page: Page): Promise<number> {
  const area = await page.locator('video').boundingBox();
  if (!area) throw new Error('The player is not on screen.');
  const png = await page.screenshot({
    clip: { x: area.x + area.width / 2, y: area.y + area.height / 2, width: 8, height: 8 },
  });
  return brightnessOf(page, `data:image/png;base64,${png.toString('base64')}`);
}
