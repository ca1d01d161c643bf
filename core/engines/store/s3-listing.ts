import { DeleteObjectsCommand, type ObjectIdentifier, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { TransientError } from '../../model/errors.ts';
import type { StoredObject } from '../../ports/media-store.ts';
import { isKeyPart } from './keys.ts';
import { type Bucket, sendTranslated } from './s3-objects.ts';

/** Objects below a prefix, sorted by key (S3 lists in UTF-8 order). */
export async function listObjects(bucket: Bucket, prefix: string): Promise<StoredObject[]> {
  const found: StoredObject[] = [];
  for await (const page of pages(bucket, { Prefix: prefix })) {
    for (const { Key, Size = 0, LastModified = new Date(0) } of page.Contents ?? []) {
      if (Key !== undefined) found.push({ key: Key, sizeBytes: Size, modifiedAt: LastModified });
    }
  }
  return found;
}

/** The first parts of all keys. */
export async function* listPrefixes(bucket: Bucket): AsyncIterable<string> {
  for await (const page of pages(bucket, { Delimiter: '/' })) {
    for (const { Prefix = '' } of page.CommonPrefixes ?? []) {
      const sessionId = Prefix.replace(/\/$/, '');
      if (isKeyPart(sessionId)) yield sessionId;
    }
  }
}

/** Removes what is below a prefix, a page (at most 1000 objects, the most S3 takes) at a time. */
export async function removePrefix(bucket: Bucket, prefix: string): Promise<void> {
  for await (const page of pages(bucket, { Prefix: prefix })) {
    const objects = (page.Contents ?? []).flatMap(({ Key }): ObjectIdentifier[] => (Key ? [{ Key }] : []));
    if (objects.length > 0) await removeBatch(bucket, objects);
  }
}

async function removeBatch({ client, name }: Bucket, objects: ObjectIdentifier[]): Promise<void> {
  const command = new DeleteObjectsCommand({ Bucket: name, Delete: { Objects: objects, Quiet: true } });
  const { Errors = [] } = await sendTranslated(() => client.send(command));
  const [first] = Errors;
  if (first) throw new TransientError(`The object store kept ${Errors.length} objects: ${first.Code}`);
}

async function* pages({ client, name }: Bucket, input: { Prefix?: string; Delimiter?: string }) {
  const iterator = paginateListObjectsV2({ client }, { Bucket: name, ...input })[Symbol.asyncIterator]();
  for (;;) {
    const { value, done } = await sendTranslated(() => iterator.next());
    if (done) return;
    yield value;
  }
}
