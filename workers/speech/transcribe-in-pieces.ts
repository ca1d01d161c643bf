import { setTimeout as delay } from 'node:timers/promises';
import type { AnsweredPiece, TranscribeResult } from '../../core/ports/transcriber.ts';
import { addPieces, countPieces, listPieces } from '../../drizzle/queries/speech-pieces.ts';
import type { StageDeps, StageRun } from '../stage.ts';
import { sharePieces } from './share-pieces.ts';
import type { Sound } from './sound.ts';

/** How often is looked whether others have answered, or given up, what they took. */
const lookEveryMs = 1_000;

/**
 * Cuts a recording, has its pieces recognised by this process and whichever others help, and joins the answers. What
 * was answered in an earlier run is not asked again. The pieces stay until `deletePieces`.
 */
export async function transcribeInPieces(
  deps: StageDeps,
  run: StageRun,
  sound: Sound,
): Promise<TranscribeResult> {
  const { db, transcriber } = deps;
  const { request, key } = sound;
  const { signal, scratchDir } = run;
  const context = { signal, scratchDir };
  for (;;) {
    await answerAll(deps, run, sound);
    const answered: readonly AnsweredPiece[] = await listPieces(db, key);
    const plan = await transcriber.plan(request, answered, context);
    if (plan.kind === 'nothing') return plan;
    const { pieces } = plan;
    if (pieces.length === 0) return transcriber.join(request, answered, context);
    await run.keep({ stored: [], save: (tx) => addPieces(tx, key, answered.length, pieces) });
  }
}

/** Resolves when no piece is without an answer; pieces of processes that died are taken over in time. */
async function answerAll(deps: StageDeps, run: StageRun, sound: Sound): Promise<void> {
  const { signal, scratchDir, onProgress } = run;
  const isOpen = async () => (await countPieces(deps.db, sound.key)).open > 0;
  while (await isOpen()) {
    await sharePieces({ deps, sound, signal, scratchDir, onProgress });
    if (await isOpen()) await delay(lookEveryMs, undefined, { signal });
  }
}
