import { setTimeout as delay } from 'node:timers/promises';
import OpenAI from 'openai';
import { ffmpegTools } from '../../core/engines/media/ffmpeg.ts';
import { postgresIndex } from '../../core/engines/search/postgres.ts';
import { localStore } from '../../core/engines/store/local.ts';
import { noTagger } from '../../core/engines/tagger/none.ts';
import { openaiTranscriber } from '../../core/engines/transcriber/openai.ts';
import { stageNames } from '../../core/model/session.ts';
import type { JobQueue } from '../../core/ports/job-queue.ts';
import { type ConnectionConfig, openDatabase } from '../../drizzle/client.ts';
import { type PipelineDeps, runJob } from '../../workers/pipeline.ts';
import { openSlots } from '../../workers/slots.ts';
import { startHelping } from '../../workers/speech/help.ts';
import { transcribe } from '../../workers/stages/transcribe.ts';
import { silentLog as log } from './log.ts';

/** What a worker process is told: it transcribes one session, or helps whoever does. */
export interface WorkerOrder {
  readonly role: 'run' | 'help';
  readonly workerId: string;
  readonly sessionId: string;
  readonly connectionConfig: ConnectionConfig;
  readonly storeDir: string;
  readonly scratchDir: string;
  readonly baseURL: string;
}

const order: WorkerOrder = JSON.parse(process.argv[2] ?? '');
const { db } = openDatabase({ config: order.connectionConfig, log });
const client = new OpenAI({ apiKey: order.workerId, baseURL: order.baseURL, maxRetries: 0 });
const slots = { light: openSlots(1), heavy: openSlots(1) };
const queue: Partial<JobQueue> = { enqueue: async () => {} };
const deps: PipelineDeps = {
  ...{ db, log, workerId: order.workerId, scratchRoot: order.scratchDir, stages: [transcribe] },
  store: await localStore({ rootDir: order.storeDir, log }),
  media: ffmpegTools({ threads: 1, limits: { durationSeconds: 36_000, outputBytes: 2 ** 30 }, log }),
  transcriber: openaiTranscriber({ client, model: 'whisper-1', log, parallel: 2 }),
  tagger: noTagger(),
  searchIndex: postgresIndex({ db }),
  // Nothing but `enqueue` is called by a job.
  queue: queue as JobQueue,
  slots: {
    ...{ probe: slots, transcode: slots, transcribe: slots, tag: slots, index: slots, extras: slots },
    optimise: slots,
  },
};
const never = new AbortController().signal;

if (order.role === 'help') startHelping(deps, openSlots(1));
else {
  const [, , stage] = stageNames;
  for (;;) {
    const outcome = await runJob(deps, { stage, sessionId: order.sessionId }, never);
    if (outcome.kind === 'done') process.exit(0);
    await delay(Math.min(outcome.delayMs, 500));
  }
}
