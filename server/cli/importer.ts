import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { addSession, type ReceivedFile } from '../../core/actions/add-session.ts';
import type { ActionDeps } from '../../core/actions/deps.ts';
import { sessionToEdit } from '../../core/actions/edit-session.ts';
import { replaceCaptions } from '../../core/actions/replace-captions.ts';
import type { SessionFields } from '../../core/api/sessions.ts';
import type { Reader } from '../../core/model/access.ts';
import { DomainError, TransientError } from '../../core/model/errors.ts';
import { captionsFileName, originalFileName } from '../../core/model/media-names.ts';
import { newId } from '../../drizzle/ids.ts';
import { findDuplicate } from '../../drizzle/queries/sessions.ts';
import { newCaptionsName } from '../uploads/receive-captions.ts';
import { tooLarge } from '../uploads/refusals.ts';
import { storeCaptions, storeRecording } from '../uploads/store-files.ts';
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

export interface Importer {
  /** Adds an item as a session; rejects with what is wrong, and leaves nothing then, as when `signal` aborts. */
  add(item: ImportItem, signal: AbortSignal): Promise<Imported>;
  /** Gives captions to a session that is here; text that people have edited stays. Rejects as `add` does. */
  addCaptions(sessionId: string, path: string, signal: AbortSignal): Promise<void>;
}

export function openImporter(deps: ImporterDeps): Importer {
  const hash = rememberedHashes(deps);
  return {
    async add(item, signal) {
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
        if (!(error instanceof DomainError && error.code === 'duplicate-recording'))
          throw ofCaptions(error, item);
        return { status: 'known', sessionId: String(error.extra['id']), url: String(error.extra['url']) };
      }
    },
    async addCaptions(sessionId, path, signal) {
      const session = await sessionToEdit(deps.db, deps.owner, sessionId);
      const storedName = newCaptionsName();
      const source = await readCounted(deps, path, basename(path), signal);
      const stored = await storeCaptions(deps.store, `${session.id}/${storedName}`, source, { signal });
      const captions = { storedName, fileName: basename(path), ...stored };
      await replaceCaptions(deps, session, captions, { by: deps.owner.id, replaceEdits: false });
    },
  };
}

/** Says which of the two files it is about: what is wrong with captions is told of their recording. */
function ofCaptions(error: unknown, { captionsPath, isTranscript }: ImportItem): unknown {
  if (!(error instanceof DomainError) || error.code !== 'unprocessable') return error;
  if (captionsPath === null || isTranscript) return error;
  return new DomainError(error.code, `${basename(captionsPath)}: ${error.message}`, { cause: error });
}

/** Hex SHA-256 of files, worked out once for each as long as its size and date stay. */
function rememberedHashes({ maxUploadBytes, print }: ImporterDeps) {
  const remembered = new Map<string, { readonly version: string; readonly sha256: string }>();
  return async (path: string, signal: AbortSignal): Promise<string> => {
    const { size, mtimeMs } = await stat(path);
    if (size > maxUploadBytes) throw tooLarge(maxUploadBytes, size);
    const version = `${size} ${mtimeMs}`;
    const known = remembered.get(path);
    if (known?.version === version) return known.sha256;
    const hash = createHash('sha256');
    const source = await readCounted({ print }, path, `${basename(path)}: is it new?`, signal);
    await pipeline(source, hash, { signal });
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
  const { store, isRecording, maxUploadBytes: maxBytes } = deps;
  const read = (from: string) => readCounted(deps, from, basename(from), signal);
  const captions =
    captionsPath === null
      ? null
      : {
          fileName: basename(captionsPath),
          ...(await storeCaptions(store, `${id}/${captionsFileName}`, await read(captionsPath), { signal })),
        };
  const limits = { isRecording, maxBytes, signal };
  const recording = isTranscript
    ? null
    : {
        fileName: basename(path),
        ...(await storeRecording(store, `${id}/${originalFileName}`, await read(path), limits)),
      };
  if ((recording ?? captions)?.sha256 === sha256) return { recording, captions };
  throw new TransientError('The file was written to while it was read.');
}

/** Reads a file and shows how much of it has been read, and how fast. */
async function readCounted(
  { print }: Pick<ImporterDeps, 'print'>,
  path: string,
  label: string,
  signal: AbortSignal,
): Promise<Readable> {
  const { size } = await stat(path);
  async function* read() {
    const startedAt = performance.now();
    let doneBytes = 0;
    for await (const chunk of createReadStream(path, { signal })) {
      doneBytes += chunk.length;
      const pace = paceOf(doneBytes, size, performance.now() - startedAt);
      print.progress(label, size === 0 ? 1 : doneBytes / size, pace);
      yield chunk;
    }
  }
  return Readable.from(read(), { objectMode: false });
}
