import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { PassThrough, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { addSession, type ReceivedFile } from '../../core/actions/add-session.ts';
import type { ActionDeps } from '../../core/actions/deps.ts';
import type { SessionFields } from '../../core/api/sessions.ts';
import type { Reader } from '../../core/model/access.ts';
import { maxCaptionBytes } from '../../core/model/captions/decode.ts';
import { DomainError, TransientError } from '../../core/model/errors.ts';
import { captionsFileName, originalFileName } from '../../core/model/media-names.ts';
import { newId } from '../../drizzle/ids.ts';
import { findDuplicate } from '../../drizzle/queries/sessions.ts';
import { checkedHead } from '../uploads/checked-head.ts';

import type { ImportItem } from './import-items.ts';
import { paceOf } from './pace.ts';
import type { Printer } from './printer.ts';

export interface ImporterDeps extends Pick<ActionDeps, 'db' | 'queue' | 'store' | 'log'> {
  readonly isRecording: (head: Uint8Array) => boolean;
  readonly maxUploadBytes: number;
  readonly print: Pick<Printer, 'progress'>;
  /** Whose sessions they become, and what else to say of each. */
  readonly owner: Reader;
  readonly fields: SessionFields;
}

export interface Imported {
  /** `known`: the same content was here before. */
  readonly status: 'added' | 'known';
  readonly sessionId: string;
  readonly url: string;
}

/** Adds an item as a session; rejects with what is wrong, and leaves nothing then, as when `signal` aborts. */
export type Importer = (item: ImportItem, signal: AbortSignal) => Promise<Imported>;

export function openImporter(deps: ImporterDeps): Importer {
  const hash = rememberedHashes(deps);
  return async (item, signal) => {
    const sha256 = await hash(item.path, signal);
    const duplicate = await findDuplicate(deps.db, deps.owner, sha256);
    if (duplicate) return { status: 'known', sessionId: duplicate.id, url: `/sessions/${duplicate.slug}` };
    const id = newId();
    const files = await receive(deps, id, item, sha256, signal).catch(async (error: unknown) => {
      await deps.store.removeSession(id);
      throw error;
    });
    try {
      const { owner, fields } = deps;
      const { url } = await addSession(deps, { id, owner, fields, ...files });
      return { status: 'added', sessionId: id, url };
    } catch (error) {
      // Somebody else was faster with the same content.
      if (!(error instanceof DomainError && error.code === 'duplicate-recording')) throw error;
      return { status: 'known', sessionId: String(error.extra['id']), url: String(error.extra['url']) };
    }
  };
}

/** Hex SHA-256 of files, worked out once for each as long as its size and date stay. */
function rememberedHashes({ maxUploadBytes, print }: ImporterDeps) {
  const remembered = new Map<string, { readonly version: string; readonly sha256: string }>();
  return async (path: string, signal: AbortSignal): Promise<string> => {
    const { size, mtimeMs } = await stat(path);
    if (size > maxUploadBytes)
      throw new DomainError('too-large', `The file is larger than the allowed ${maxUploadBytes} bytes.`);
    const version = `${size} ${mtimeMs}`;
    const known = remembered.get(path);
    if (known?.version === version) return known.sha256;
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), counted(print, `${basename(path)}: is it new?`, size), hash, {
      signal,
    });
    const sha256 = hash.digest('hex');
    remembered.set(path, { version, sha256 });
    return sha256;
  };
}

async function receive(
  deps: ImporterDeps,
  id: string,
  item: ImportItem,
  sha256: string,
  signal: AbortSignal,
): Promise<{ readonly recording: ReceivedFile | null; readonly captions: ReceivedFile | null }> {
  const { path, captionsPath, isTranscript } = item;
  const captions =
    captionsPath === null ? null : await store(deps, `${id}/${captionsFileName}`, captionsPath, signal);
  const recording = isTranscript ? null : await store(deps, `${id}/${originalFileName}`, path, signal);
  if ((recording ?? captions)?.sha256 === sha256) return { recording, captions };
  throw new TransientError('The file was written to while it was read.');
}

async function store(
  deps: ImporterDeps,
  key: string,
  path: string,
  signal: AbortSignal,
): Promise<ReceivedFile> {
  const { size } = await stat(path);
  const isOriginal = key.endsWith(`/${originalFileName}`);
  const bytes = counted(deps.print, basename(path), size);
  const checked = isOriginal ? checkedHead(deps.isRecording) : new PassThrough();
  const maxBytes = isOriginal ? deps.maxUploadBytes : maxCaptionBytes;
  // The store is waited for also when reading has failed: it is done once nothing is left behind.
  const [stored, read] = await Promise.allSettled([
    deps.store.write(key, checked, { maxBytes, signal }),
    pipeline(createReadStream(path), bytes, checked, { signal }),
  ]);
  if (stored.status === 'rejected') throw stored.reason;
  if (read.status === 'rejected') throw read.reason;
  return { fileName: basename(path), ...stored.value };
}

/** Passes bytes on and shows how many have passed, and how fast. */
function counted(print: ImporterDeps['print'], label: string, totalBytes: number): Transform {
  const startedAt = performance.now();
  let doneBytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      doneBytes += chunk.length;
      const pace = paceOf(doneBytes, totalBytes, performance.now() - startedAt);
      print.progress(label, totalBytes === 0 ? 1 : doneBytes / totalBytes, pace);
      done(null, chunk);
    },
  });
}
