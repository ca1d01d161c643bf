import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Playback } from './playback.ts';
import { askTus, begin, sendPiece } from './tus.ts';
import { idOf } from './upload-server.ts';
import { waitUntil } from './wait-until.ts';

/** Longer than who records live may be away. */
const awayMs = 16 * 60_000;

/**
 * Records in the browser, sends the pieces as they come and vanishes in the middle of the last one, a quarter of an
 * hour ago. Gives how many bytes had arrived; the session has that name as soon as the product has noticed.
 */
export async function abandonLiveRecording(playback: Playback, name: string): Promise<number> {
  const { product, client, opened } = playback;
  const sender = { url: product.url, headers: { cookie: client.cookie } };
  const path = await begin(sender, null, { filename: name, live: '1' });
  const pieces = await record(opened.page);
  const last = pieces.pop() ?? new Uint8Array();
  let offset = 0;
  for (const piece of [...pieces, last.subarray(0, last.length / 2)]) {
    const answer = await sendPiece(sender, path, offset, piece);
    if (answer.status !== 204) throw new Error(`${answer.status}: ${await answer.text()}`);
    offset += piece.length;
  }
  const then = new Date(Date.now() - awayMs);
  await utimes(join(product.dataDir, 'uploads', idOf(path)), then, then);
  const isSession = async () => (await askTus(sender, 'HEAD', path)).headers.has('x-session-id');
  playback.addSession(
    name,
    waitUntil(isSession, 1_000).then(() => idOf(path)),
  );
  return offset;
}

/** What the browser's MediaRecorder hands over of two and a half seconds: WebM without a duration or an index. */
async function record(page: Page): Promise<Uint8Array<ArrayBuffer>[]> {
  const pieces = await page.evaluate(recordInPage);
  return pieces.map((piece) => new Uint8Array(Buffer.from(piece, 'base64')));
}

/** Runs in the page. */
async function recordInPage(): Promise<string[]> {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [320, 180];
  const picture = canvas.getContext('2d');
  const paint = setInterval(() => {
    if (!picture) return;
    picture.fillStyle = `hsl(${performance.now() / 10} 80% 50%)`;
    picture.fillRect(0, 0, canvas.width, canvas.height);
  }, 40);
  const context = new AudioContext();
  const tone = new OscillatorNode(context);
  const sound = new MediaStreamAudioDestinationNode(context);
  tone.connect(sound);
  tone.start();
  const stream = new MediaStream([...canvas.captureStream(25).getTracks(), ...sound.stream.getTracks()]);
  const recorder = new MediaRecorder(stream, { mimeType: 'video/webm;codecs=vp8,opus' });
  const blobs: Blob[] = [];
  await new Promise<void>((resolve) => {
    recorder.addEventListener('dataavailable', ({ data }) => {
      blobs.push(data);
      if (blobs.length === 10) resolve();
    });
    recorder.start(250);
  });
  clearInterval(paint);
  recorder.stop();
  await context.close();
  const base64Of = async (blob: Blob) => {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  };
  return Promise.all(blobs.slice(0, 10).map(base64Of));
}
