import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { embedPassages, settleSpace } from '../../core/actions/embed-passages.ts';
import { spaceInUseKey } from '../../core/model/search/meaning.ts';
import { readSetting } from '../../drizzle/queries/settings.ts';
import { dropUnusedElsewhere } from '../../drizzle/queries/vectors.ts';
import { startEmbedding } from '../../workers/embedding.ts';
import type { EmbedOrder } from '../support/embed-process.ts';
import { type EmbeddingScene, openEmbeddingScene } from '../support/embedding.ts';
import { apiError, type EmbeddingRequest, type FakeAnswer } from '../support/fake-openai.ts';
import { silentLog as log } from '../support/log.ts';
import { waitUntil } from '../support/wait-until.ts';

let opened: EmbeddingScene[] = [];
afterEach(async () => {
  await Promise.all(opened.map((scene) => scene.close()));
  opened = [];
});

async function open(...args: Parameters<typeof openEmbeddingScene>): Promise<EmbeddingScene> {
  const scene = await openEmbeddingScene(...args);
  opened.push(scene);
  return scene;
}

const signal = new AbortController().signal;
const texts = (count: number) => Array.from({ length: count }, (_, at) => `the owl number ${at}`);

/** Embeds what has no vector until there is none. */
async function catchUp({ db, embedderOf }: EmbeddingScene, model = 'small'): Promise<void> {
  const embedder = embedderOf(model);
  while ((await embedPassages({ db, embedder }, { space: model, above: 0, signal })) > 0);
}

describe('the vectors of passages', () => {
  test('are asked for once a text, whoever says it', async () => {
    const scene = await open();
    await scene.say(['the owl', 'the lark', 'the owl']);
    await scene.say(['the lark', 'the wren']);
    await catchUp(scene);
    expect(scene.paid().toSorted()).toEqual(['the lark', 'the owl', 'the wren']);
    // Each session has a row of its title besides, which says nothing here: one text without a vector.
    expect(await scene.count('small')).toEqual({ passages: 7, texts: 4 });
  });

  test('are there again after a session was indexed again, and new for what was edited alone', async () => {
    const scene = await open();
    const sessionId = await scene.say(['the owl', 'the lark']);
    await catchUp(scene);
    await scene.say(['the owl', 'the lark'], sessionId);
    expect(await scene.count('small')).toEqual({ passages: 0, texts: 3 });
    await catchUp(scene);
    expect(scene.paid()).toHaveLength(2);
    await scene.say(['the owl', 'the nightingale'], sessionId);
    await catchUp(scene);
    expect(scene.paid().slice(2)).toEqual(['the nightingale']);
    expect(await scene.count('small')).toEqual({ passages: 3, texts: 4 });
  });

  test('go with their passages, but not while passages still wait for theirs', async () => {
    const scene = await open();
    const sessionId = await scene.say(['the owl', 'the lark']);
    await catchUp(scene);
    await scene.say(['the owl'], sessionId);
    await settleSpace(scene, 'small');
    expect(await scene.count('small')).toEqual({ passages: 0, texts: 3 });
    await catchUp(scene);
    await settleSpace(scene, 'small');
    expect(await scene.count('small')).toEqual({ passages: 2, texts: 2 });
    await scene.index.removeSession({ id: sessionId, version: 1 });
    await dropUnusedElsewhere(scene.db, null);
    expect(await scene.count('small')).toEqual({ passages: 0, texts: 0 });
  });

  test('of another model are made behind those in use, which go when the others are complete', async () => {
    const scene = await open();
    await scene.say(texts(3));
    await catchUp(scene);
    await settleSpace(scene, 'small');
    const embedder = scene.embedderOf('large', 32);
    const space = embedder.space ?? '';
    await embedPassages({ db: scene.db, embedder }, { space, above: 0, signal });
    expect(await readSetting(scene.db, spaceInUseKey)).toBe('small');
    expect(await scene.count('small')).toEqual({ passages: 4, texts: 4 });
    await settleSpace(scene, space);
    expect(await readSetting(scene.db, spaceInUseKey)).toBe('large 32');
    expect(await scene.count('small')).toEqual({ passages: 0, texts: 0 });
    expect(await scene.count('large 32')).toEqual({ passages: 4, texts: 4 });
  });

  test('that came before the server failed are kept', async () => {
    let isDown = false;
    const scene = await open((_, count) => {
      isDown = count === 2;
      return isDown ? apiError(500, 'down') : null;
    });
    await scene.say(texts(70));
    await expect(catchUp(scene)).rejects.toMatchObject({ name: 'TransientError' });
    expect((await scene.count('small')).texts).toBeGreaterThan(20);
    await catchUp(scene);
    expect(scene.paid()).toHaveLength(70);
    expect(new Set(scene.paid()).size).toBe(70);
  });

  test('of what is indexed while the worker runs are made without anybody asking', async () => {
    const scene = await open();
    await scene.say(['the owl']);
    const { db, connectionConfig } = scene;
    const embedding = startEmbedding({ db, connectionConfig, log, embedder: scene.embedderOf('small') });
    onTestFinished(() => embedding.stop());
    await waitUntil(async () => (await readSetting(db, spaceInUseKey)) === 'small');
    await scene.say(['the lark']);
    await waitUntil(async () => (await scene.count('small')).passages === 4);
    await embedding.stop();
    expect(scene.paid()).toEqual(['the owl', 'the lark']);
  });
});

test('nothing is paid twice when the process that asks is killed between answers', {
  timeout: 240_000,
}, async () => {
  const program = join(import.meta.dirname, '../support/embed-process.ts');
  let child: ChildProcess | undefined;
  let order: EmbedOrder | undefined;
  const start = () => {
    const args = ['--import', import.meta.resolve('tsx'), program, JSON.stringify(order)];
    child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  };
  let kills = 0;
  const scene = await open(async (_request: EmbeddingRequest, count): Promise<FakeAnswer | null> => {
    if (count % 2 === 1) return null;
    // An answer on its way at the kill is lost whatever we do: those that arrived are what counts.
    await waitUntil(async () => (await scene.count('small')).texts >= new Set(scene.paid()).size);
    const killed = child;
    if (killed) {
      const exited = once(killed, 'exit');
      killed.kill('SIGKILL');
      await exited;
    }
    kills += 1;
    start();
    return { kind: 'cut' };
  });
  await scene.say(texts(80));
  order = { connectionConfig: scene.connectionConfig, baseURL: scene.server.baseURL };
  onTestFinished(() => {
    child?.kill('SIGKILL');
  });
  start();
  await waitUntil(async () => (await scene.count('small')).passages === 81);
  expect(kills).toBe(2);
  expect(scene.paid().toSorted()).toEqual(texts(80).toSorted());
});
