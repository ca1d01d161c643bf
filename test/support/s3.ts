import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import S3rver from 's3rver';

export interface TestS3 {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** The buckets in which a multipart upload was called off. */
  readonly abortedUploads: readonly string[];
  /** Stops the server and removes its files. */
  remove(): Promise<void>;
}

/** A small S3 server in this process, on a port and a folder of its own. */
export async function startS3(): Promise<TestS3> {
  const directory = await mkdtemp(join(tmpdir(), 'brownbag-s3-'));
  const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory });
  const abortedUploads: string[] = [];
  // s3rver does not know AbortMultipartUpload; S3 answers 204.
  server.middleware.unshift(async (context, next) => {
    if (context.method !== 'DELETE' || context.query['uploadId'] === undefined) return await next();
    abortedUploads.push(context.path.split('/')[1] ?? '');
    context.status = 204;
  });
  const { port } = await server.run();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    abortedUploads,
    async remove() {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** What a product is told to keep its media in a new bucket of such a server. */
export async function mediaBucket({ endpoint, credentials }: TestS3): Promise<Record<string, string>> {
  const client = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: 'media' }));
  client.destroy();
  return {
    S3_BUCKET: 'media',
    S3_ENDPOINT: endpoint,
    S3_ACCESS_KEY_ID: credentials.accessKeyId,
    S3_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
}
