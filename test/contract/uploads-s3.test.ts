import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { s3Store } from '../../core/engines/store/s3.ts';
import { silentLog } from '../support/log.ts';
import { startS3 } from '../support/s3.ts';
import { begin, sendPiece } from '../support/tus.ts';
import { idOf, newRecording, openUploadServer, sha256 } from '../support/upload-server.ts';

test('an upload in pieces ends in the bucket, and nothing of it stays on the disk', async () => {
  const s3 = await startS3();
  onTestFinished(() => s3.remove());
  const scratchDir = await mkdtemp(join(tmpdir(), 'brownbag-scratch-'));
  onTestFinished(() => rm(scratchDir, { recursive: true, force: true }));
  const { endpoint, credentials } = s3;
  const client = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: 'uploads' }));
  client.destroy();
  const store = await s3Store({
    ...{ endpoint, credentials, region: 'us-east-1', bucket: 'uploads' },
    ...{ scratchDir, log: silentLog },
  });
  const server = await openUploadServer({ store });
  onTestFinished(() => server.close());
  const { tus, headers } = await server.champion();

  const bytes = newRecording(12_000_000);
  const path = await begin(tus, bytes.length);
  await sendPiece(tus, path, 0, bytes.subarray(0, 7_000_000));
  const last = await sendPiece(tus, path, 7_000_000, bytes.subarray(7_000_000));
  expect(last.headers.get('x-session-id')).toBe(idOf(path));
  expect(sha256(await buffer(await store.open(`${idOf(path)}/original`)))).toBe(sha256(bytes));
  const session = await server.app.inject({ url: `/api/sessions/${idOf(path)}`, headers });
  expect(session.json().original).toMatchObject({ bytes: bytes.length, sha256: sha256(bytes) });
  expect(await server.staged()).toEqual([]);

  const again = await begin(tus, bytes.length);
  expect((await sendPiece(tus, again, 0, bytes)).status).toBe(409);
  expect(await store.list(idOf(again))).toEqual([]);
});
