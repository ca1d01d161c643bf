import { setTimeout as delay } from 'node:timers/promises';
import { sessionExists } from '../../../drizzle/queries/sessions.ts';
import {
  deleteFinishedUploads,
  findUpload,
  listUnfinishedUploads,
  type UploadRow,
  updateUpload,
} from '../../../drizzle/queries/uploads.ts';
import { finishHeld } from './finish.ts';
import {
  abandonedAfterMs,
  dropUpload,
  expiryOf,
  forgottenAfterMs,
  isElsewhere,
  lockName,
  settleUpload,
  type Uploads,
} from './uploads.ts';

const everyMs = 60_000;
/** What cannot be settled is hashed and copied in full each time: the pauses double up to this. */
const longestPauseMs = 6 * 3_600_000;
/** Before what could not be settled for a week is given up: an hour also after a restart. */
const fewestTries = 6;
/** A client that comes back within this time learns what became of its upload. */
const rememberedHours = 24;

/** At the start and every minute: finishes what a crash or a broken recording left, and removes what is abandoned. */
export function startUploadSweep(uploads: Uploads): { stop(): Promise<void> } {
  const stop = new AbortController();
  const sweepOn = async () => {
    while (!stop.signal.aborted) {
      await sweepUploads(uploads, stop.signal).catch((error: unknown) => {
        uploads.log.warn({ err: error }, 'the sweep of the uploads failed and is tried again');
      });
      await delay(everyMs, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  };
  const sweeping = sweepOn();
  return {
    async stop() {
      stop.abort();
      await sweeping;
    },
  };
}

/** One round. */
export async function sweepUploads(uploads: Uploads, signal: AbortSignal, now = Date.now()): Promise<void> {
  for (const row of await listUnfinishedUploads(uploads.db)) {
    if (signal.aborted) return;
    const failed = uploads.failures.get(row.id);
    if (failed && now < failed.againAt) continue;
    try {
      await settle(uploads, row.id);
      uploads.failures.delete(row.id);
    } catch (error) {
      if (signal.aborted) return;
      const times = (failed?.times ?? 0) + 1;
      uploads.failures.set(row.id, { times, againAt: now + Math.min(everyMs * 2 ** times, longestPauseMs) });
      uploads.log.warn({ err: error, uploadId: row.id, times }, 'an upload could not be settled');
      if (times >= fewestTries && row.createdAt.getTime() < now - forgottenAfterMs)
        await forget(uploads, row.id);
    }
  }
  await deleteFinishedUploads(uploads.db, rememberedHours);
  await removeFilesWithoutRow(uploads);
}

async function forget(uploads: Uploads, id: string): Promise<void> {
  await withUpload(uploads, id, async (row) => {
    if (await sessionExists(uploads.db, id)) return;
    await dropUpload(uploads, id);
    if (row.sha256 !== null) await uploads.store.removeSession(id);
    uploads.failures.delete(id);
    uploads.log.error({ uploadId: id }, 'removed an upload that could not be settled for a week');
  });
}

const settle = (uploads: Uploads, id: string) => withUpload(uploads, id, (row) => settleHeld(uploads, row));

/** Leaves it alone while somebody is at it. */
async function withUpload(
  uploads: Uploads,
  id: string,
  use: (row: UploadRow) => Promise<void>,
): Promise<void> {
  const release = await uploads.locks.tryAcquire(lockName(id), () => {});
  if (!release) return;
  try {
    const row = await findUpload(uploads.db, id);
    if (row && row.sessionId === null) await use(row);
  } finally {
    await release();
  }
}

async function settleHeld(uploads: Uploads, row: UploadRow): Promise<void> {
  const { db, staging, log } = uploads;
  const isForgotten = row.createdAt.getTime() < Date.now() - forgottenAfterMs;
  if (!isForgotten && (await isElsewhere(uploads, row))) return;
  const receivedBytes = await settleUpload(uploads, row);
  const touchedAt = (await staging.stat(row.id))?.touchedAt ?? row.createdAt;
  const isExpired = expiryOf(row, touchedAt).getTime() < Date.now();
  if (receivedBytes === row.totalBytes) return void (await finishHeld(uploads, row));
  if (!isExpired) return;
  if (!row.isLive || receivedBytes === 0) {
    await dropUpload(uploads, row.id);
    return log.info({ uploadId: row.id, bytes: receivedBytes }, 'removed an abandoned upload');
  }
  await updateUpload(db, row.id, { totalBytes: receivedBytes });
  log.info({ uploadId: row.id, bytes: receivedBytes }, 'a live recording broke off: what arrived is kept');
  await finishHeld(uploads, { ...row, totalBytes: receivedBytes });
}

/** What a crash left of an upload that was being taken on or given up. */
async function removeFilesWithoutRow({ db, staging, log }: Uploads): Promise<void> {
  for (const name of await staging.list()) {
    const file = await staging.stat(name);
    if (!file || file.touchedAt.getTime() > Date.now() - abandonedAfterMs) continue;
    if (await findUpload(db, name)) continue;
    await staging.remove(name);
    log.info({ uploadId: name }, 'removed a staged file without an upload');
  }
}
