import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { noEmbedder } from '../../core/engines/embedder/none.ts';
import { postgresQueue } from '../../core/engines/queue/postgres.ts';
import type { MediaProbe } from '../../core/model/media.ts';
import { planRenditions } from '../../core/model/media-plan.ts';
import type { MediaStore } from '../../core/ports/media-store.ts';
import type { MediaTools } from '../../core/ports/media-tools.ts';
import type { SearchIndex } from '../../core/ports/search-index.ts';
import { findAnySession } from '../../drizzle/queries/sessions.ts';
import { insertStages } from '../../drizzle/queries/stages.ts';
import type { PipelineDeps } from '../../workers/pipeline.ts';
import { startWorkers } from '../../workers/start.ts';
import { makeSession } from '../factories.ts';
import { openTestDatabase } from '../support/database.ts';
import { silentLog as log } from '../support/log.ts';
import { probe } from '../support/probes.ts';
import { waitUntil } from '../support/wait-until.ts';

test('a copy goes past ten encodes that wait, of which none has fetched its recording', async () => {
  const { db, connectionConfig, close } = await openTestDatabase();
  onTestFinished(close);
  const scratchRoot = await mkdtemp(join(tmpdir(), 'brownbag-many-'));
  onTestFinished(() => rm(scratchRoot, { recursive: true, force: true }));
  const queue = await postgresQueue({ connectionConfig, log });
  onTestFinished(() => queue.close());
  const fetched: string[] = [];
  const store = {
    async withLocalFile(key, use) {
      fetched.push(key);
      return use(key);
    },
    putFile: async () => ({ sizeBytes: 1 }),
  } as Partial<MediaStore> as MediaStore;
  const media = {
    async render(_path, _probe, step, { signal }) {
      if (step.kind === 'video' && step.picture.kind !== 'copy')
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      const made = { kind: 'made', path: '', contentType: 'video/mp4', warnings: [] } as const;
      return { ...made, width: 2, height: 2, durationSeconds: 1 };
    },
    poster: async () => null,
  } as Partial<MediaTools> as MediaTools;
  const skipped = { probe: '', transcribe: '', tag: '', index: '', extras: '', optimise: '' };
  const add = async (measured: MediaProbe, createdAt: Date) => {
    const plan = planRenditions(measured);
    if (plan.kind === 'refuse') throw new Error(plan.reason);
    const { id } = await makeSession(db, { status: 'processing', probe: measured, plan, createdAt });
    await insertStages(db, id, skipped);
    return id;
  };
  for (let number = 0; number < 11; number += 1) await add(probe({ codec: 'prores' }, {}), new Date(number));
  const copied = await add(probe({}, {}), new Date());
  const searchIndex = { format: 'any' } as Partial<SearchIndex> as SearchIndex;
  const parts = {
    ...{ db, connectionConfig, queue, store, media, searchIndex, log, scratchRoot },
    ...{ embedder: noEmbedder(), isAlone: true, logsSearches: true },
  };
  // Nothing else is asked of engines.
  const workers = await startWorkers(parts as Partial<PipelineDeps> as PipelineDeps & typeof parts, 1);
  onTestFinished(() => workers.close());
  await waitUntil(async () => (await findAnySession(db, copied))?.status === 'ready');
  expect(fetched).toHaveLength(2);
});
