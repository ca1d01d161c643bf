import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import type { ByteRange } from '../../model/byte-range.ts';
import { DomainError, isAbort, TransientError } from '../../model/errors.ts';
import { insufficientStorage, notFound, rangeNotSatisfiable } from './errors.ts';
import { meter } from './meter.ts';

export interface Bucket {
  readonly client: S3Client;
  readonly name: string;
}

/** Two parts at a time are held in memory; 10 000 parts of this size, the most S3 takes, are 80 GiB. */
const partBytes = 8 * 1024 * 1024;

/** Streams an object in parts; the object appears when the last part has arrived, or never. */
export async function upload(
  { client, name }: Bucket,
  key: string,
  source: Readable,
  { maxBytes, signal }: { readonly maxBytes: number; readonly signal?: AbortSignal | undefined },
): Promise<{ readonly sizeBytes: number; readonly sha256: string }> {
  const { stream, result } = meter(maxBytes);
  let sourceError: unknown;
  source.once('error', (error) => {
    sourceError = error;
  });
  // An abort reaches the upload through its body: its own `abort()` does not wait for the parts' removal.
  const passing = pipeline(source, stream, signal ? { signal } : {});
  passing.catch(() => undefined);
  const params = { Bucket: name, Key: key, Body: stream };
  try {
    await new Upload({ client, params, queueSize: 2, partSize: partBytes }).done();
    await passing;
    return result();
  } catch (error) {
    stream.destroy();
    // What ended the body comes first: of an upload whose parts cannot be removed either, only that is told.
    const bodyError = await passing.then(
      () => undefined,
      (failure: unknown) => failure,
    );
    if (sourceError !== undefined && bodyError === sourceError) throw sourceError;
    const isBodysFault = bodyError instanceof DomainError || (bodyError !== undefined && signal?.aborted);
    throw translateS3Error(isBodysFault ? bodyError : error, signal);
  }
}

/** The body of an object; errors after its beginning are the stream's. */
export async function getObject(
  { client, name }: Bucket,
  key: string,
  { range, signal }: { readonly range?: ByteRange | undefined; readonly signal?: AbortSignal | undefined },
): Promise<Readable> {
  const command = new GetObjectCommand({
    Bucket: name,
    Key: key,
    ...(range && { Range: `bytes=${range.start}-${range.end}` }),
  });
  const { Body } = await sendTranslated(() => client.send(command, abortable(signal)), signal);
  if (Body instanceof Readable) return Body;
  throw new TransientError('The object store answered without a body');
}

/** Removes one object; S3 itself says nothing of one that is missing. */
export async function removeObject({ client, name }: Bucket, key: string): Promise<void> {
  const command = new DeleteObjectCommand({ Bucket: name, Key: key });
  await sendTranslated(() => client.send(command)).catch((error: unknown) => {
    if (!(error instanceof DomainError && error.code === 'not-found')) throw error;
  });
}

/** Writes, reads and removes a small object below `.check/`, which cannot be a session. */
export async function checkBucket(bucket: Bucket, signal?: AbortSignal): Promise<void> {
  const Key = `.check/${randomUUID()}`;
  const put = new PutObjectCommand({ Bucket: bucket.name, Key, Body: Key });
  await sendTranslated(() => bucket.client.send(put, abortable(signal)), signal);
  try {
    const read = await text(await getObject(bucket, Key, { signal }));
    if (read !== Key) throw new TransientError('The object store gives back other bytes than it was given');
  } finally {
    await removeObject(bucket, Key);
  }
}

const abortable = (signal: AbortSignal | undefined) => (signal ? { abortSignal: signal } : {});

/** Awaits a call and translates its error. */
export async function sendTranslated<T>(send: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await send();
  } catch (error) {
    throw translateS3Error(error, signal);
  }
}

/** Names of errors: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html; 507 is MinIO's when full. */
function translateS3Error(error: unknown, signal?: AbortSignal): unknown {
  if (error instanceof DomainError || error instanceof TransientError || isAbort(error, signal)) return error;
  if (error instanceof S3ServiceException) {
    if (error.name === 'NoSuchKey' || error.name === 'NotFound') return notFound(error);
    if (error.$metadata.httpStatusCode === 416) return rangeNotSatisfiable(error);
    if (error.$metadata.httpStatusCode === 507 || /QuotaExceeded|StorageFull/.test(error.name)) {
      return insufficientStorage(error);
    }
  }
  return new TransientError('The object store cannot be read or written', { cause: error });
}
