import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, expect, test } from 'vitest';
import { type S3Settings, s3Store } from '../../core/engines/store/s3.ts';
import { TransientError } from '../../core/model/errors.ts';
import { silentLog } from '../support/log.ts';
import { startPagedS3 } from '../support/paged-s3.ts';
import { startS3 } from '../support/s3.ts';
import { mediaStoreContract } from './media-store.ts';

const scratchDir = await mkdtemp(join(tmpdir(), 'brownbag-scratch-'));
afterAll(() => rm(scratchDir, { recursive: true, force: true }));

const s3 = await startS3();
afterAll(() => s3.remove());

type Server = Pick<S3Settings, 'endpoint' | 'region' | 'credentials'>;
const small: Server = { endpoint: s3.endpoint, credentials: s3.credentials, region: 'us-east-1' };

/** Settings for an empty bucket of its own. */
async function newBucket(server: Server): Promise<S3Settings> {
  const bucket = `brownbag-${randomUUID()}`;
  const { endpoint, region, credentials } = server;
  const client = new S3Client({
    region,
    forcePathStyle: true,
    ...(endpoint !== null && { endpoint }),
    ...(credentials !== null && { credentials }),
  });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
  return { endpoint, region, credentials, bucket, scratchDir, log: silentLog };
}

mediaStoreContract('s3 (s3rver)', async () => await s3Store(await newBucket(small)));

// A real one, such as MinIO, whose credentials must allow to create buckets (they are not removed).
const endpoint = process.env['TEST_S3_ENDPOINT'];
if (endpoint === undefined) {
  console.warn('\n*** TEST_S3_ENDPOINT is not set: the S3 store is tested against s3rver only\n');
} else {
  const given: Server = {
    endpoint,
    region: process.env['TEST_S3_REGION'] ?? 'us-east-1',
    credentials: {
      accessKeyId: process.env['TEST_S3_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: process.env['TEST_S3_SECRET_ACCESS_KEY'] ?? '',
    },
  };
  mediaStoreContract(`s3 (${endpoint})`, async () => await s3Store(await newBucket(given)));
}

test('the download of an object is removed after its use, and other files of the folder stay', async () => {
  const store = await s3Store(await newBucket(small));
  await store.write('s1/a.wav', Readable.from(['sound']), { maxBytes: 100 });
  await store.withLocalFile('s1/a.wav', async () => {
    expect(await readdir(scratchDir)).toHaveLength(1);
  });
  expect(await readdir(scratchDir)).toEqual([]);
  await store.close();
});

test('all pages of a listing are read, and removed page by page', async () => {
  const pages = await startPagedS3([['s1/a.ts', 's1/b.ts'], ['s1/c.ts']]);
  const store = await s3Store({ ...small, ...pages.settings, scratchDir, log: silentLog });
  try {
    expect((await store.list('s1')).map(({ key }) => key)).toEqual(['s1/a.ts', 's1/b.ts', 's1/c.ts']);
    await store.removeSession('s1');
    expect(pages.removed).toEqual([['s1/a.ts', 's1/b.ts'], ['s1/c.ts']]);
  } finally {
    await store.close();
    await pages.close();
  }
});

test('the parts of an upload that fails are removed', async () => {
  const settings = await newBucket(small);
  const store = await s3Store(settings);
  const source = Readable.from(Array.from({ length: 20 }, () => Buffer.alloc(1024 * 1024)));
  const writing = store.write('s1/a.mp4', source, { maxBytes: 19 * 1024 * 1024 });
  await expect(writing).rejects.toMatchObject({ code: 'too-large' });
  expect(s3.abortedUploads).toContain(settings.bucket);
  await store.close();
});

test('an upload that the server refuses rejects, and its source is ended', async () => {
  const settings = await newBucket(small);
  const store = await s3Store({ ...settings, bucket: 'no-such-bucket' });
  const source = Readable.from(Array.from({ length: 20 }, () => Buffer.alloc(1024 * 1024)));
  const writing = store.write('s1/a.mp4', source, { maxBytes: Number.POSITIVE_INFINITY });
  await expect(writing).rejects.toBeInstanceOf(TransientError);
  expect(source.destroyed).toBe(true);
  await expect(store.check()).rejects.toBeInstanceOf(TransientError);
  await store.close();
});

test('a server that cannot be reached is a passing failure', async () => {
  const gone = await startS3();
  await gone.remove();
  const store = await s3Store({ ...(await newBucket(small)), endpoint: gone.endpoint });
  await expect(store.check()).rejects.toBeInstanceOf(TransientError);
  await expect(store.stat('s1/a.mp4')).rejects.toBeInstanceOf(TransientError);
  await store.close();
});
