import type { Readable } from 'node:stream';
import { DataStore, Upload } from '@tus/server';
import type { Reader } from '../../../core/model/access.ts';
import { DomainError } from '../../../core/model/errors.ts';
import { sessionExists } from '../../../drizzle/queries/sessions.ts';
import { findUpload, type UploadRow, updateUpload } from '../../../drizzle/queries/uploads.ts';
import { headBytes, problemOfHead } from '../checked-head.ts';
import { whileRoom } from '../room.ts';
import { admitUpload, refuseUnlessRestFits } from './admit.ts';
import { append, translateDiskFull } from './append.ts';
import type { Checksum } from './checksum.ts';
import { discardFrom, dropUpload, isElsewhere, noSuchUpload, settleUpload, type Uploads } from './uploads.ts';

/** What the protocol does not pass on from a request to the store. */
export interface UploadRequest {
  readonly owner: Reader;
  readonly checksum: Checksum | null;
}

/** Keeps uploads for the protocol, for one request. All but `create` are called by who holds the upload. */
export class UploadStore extends DataStore {
  readonly #uploads: Uploads;
  readonly #request: UploadRequest;

  constructor(uploads: Uploads, request: UploadRequest) {
    super();
    this.#uploads = uploads;
    this.#request = request;
    this.extensions = [
      'creation',
      'creation-with-upload',
      'creation-defer-length',
      'termination',
      'checksum',
      // `Upload-Expires` is ours: the library counts from the creation, and we from the last byte.
      'expiration',
    ];
  }

  override async create(upload: Upload): Promise<Upload> {
    const { id, size = null, metadata = {} } = upload;
    await admitUpload(this.#uploads, { id, owner: this.#request.owner, metadata, totalBytes: size });
    return upload;
  }

  override async getUpload(id: string): Promise<Upload> {
    const row = await this.#find(id);
    if (await isElsewhere(this.#uploads, row)) throw noSuchUpload();
    const offset = await settleUpload(this.#uploads, row);
    return new Upload({
      id,
      offset,
      metadata: row.metadata,
      creation_date: row.createdAt.toISOString(),
      ...(row.totalBytes === null ? {} : { size: row.totalBytes }),
    });
  }

  override async declareUploadLength(id: string, totalBytes: number): Promise<void> {
    const { db, staging } = this.#uploads;
    const received = (await staging.stat(id))?.sizeBytes ?? 0;
    await refuseUnlessRestFits(this.#uploads, id, totalBytes - received);
    await updateUpload(db, id, { totalBytes });
  }

  /** Rejects with `unsupported-media`, and gives the upload up, as soon as it turns out to be no recording. */
  override async write(source: Readable, id: string, offset: number): Promise<number> {
    const uploads = this.#uploads;
    const { checksum } = this.#request;
    const row = await this.#find(id);
    if (await isElsewhere(uploads, row)) throw noSuchUpload();
    // Whole, and moved to the store: nothing can come after that.
    if (!(await uploads.staging.stat(id))) return offset;
    if (checksum) await updateUpload(uploads.db, id, { uncheckedFrom: offset });
    try {
      // For what has no length no space is kept.
      const bounded = row.totalBytes === null ? whileRoom(source, [uploads.staging, uploads.store]) : source;
      const end = await this.#append(bounded, id, offset);
      // A piece of no bytes says that a live recording is still there, although it has been paused.
      if (end === offset && row.isLive) await uploads.staging.touch(id);
      checksum?.verify();
      if (checksum) await updateUpload(uploads.db, id, { uncheckedFrom: null });
      return end;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'unsupported-media') await dropUpload(uploads, id);
      else if (checksum) await discardFrom(uploads, id, offset);
      throw translateDiskFull(error);
    }
  }

  override async remove(id: string): Promise<void> {
    const { db, store } = this.#uploads;
    // Not as the request found it: who held it until now may have finished it.
    const row = await this.#find(id);
    if (row.sessionId !== null || (await sessionExists(db, id)))
      throw new DomainError('conflict', 'This upload is a session already. Delete the session instead.');
    await dropUpload(this.#uploads, id);
    // In the store, although there is no session yet.
    if (row.sha256 !== null) await store.removeSession(id);
  }

  #append(source: Readable, id: string, offset: number): Promise<number> {
    const { staging, hashes, stopping, isRecording } = this.#uploads;
    return append(staging.pathOf(id), source, offset, {
      signal: stopping,
      promptAt: headBytes,
      onWritten: async (position, bytes) => {
        hashes.add(id, position, bytes);
        this.#request.checksum?.update(bytes);
        if (position >= headBytes || position + bytes.length < headBytes) return;
        const problem = problemOfHead(await staging.readHead(id, headBytes), isRecording);
        if (problem) throw problem;
      },
    });
  }

  async #find(id: string): Promise<UploadRow> {
    const row = await findUpload(this.#uploads.db, id);
    if (!row) throw noSuchUpload();
    return row;
  }
}
