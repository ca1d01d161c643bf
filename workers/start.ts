import { countSpeech } from '../core/actions/keep-speech.ts';
import { nameSessions } from '../core/actions/name-sessions.ts';
import { type StageName, stageNames } from '../core/model/session.ts';
import type { Embedder } from '../core/ports/embedder.ts';
import type { ConnectionConfig } from '../drizzle/client.ts';
import { newId } from '../drizzle/ids.ts';
import { releaseAllPieces } from '../drizzle/queries/speech-pieces.ts';
import { releaseRunningStages } from '../drizzle/queries/stages.ts';
import { startEmbedding } from './embedding.ts';
import { startIndexUpkeep } from './index-upkeep.ts';
import { type PipelineDeps, runJob } from './pipeline.ts';
import { openSlots } from './slots.ts';
import { startHelping } from './speech/help.ts';
import type { Stage } from './stage.ts';
import { extras } from './stages/extras.ts';
import { index } from './stages/index-session.ts';
import { optimise } from './stages/optimise.ts';
import { probe } from './stages/probe.ts';
import { tag } from './stages/tag.ts';
import { transcode } from './stages/transcode.ts';
import { transcribe } from './stages/transcribe.ts';
import { startSweep } from './sweep.ts';
import type { TurnSlots } from './turn.ts';

const stages: readonly Stage[] = [probe, transcode, transcribe, tag, index, extras, optimise];

export interface Workers {
  /** Stops the running stages; they go on at the next start. */
  close(): Promise<void>;
}

/** Starts delivering jobs, and the sweep that brings back what a crash left out. */
export async function startWorkers(
  deps: Omit<PipelineDeps, 'stages' | 'slots' | 'workerId'> & {
    /** Nobody else works on this database: what is marked as running was killed, and need not be waited for. */
    readonly isAlone: boolean;
    readonly logsSearches: boolean;
    readonly connectionConfig: ConnectionConfig;
    readonly embedder: Embedder;
  },
  workerConcurrency: number,
): Promise<Workers> {
  for (const name of stageNames)
    if (stages.filter((stage) => stage.name === name).length !== 1)
      throw new Error(`stage ${name} needs exactly one handler`);
  if (deps.isAlone) {
    await releaseRunningStages(deps.db);
    await releaseAllPieces(deps.db);
    await deps.queue.clear();
  }
  await nameSessions(deps);
  await countSpeech(deps);
  const encodes = Math.max(1, Math.floor(workerConcurrency / 2));
  const transcriptions = Math.max(1, Math.ceil(workerConcurrency / 2));
  const slots = openStageSlots(encodes, transcriptions);
  const pipeline = { ...deps, stages, slots, workerId: newId() };
  const concurrency = { ...jobsAtOnce, optimise: encodes };
  const workers = await deps.queue.work((job, signal) => runJob(pipeline, job, signal), concurrency);
  const sweep = startSweep(deps);
  const upkeep = startIndexUpkeep(deps);
  const helping = startHelping(pipeline, slots.transcribe.heavy);
  const embedding = startEmbedding(deps);
  return {
    async close() {
      await Promise.all([sweep.stop(), upkeep.stop(), embedding.stop()]);
      await helping.stop();
      await workers.close();
    },
  };
}

/**
 * Jobs that are taken from the queue at once. Of transcode and transcribe more than run: what is heavy waits for a
 * slot, at the price of a heartbeat, and a copy or a caption file, which takes seconds, goes past it. Optimise,
 * which is nothing but an encode, takes no more than there are slots.
 */
export const jobsAtOnce = { probe: 2, transcode: 100, transcribe: 100, tag: 2, index: 2, extras: 2 } as const;

/** Copies, or caption files, side by side: they read and write disks more than they compute. */
const lightAtOnce = 4;

/** The two kinds of heavy work share the cores. */
function openStageSlots(encodes: number, transcriptions: number): Readonly<Record<StageName, TurnSlots>> {
  const free = openSlots(Number.POSITIVE_INFINITY);
  const light = { light: free, heavy: free };
  const encoding = openSlots(encodes);
  return {
    probe: light,
    transcode: { light: openSlots(lightAtOnce), heavy: encoding },
    transcribe: { light: openSlots(lightAtOnce), heavy: openSlots(transcriptions) },
    tag: light,
    index: light,
    extras: light,
    optimise: { light: free, heavy: encoding },
  };
}
