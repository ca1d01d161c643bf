import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { repositoryRoot } from '../../core/root.ts';
import { signIn } from '../support/client.ts';
import { makeFolder, startEmbedded } from '../support/embedded.ts';
import { startFakeMeilisearch } from '../support/fake-meilisearch.ts';
import { completion, json, startFakeOpenai } from '../support/fake-openai.ts';
import { makeProduct, withAdmin } from '../support/product.ts';
import { hasRedis, startRedis } from '../support/redis.ts';
import { mediaBucket, startS3 } from '../support/s3.ts';
import { waitUntil } from '../support/wait-until.ts';

const said = 'We roll back the deploy before we look at Kubernetes.';

/** What a company runs beside it; the two that cannot be had here are fakes at the HTTP boundary. */
async function startServices(): Promise<Record<string, string>> {
  const postgres = await startEmbedded(await makeFolder());
  const redis = await startRedis({ listens: 'port' });
  const s3 = await startS3();
  const meilisearch = await startFakeMeilisearch();
  const openai = await startFakeOpenai({
    transcribe: () =>
      json({ text: said, language: 'english', duration: 8, segments: [{ start: 1, end: 5, text: said }] }),
    chat: () =>
      completion(
        JSON.stringify({
          topics: [{ name: 'Deployments', confidence: 0.9, seconds: [1] }],
          summary: 'How a deploy is rolled back.',
          chapters: [],
          language: 'en',
        }),
      ),
  });
  for (const end of [
    () => redis.remove(),
    () => s3.remove(),
    () => meilisearch.close(),
    () => openai.close(),
  ])
    onTestFinished(end);
  return {
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    MEILI_URL: meilisearch.url,
    ...(await mediaBucket(s3)),
    OPENAI_API_KEY: 'a-key',
    OPENAI_BASE_URL: openai.baseURL,
    TAG_MODEL: 'a-model',
  };
}

test.skipIf(!hasRedis)('a server and a worker that share nothing but services do the whole job', async () => {
  const services = await startServices();
  const server = await makeProduct({ ...services, ...withAdmin, ROLE: 'server' });
  const worker = await makeProduct({ ...services, ROLE: 'worker' });
  for (const product of [server, worker]) {
    onTestFinished(() => product.remove());
    await product.start();
  }
  const client = await signIn(server);
  const ready = async () => (await client.fetch('/readyz')).json();
  // The worker makes the index that searches go to; until then the database answers them.
  await waitUntil(async () => (await ready()).status === 'ok');
  expect(await ready()).toMatchObject({
    status: 'ok',
    checks: { queue: { engine: 'redis' }, index: { engine: 'meilisearch' }, store: { engine: 's3' } },
  });

  const bytes = await readFile(join(repositoryRoot(), 'test/fixtures/media/zoom-like.mp4'));
  const { id } = await client.add({ file: { name: 'talk.mp4', content: new Blob([new Uint8Array(bytes)]) } });
  const session = await client.processed(id);
  expect(session).toMatchObject({
    status: 'ready',
    topics: ['Deployments'],
    summary: 'How a deploy is rolled back.',
    transcript: { engine: 'openai:whisper-1', quality: 'Automatic transcript (whisper-1)' },
  });
  const found = await client.search('kubernets deplyo');
  expect(found.hits[0]?.moments[0]?.snippet).toContain('<mark>deploy</mark>');
  const part = await client.fetch(`/media/${session.media.video}`, { headers: { range: 'bytes=0-99' } });
  expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 100]);

  await client.fetch(`/api/sessions/${id}`, { method: 'DELETE' });
  expect((await client.search('deploy')).total).toBe(0);
  expect([await worker.stop(), await server.stop()]).toEqual([0, 0]);
});
