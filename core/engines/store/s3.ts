import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { removeLeftovers, temporaryName } from '../../../drizzle/leftovers.ts';
import type { Log } from '../../../drizzle/log.ts';
import type { MediaStore } from '../../ports/media-store.ts';
import { translateFileError } from './errors.ts';
import { parseKey, parseSessionId } from './keys.ts';
import { listObjects, listPrefixes, removePrefix } from './s3-listing.ts';
import { type Bucket, checkBucket, getObject, removeObject, sendTranslated, upload } from './s3-objects.ts';

export interface S3Settings {
  /** `null`: AWS. Everybody else is addressed by path, which needs no wildcard name in their DNS. */
  readonly endpoint: string | null;
  readonly region: string;
  readonly bucket: string;
  /** `null`: the machine's own identity. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null;
  /** A folder of this process or machine for downloads; made if missing. */
  readonly scratchDir: string;
  readonly log: Log;
}

/** Objects in a bucket of any server that speaks S3; the bucket must exist. Object names are our keys. */
export async function s3Store(settings: S3Settings): Promise<MediaStore> {
  const { scratchDir, log } = settings;
  await mkdir(scratchDir, { recursive: true });
  await removeLeftovers(scratchDir, log);
  const client = openClient(settings);
  const bucket: Bucket = { client, name: settings.bucket };

  return {
    write: async (key, source, options) => await upload(bucket, checked(key), source, options),

    async putFile(key, path, signal) {
      const target = checked(key);
      const maxBytes = Number.POSITIVE_INFINITY;
      const { sizeBytes } = await upload(bucket, target, createReadStream(path), { maxBytes, signal });
      await rm(path);
      return { sizeBytes };
    },

    async stat(key) {
      const command = new HeadObjectCommand({ Bucket: bucket.name, Key: checked(key) });
      const { ContentLength = 0, LastModified = new Date(0) } = await sendTranslated(() =>
        client.send(command),
      );
      return { key, sizeBytes: ContentLength, modifiedAt: LastModified };
    },

    open: async (key, range, signal) => await getObject(bucket, checked(key), { range, signal }),

    async withLocalFile(key, use, signal) {
      const { file } = parseKey(key);
      const body = await getObject(bucket, key, { signal });
      const directory = join(scratchDir, await temporaryName());
      try {
        return await use(await download(body, { directory, file, signal }));
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    },

    remove: async (key) => await removeObject(bucket, checked(key)),
    removeSession: async (sessionId) => await removePrefix(bucket, `${parseSessionId(sessionId)}/`),
    listSessions: () => listPrefixes(bucket),
    list: async (sessionId) => await listObjects(bucket, `${parseSessionId(sessionId)}/`),
    freeBytes: async () => null,
    check: (signal) => checkBucket(bucket, signal),
    close: async () => client.destroy(),
  };
}

function openClient({ endpoint, region, credentials }: S3Settings): S3Client {
  return new S3Client({
    region,
    ...(endpoint !== null && { endpoint, forcePathStyle: true }),
    ...(credentials !== null && { credentials }),
    // Checksums as trailers, the default since 2025, are refused by older MinIO, Ceph and Garage.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: 5_000,
      // Also the longest that a reader of an object may pause.
      socketTimeout: 90_000,
      httpAgent: { maxSockets },
      httpsAgent: { maxSockets },
    },
  });
}

/** Each reader of an object holds one; with the client's 50, as many paused players would stop everything else. */
const maxSockets = 1_000;

/** Keeps the file's own name, since programs tell formats by their endings. */
async function download(
  body: Readable,
  { directory, file, signal }: { directory: string; file: string; signal: AbortSignal | undefined },
): Promise<string> {
  const path = join(directory, file);
  try {
    await mkdir(directory, { mode: 0o700 });
    await pipeline(body, createWriteStream(path), signal ? { signal } : {});
    return path;
  } catch (error) {
    body.destroy();
    throw translateFileError(error, signal);
  }
}

/** The key, once it is known to be one. */
function checked(key: string): string {
  parseKey(key);
  return key;
}
