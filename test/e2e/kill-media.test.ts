import { openAsBlob, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Session } from '../../core/api/sessions.ts';
import { type Client, fixtureFile, signIn, type UploadForm } from '../support/client.ts';
import { followBySilence, loopRecording } from '../support/long-recording.ts';
import { isAtWork, mediaPrograms } from '../support/media-programs.ts';
import { makeProduct, type Product, withAdmin } from '../support/product.ts';
import { everyRow } from '../support/rows.ts';
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

/** How each kind of recording is made so long that each step can be met, and what becomes of it in the end. */
const recordings = {
  copied: {
    ...{ fixture: 'zoom-like.mp4', captions: 'teams-like.vtt', seconds: 240, lengthen: loopRecording },
    ...{ ends: ['video original video/mp4', 'audio null audio/mp4'], engine: 'captions' },
  },
  encoded: {
    ...{ fixture: 'phone-hevc.mov', captions: 'teams-like.vtt', seconds: 40, lengthen: loopRecording },
    ...{ ends: ['video standard video/mp4'], engine: 'captions' },
  },
  optimised: {
    ...{ fixture: 'mediarecorder.webm', captions: 'teams-like.vtt', seconds: 20, lengthen: loopRecording },
    ends: ['video standard video/mp4', 'video original video/webm', 'audio null audio/mp4'],
    engine: 'captions',
  },
  subtitled: {
    ...{ fixture: 'subtitles.mkv', captions: null, seconds: 240, lengthen: loopRecording },
    ...{ ends: ['video original video/mp4', 'audio null audio/mp4'], engine: 'subtitles' },
  },
  spoken: {
    ...{ fixture: 'voice.m4a', captions: null, seconds: 100, lengthen: followBySilence },
    ...{ ends: ['audio null audio/mp4'], engine: 'pocketsphinx' },
  },
} as const;

/** Kills everything as soon as a stage runs a program of this word, and starts again; gives the session. */
async function killDuring(form: UploadForm, stage: string, word: string): Promise<string> {
  // The kill may come before the answer.
  const added = client.upload(form).catch(() => undefined);
  const isMeant = () =>
    isAtWork(product, stage) &&
    mediaPrograms(product).some((program) => program.stage === stage && program.words.includes(word));
  await vi.waitUntil(isMeant, { timeout: 60_000, interval: 5 });
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

async function expectWhole({ media, status, stages, transcript }: Session, kind: keyof typeof recordings) {
  const { ends, engine } = recordings[kind];
  expect(stages.filter((stage) => stage.status === 'failed')).toEqual([]);
  expect(status).toBe('ready');
  const played = media.renditions.map((file) => `${file.kind} ${file.quality} ${file.contentType}`);
  expect(played).toEqual(ends);
  expect(transcript?.engine).toBe(engine);
  const pictures = media.video ? [media.poster, media.storyboard] : [];
  const paths = [...pictures, ...(media.audio ? [media.waveform] : [])];
  const files = [...media.renditions.map(({ path }) => path), ...paths];
  for (const path of files) {
    if (path === null) throw new Error(`something is missing: ${JSON.stringify(media)}`);
    expect(await lengthOf(path)).toBe(inStore(path));
  }
  for (const { path, bytes } of media.renditions) expect(inStore(path)).toBe(bytes);
  if (!media.storyboard) return;
  const vtt = await (await client.fetch(`/media/${media.storyboard}`)).text();
  const sprite = new URL(/^(.+)#xywh/m.exec(vtt)?.[1] ?? '', `http://host/${media.storyboard}`).pathname;
  expect(await lengthOf(sprite.slice(1))).toBe(inStore(sprite.slice(1)));
}

/** How many recordings there are, so that each has another content. */
let made = 0;

/** What is done, to which recording, in which stage, and a word of the command. */
const steps = [
  ['reads a recording', 'copied', 'probe', 'ffprobe'],
  ['copies it', 'copied', 'transcode', '/video.mp4'],
  ['encodes it', 'encoded', 'transcode', 'libx264'],
  ['takes out its sound', 'spoken', 'transcribe', '/sound.wav'],
  ['takes out its subtitles', 'subtitled', 'transcribe', '/subtitles-'],
  ['makes its poster', 'copied', 'transcode', '/poster.'],
  ['makes its storyboard', 'copied', 'extras', '/storyboard.'],
  ['makes its waveform', 'copied', 'extras', ' s16le '],
  ['makes its M4A', 'copied', 'extras', '/audio.m4a'],
  ['makes its version for every device', 'optimised', 'optimise', 'libx264'],
] as const;

describe('a kill while the worker', () => {
  test.each(everyRow(steps, ([, , stage]) => stage))(
    '%s leaves everything whole, once, after the next start',
    async (...row) => {
      const [, kind, stage, word] = row;
      const { fixture, captions, seconds, lengthen } = recordings[kind];
      made += 1;
      const path = join(folder, `${made}-${fixture}`);
      await lengthen(fixture, seconds + made, path);
      const form = {
        file: { name: fixture, content: await openAsBlob(path) },
        ...(captions ? { captions: await fixtureFile(captions) } : {}),
      };
      const id = await killDuring(form, stage, word);
      await expectWhole(await client.processed(id), kind);
      expect(unfinishedFiles(product)).toEqual([]);
      expect(mediaPrograms(product)).toEqual([]);
    },
  );
});
