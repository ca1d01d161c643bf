import { destroySession } from '../core/actions/bin-session.ts';
import { auditKeptDays } from '../core/model/audit.ts';
import { binDays } from '../core/model/bin.ts';
import type { Embedder } from '../core/ports/embedder.ts';
import type { JobQueue } from '../core/ports/job-queue.ts';
import type { MediaStore } from '../core/ports/media-store.ts';
import type { SearchIndex } from '../core/ports/search-index.ts';
import type { Database } from '../drizzle/client.ts';
import type { Log } from '../drizzle/log.ts';
import { deleteOldAudit } from '../drizzle/queries/audit.ts';
import { deleteExpiredLinks } from '../drizzle/queries/password-links.ts';
import { pruneSearchLog } from '../drizzle/queries/search-log.ts';
import { listExpiredInBin } from '../drizzle/queries/sessions.ts';
import { deleteExpiredSignIns } from '../drizzle/queries/sign-ins.ts';
import { listDueStages } from '../drizzle/queries/stages.ts';
import { forgetWords } from '../drizzle/queries/suggestion-rows.ts';
import { dropUnusedElsewhere } from '../drizzle/queries/vectors.ts';
import { isStoreOurs, removeOrphans } from './orphans.ts';

interface SweepDeps {
  readonly db: Database;
  readonly queue: JobQueue;
  readonly store: MediaStore;
  readonly searchIndex: SearchIndex;
  readonly embedder: Embedder;
  readonly log: Log;
  /** `false`: what was kept of searches is forgotten. */
  readonly logsSearches: boolean;
}

const enqueueEveryMs = 10_000;
/** The first time after an hour as well: whoever started on the wrong database has noticed by then. */
const tidyEveryMs = 60 * 60_000;
const batch = 500;
/** Long enough to see what a company misses, short enough to say nothing of a person. */
const searchesKeptDays = 90;

/** Now and then: enqueues what is due and has no job; and tidies up what nobody needs any more. */
export function startSweep(deps: SweepDeps): { stop(): Promise<void> } {
  let isStopped = false;
  let tidiedAt = performance.now();
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
  await deleteExpiredLinks(deps.db);
  await deleteOldAudit(deps.db, auditKeptDays);
  await pruneSearchLog(deps.db, deps.logsSearches ? searchesKeptDays : 0);
  await forgetWords(deps.db);
  for (const id of await listExpiredInBin(deps.db, binDays)) {
    if (isStopped()) return;
    await destroySession(deps, id).catch((error: unknown) => {
      deps.log.warn({ err: error, sessionId: id }, 'a session stays in the bin for now');
    });
  }
  await dropUnusedElsewhere(deps.db, deps.embedder.space);
  if (await isStoreOurs(deps)) await removeOrphans(deps, isStopped);
}
