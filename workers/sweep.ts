import { binDays, destroySession } from '../core/actions/bin-session.ts';
import type { JobQueue } from '../core/ports/job-queue.ts';
import type { MediaStore } from '../core/ports/media-store.ts';
import type { SearchIndex } from '../core/ports/search-index.ts';
import type { Database } from '../drizzle/client.ts';
import type { Log } from '../drizzle/log.ts';
import { listMediaFiles } from '../drizzle/queries/media-files.ts';
import { listExpiredInBin, sessionExists } from '../drizzle/queries/sessions.ts';
import { deleteExpiredSignIns } from '../drizzle/queries/sign-ins.ts';
import { listDueStages } from '../drizzle/queries/stages.ts';

interface SweepDeps {
  readonly db: Database;
  readonly queue: JobQueue;
  readonly store: MediaStore;
  readonly searchIndex: SearchIndex;
  readonly log: Log;
}

const enqueueEveryMs = 10_000;
const tidyEveryMs = 60 * 60_000;
/** A file this old that no row names is not one that somebody is about to name. */
const orphanAgeMs = 6 * 60 * 60_000;
const batch = 500;

/** Now and then: enqueues what is due and has no job; and tidies up what nobody needs any more. */
export function startSweep(deps: SweepDeps): { stop(): Promise<void> } {
  let isStopped = false;
  let tidiedAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout;
  const sweep = async () => {
    try {
      for (const job of await listDueStages(deps.db, batch)) if (!isStopped) await deps.queue.enqueue(job);
      if (performance.now() - tidiedAt > tidyEveryMs) {
        tidiedAt = performance.now();
        await tidy(deps, () => isStopped);
      }
    } catch (error) {
      if (!isStopped) deps.log.warn({ err: error }, 'the sweep failed and is tried again');
    }
  };
  const next = async (): Promise<void> => {
    await sweep();
    if (isStopped) return;
    timer = setTimeout(() => {
      running = next();
    }, enqueueEveryMs);
  };
  let running = next();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** Empties the bin of what is too old, and removes files that a crash left without a row. */
async function tidy(deps: SweepDeps, isStopped: () => boolean): Promise<void> {
  await deleteExpiredSignIns(deps.db);
  for (const id of await listExpiredInBin(deps.db, binDays)) await destroySession(deps, id);
  for await (const sessionId of deps.store.listSessions()) {
    if (isStopped()) return;
    await removeOrphans(deps, sessionId);
  }
}

async function removeOrphans({ db, store, log }: SweepDeps, sessionId: string): Promise<void> {
  const before = Date.now() - orphanAgeMs;
  const known = new Set(
    ((await listMediaFiles(db, [sessionId])).get(sessionId) ?? []).map((file) => file.fileName),
  );
  for (const object of await store.list(sessionId)) {
    const fileName = object.key.slice(sessionId.length + 1);
    if (known.has(fileName) || object.modifiedAt.getTime() > before) continue;
    await store.remove(object.key);
    log.info(
      { sessionId, isSessionGone: !(await sessionExists(db, sessionId)) },
      'removed a file without a row',
    );
  }
}
