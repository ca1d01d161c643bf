import { openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { fixtureFile, signIn } from '../support/client.ts';
import { makeFolder, startEmbedded } from '../support/embedded.ts';
import { loopRecording } from '../support/long-recording.ts';
import { isAtWork, mediaPrograms } from '../support/media-programs.ts';
import { makeProduct, type Product, withAdmin } from '../support/product.ts';
import { startRedis } from '../support/redis.ts';
import { mediaBucket, startS3, type TestS3 } from '../support/s3.ts';
import { unfinishedFiles } from '../support/unfinished-files.ts';
import { waitUntil } from '../support/wait-until.ts';

async function openProduct(variables: Readonly<Record<string, string>>): Promise<Product> {
  const product = await makeProduct(variables);
  onTestFinished(() => product.remove());
  await product.start();
  return product;
}

async function keysIn({ endpoint, credentials }: TestS3): Promise<string[]> {
  const client = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true });
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: 'media' }));
  client.destroy();
  return Contents.map(({ Key = '' }) => Key);
}

const isEncoding = (worker: Product) =>
  isAtWork(worker, 'transcode') &&
  mediaPrograms(worker).some(({ stage, words }) => stage === 'transcode' && words.includes('libx264'));
const timesStarted = ({ log }: Product, stage: string) =>
  log.split('\n').filter((line) => line.includes('"stage started"') && line.includes(`"stage":"${stage}"`))
    .length;

test('what a killed worker was doing another one does, once; the server goes on meanwhile', async () => {
  const s3 = await startS3();
  onTestFinished(() => s3.remove());
  const postgres = await startEmbedded(await makeFolder());
  const redis = await startRedis({ listens: 'port' });
  onTestFinished(() => redis.remove());
  const services = {
    ...{ DATABASE_URL: postgres.url, REDIS_URL: redis.url, TRANSCRIBER: 'none' },
    ...(await mediaBucket(s3)),
  };
  const server = await openProduct({ ...services, ...withAdmin, ROLE: 'server' });
  const workers = [
    await openProduct({ ...services, ROLE: 'worker' }),
    await openProduct({ ...services, ROLE: 'worker' }),
  ];
  const client = await signIn(server);

  const path = join(server.dataDir, 'long.mov');
  await loopRecording('phone-hevc.mov', 120, path);
  const { id } = await client.add({
    file: { name: 'long.mov', content: await openAsBlob(path) },
    captions: await fixtureFile('teams-like.vtt'),
  });
  const killed = await vi.waitUntil(() => workers.find(isEncoding), { timeout: 60_000, interval: 5 });
  const other = workers.find((worker) => worker !== killed);
  if (!other) throw new Error('there is no other worker');
  await killed.kill();
  await waitUntil(() => killed.processes().length === 0);
  expect((await client.session(id)).status).toBe('processing');

  const { status, stages, media } = await client.processed(id);
  expect({ status, failed: stages.filter((stage) => stage.status === 'failed') }).toEqual({
    status: 'ready',
    failed: [],
  });
  expect([timesStarted(killed, 'transcode'), timesStarted(other, 'transcode')]).toEqual([1, 1]);
  expect(media.renditions.map(({ quality }) => quality)).toEqual(['standard']);
  const keys = await keysIn(s3);
  const kinds = keys.map((key) => key.split('/').at(-1)?.split('-')[0]);
  expect(kinds.sort()).toEqual(['captions', 'original', 'poster', 'sprite', 'storyboard', 'video']);
  for (const kept of [media.video, media.poster, media.storyboard]) expect(keys).toContain(kept);
  expect([...unfinishedFiles(other), ...mediaPrograms(other)]).toEqual([]);
  expect([await other.stop(), await server.stop()]).toEqual([0, 0]);
});
