import { execFile } from 'node:child_process';
import { openAsBlob, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Session } from '../../core/api/sessions.ts';
import { type Client, fixtureFile, signIn, type UploadFile } from '../support/client.ts';
import { mediaFixture } from '../support/fixtures.ts';
import { type MediaProgram, mediaPrograms } from '../support/media-programs.ts';
import { makeProduct, type Product, withAdmin } from '../support/product.ts';
import { unfinishedFiles } from '../support/unfinished-files.ts';
import { waitUntil } from '../support/wait-until.ts';

let product: Product;
let client: Client;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'brownbag-kill-media-'));
  product = await makeProduct(withAdmin);
  await product.start();
  client = await signIn(product);
});
afterAll(async () => {
  await product.remove();
  await rm(folder, { recursive: true, force: true });
});

/** What is played at first and in the end of each kind of recording. */
const recordings = {
  copied: {
    fixture: 'zoom-like.mp4',
    times: 100,
    ends: ['video original video/mp4', 'audio null audio/mp4'],
  },
  encoded: { fixture: 'phone-hevc.mov', times: 30, ends: ['video standard video/mp4'] },
  optimised: {
    fixture: 'mediarecorder.webm',
    times: 2,
    ends: ['video standard video/mp4', 'video original video/webm', 'audio null audio/mp4'],
  },
} as const;

/** A fixture so many times in a row: long enough that each step can be met, and another content each time. */
async function makeLong(fixture: string, times: number): Promise<UploadFile> {
  const path = join(folder, `${times}-${fixture}`);
  const words = ['-v', 'error', '-stream_loop', String(times), '-i', mediaFixture(fixture), '-c', 'copy'];
  await promisify(execFile)('ffmpeg', [...words, path]);
  return { name: fixture, content: await openAsBlob(path) };
}

/** Kills everything as soon as such a program runs after the upload, and starts again; gives the session. */
async function killDuring(file: UploadFile, isMeant: (program: MediaProgram) => boolean): Promise<string> {
  // The kill may come before the answer.
  const added = client.upload({ file, captions: await fixtureFile('teams-like.vtt') }).catch(() => undefined);
  await vi.waitUntil(() => mediaPrograms(product).some(isMeant), { timeout: 60_000, interval: 5 });
  await product.kill();
  await added;
  await waitUntil(() => product.processes().length === 0);
  await product.start();
  const [newest] = await client.sessions();
  if (!newest) throw new Error('the recording is gone');
  return newest.id;
}

const inStore = (path: string) => statSync(join(product.dataDir, 'media', path)).size;
const lengthOf = async (path: string) => {
  const answer = await client.fetch(`/media/${path}`, { method: 'HEAD' });
  return Number(answer.headers.get('content-length'));
};

async function expectWhole({ media, status, stages }: Session, ends: readonly string[]) {
  expect(stages.filter((stage) => stage.status === 'failed')).toEqual([]);
  expect(status).toBe('ready');
  const played = media.renditions.map((file) => `${file.kind} ${file.quality} ${file.contentType}`);
  expect(played).toEqual(ends);
  const hasSound = media.audio !== null;
  const paths = [media.poster, media.storyboard, ...(hasSound ? [media.waveform] : [])];
  const files = [...media.renditions.map(({ path }) => path), ...paths];
  for (const path of files) {
    if (path === null) throw new Error(`something is missing: ${JSON.stringify(media)}`);
    expect(await lengthOf(path)).toBe(inStore(path));
  }
  for (const { path, bytes } of media.renditions) expect(inStore(path)).toBe(bytes);
  const vtt = await (await client.fetch(`/media/${media.storyboard}`)).text();
  const sprite = new URL(/^(.+)#xywh/m.exec(vtt)?.[1] ?? '', `http://host/${media.storyboard}`).pathname;
  expect(await lengthOf(sprite.slice(1))).toBe(inStore(sprite.slice(1)));
}

/** How many recordings there are, so that each has another content. */
let made = 0;

describe('a kill while the worker', () => {
  test.each([
    ['reads a recording', 'copied', 'probe', 'ffprobe'],
    ['copies it', 'copied', 'transcode', '/video.mp4'],
    ['encodes it', 'encoded', 'transcode', 'libx264'],
    ['makes its poster', 'copied', 'transcode', '/poster.'],
    ['makes its storyboard', 'copied', 'extras', '/storyboard.'],
    ['makes its waveform', 'copied', 'extras', ' s16le '],
    ['makes its M4A', 'copied', 'extras', '/audio.m4a'],
    ['makes its version for every device', 'optimised', 'optimise', 'libx264'],
  ] as const)('%s leaves everything whole, once, after the next start', async (...row) => {
    const [, kind, stage, word] = row;
    const { fixture, times, ends } = recordings[kind];
    made += 1;
    const file = await makeLong(fixture, times + made);
    const id = await killDuring(file, (program) => program.stage === stage && program.words.includes(word));
    await expectWhole(await client.processed(id), ends);
    expect(unfinishedFiles(product)).toEqual([]);
    expect(mediaPrograms(product)).toEqual([]);
  });
});
