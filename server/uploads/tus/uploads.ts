import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import type { UploadMetadata } from '../../../core/api/uploads.ts';
import { DomainError } from '../../../core/model/errors.ts';
import type { JobQueue } from '../../../core/ports/job-queue.ts';
import type { MediaStore } from '../../../core/ports/media-store.ts';
import { type AdvisoryLocks, openAdvisoryLocks, type Release } from '../../../drizzle/advisory-locks.ts';
import type { ConnectionConfig, Database } from '../../../drizzle/client.ts';
import type { Log } from '../../../drizzle/log.ts';
import { deleteUpload, type UploadRow, updateUpload } from '../../../drizzle/queries/uploads.ts';
import type { RunningForm } from '../room.ts';
import { arrivedBytes } from './arrived-bytes.ts';
import { type GrowingHashes, growingHashes } from './growing-hashes.ts';
import { openStaging, type Staging } from './staging.ts';

/** What uploads in pieces work with. */
export interface Uploads {
  readonly db: Database;
  readonly queue: JobQueue;
  readonly store: MediaStore;
  readonly log: Log;
  readonly isRecording: (head: Uint8Array) => boolean;
  readonly maxUploadBytes: number;
  readonly staging: Staging;
  readonly hashes: GrowingHashes;
  readonly forms: Set<RunningForm>;
  /** By upload: how often in a row it could not be settled, and when that is tried again. */
  readonly failures: Map<string, { readonly times: number; readonly againAt: number }>;
  readonly locks: AdvisoryLocks;
  /** Aborts when the server stops: what is being received ends where it is. */
  readonly stopping: AbortSignal;
  stop(): void;
  close(): Promise<void>;
}

export interface UploadsDeps
  extends Pick<Uploads, 'db' | 'queue' | 'store' | 'log' | 'isRecording' | 'maxUploadBytes'> {
  readonly connectionConfig: ConnectionConfig;
  readonly dataDir: string;
}

/** Uploads wait below the data folder for the rest, not in the store: its own temporary files go at every start. */
export async function openUploads({ connectionConfig, dataDir, ...deps }: UploadsDeps): Promise<Uploads> {
  const stopping = new AbortController();
  // Every piece that is being received listens.
  setMaxListeners(0, stopping.signal);
  const locks = await openAdvisoryLocks({ db: deps.db, connectionConfig }, deps.log);
  return {
    ...deps,
    staging: await openStaging(join(dataDir, 'uploads')),
    hashes: growingHashes(),
    forms: new Set(),
    failures: new Map(),
    locks,
    stopping: stopping.signal,
    stop: () => stopping.abort(),
    async close() {
      stopping.abort();
      await locks.close();
    },
  };
}

const hourMs = 3_600_000;
/** What is left untouched for so long is given up. */
export const abandonedAfterMs = 24 * hourMs;
/** A live recording sends every few seconds: this one has broken off. */
export const brokenOffAfterMs = hourMs / 4;

/** After so long nobody can have it any more, whatever else is the matter. */
export const forgottenAfterMs = 7 * 24 * hourMs;

/** When it is given up, unless more arrives. */
export const expiryOf = ({ isLive }: Pick<UploadRow, 'isLive'>, touchedAt: Date): Date =>
  new Date(touchedAt.getTime() + (isLive ? brokenOffAfterMs : abandonedAfterMs));

export const fileNameOf = ({ filename, name }: UploadMetadata): string => filename ?? name ?? 'recording';

export const noSuchUpload = (): DomainError => new DomainError('not-found', 'There is no such upload.');

/** Longer than any answer may take; who waits is told to come back. */
const lockWaitMs = 20_000;

/** Holds an upload alone; who is at it is asked to end. Throws `locked` when that takes too long. */
export async function holdUpload(
  { locks }: Pick<Uploads, 'locks'>,
  id: string,
  { onWanted, signal }: { readonly onWanted: () => void; readonly signal: AbortSignal },
): Promise<Release> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(lockWaitMs)]);
  const release = await locks.acquire(lockName(id), onWanted, limited);
  if (!release) throw new DomainError('locked', 'This upload is at work elsewhere. Try again in a moment.');
  return release;
}

export const lockName = (id: string): string => `upload ${id}`;

/**
 * Cuts off what a crash left of a piece whose checksum could not be verified any more, and gives how much is here.
 * To be asked by who holds it.
 */
export async function settleUpload(uploads: Uploads, row: UploadRow): Promise<number> {
  const file = await uploads.staging.stat(row.id);
  if (file && row.uncheckedFrom !== null) await discardFrom(uploads, row.id, row.uncheckedFrom);
  return arrivedBytes(row, file);
}

/**
 * Whether what has arrived of it is not here: then another server has it, whose folder this one does not share,
 * and nothing of it may be taken for missing. To be asked by who holds it.
 */
export async function isElsewhere({ staging }: Uploads, row: UploadRow): Promise<boolean> {
  return row.sessionId === null && row.sha256 === null && (await staging.stat(row.id)) === null;
}

/** Takes back a piece that was not verified. */
export async function discardFrom(
  { db, staging, hashes }: Uploads,
  id: string,
  offset: number,
): Promise<void> {
  hashes.forget(id);
  await staging.cutOff(id, offset);
  await updateUpload(db, id, { uncheckedFrom: null });
}

/** Gives an upload up with all that has arrived. To be called by who holds it. */
export async function dropUpload({ db, staging, hashes }: Uploads, id: string): Promise<void> {
  await deleteUpload(db, id);
  await staging.remove(id);
  hashes.forget(id);
}
