import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PermanentError, RetryAfterError, TransientError } from '../../core/model/errors.ts';
import type { SampleRange } from '../../core/model/silence.ts';
import {
  claimPieces,
  countPieces,
  keepAnswer,
  type NumberedPiece,
  releasePieces,
  renewClaims,
} from '../../drizzle/queries/speech-pieces.ts';
import { LostStage, type StageDeps } from '../stage.ts';
import { piecesPerCall } from './pieces-per-call.ts';
import type { Sound } from './sound.ts';

export interface SharedWork {
  readonly deps: Pick<StageDeps, 'db' | 'transcriber' | 'workerId'>;
  readonly sound: Sound;
  readonly scratchDir: string;
  readonly signal: AbortSignal;
  /** From 0 to 1 of the pieces that are planned, whoever works on them. */
  readonly onProgress: (fraction: number) => void;
}

/** A claim lasts half a minute: two renewals may fail before others take the pieces. */
const renewEveryMs = 8_000;
/** Before a recording is gone on with of which at least something was recognised. */
const goOnAfterSeconds = 5;

/**
 * Recognises pieces that nobody works on, several at a time, until there are none left to take; each answer is kept at
 * once. After a failure nothing new is begun, but what is under way is waited for, because it is paid for; then the
 * failure is thrown, as one that costs no attempt where something was answered: a long recording gets through on a
 * server that often fails.
 */
export async function sharePieces(work: SharedWork): Promise<void> {
  const { deps, sound } = work;
  const { open } = await countPieces(deps.db, sound.key);
  const atOnce = piecesPerCall(open, deps.transcriber);
  const claims = keepClaims(work);
  const signal = AbortSignal.any([work.signal, claims.gone]);
  const progress = startProgress(work);
  const errors: unknown[] = [];
  let answered = 0;
  const lane = async (): Promise<void> => {
    while (errors.length === 0) {
      signal.throwIfAborted();
      const claimed = await claimPieces(deps.db, sound.key, deps.workerId, atOnce);
      if (claimed.length === 0) return;
      const track = await progress.begin(claimed);
      await recogniseClaimed({ ...work, signal, onProgress: track.heard }, claimed, () => {
        answered += 1;
      }).finally(track.end);
    }
  };
  try {
    await Promise.all(
      Array.from({ length: deps.transcriber.sideBySide }, () =>
        lane().catch((error: unknown) => void errors.push(error)),
      ),
    );
  } finally {
    claims.stop();
  }
  signal.throwIfAborted();
  if (errors.length > 0) throw costingNoAttempt(worst(errors), answered);
}

/** Says in the database that this process still works on what it took. `gone`: nobody wants it any more. */
function keepClaims({ deps, sound }: SharedWork) {
  const gone = new AbortController();
  const renew = async () => {
    if (!(await renewClaims(deps.db, sound.key, deps.workerId))) gone.abort(new LostStage());
  };
  // A failure is made up for by the next one, and the lanes meet it too.
  const timer = setInterval(() => void renew().catch(() => undefined), renewEveryMs);
  return { gone: gone.signal, stop: () => clearInterval(timer) };
}

const samplesOf = (pieces: readonly NumberedPiece[]): number =>
  pieces.reduce((sum, { piece }) => sum + piece.end - piece.start, 0);

/** Adds what is under way here to what is answered by all. */
function startProgress({ deps, sound, onProgress }: SharedWork) {
  const underWay = new Map<object, number>();
  let count = { samples: 0, answeredSamples: 0 };
  const tell = (): void => {
    const heard = [...underWay.values()].reduce((sum, samples) => sum + samples, count.answeredSamples);
    if (count.samples > 0) onProgress(Math.min(1, heard / count.samples));
  };
  return {
    async begin(claimed: readonly NumberedPiece[]) {
      const key = {};
      count = await countPieces(deps.db, sound.key);
      tell();
      return {
        heard: (fraction: number) => {
          underWay.set(key, fraction * samplesOf(claimed));
          tell();
        },
        end: () => void underWay.delete(key),
      };
    },
  };
}

/** Keeps the answers as they come, and gives back what has none in the end. */
async function recogniseClaimed(
  { deps, sound, scratchDir, signal, onProgress }: SharedWork,
  claimed: readonly NumberedPiece[],
  onKept: () => void,
): Promise<void> {
  const { db, transcriber } = deps;
  const open = new Map(claimed.map(({ piece, number }) => [piece.start, number]));
  const callDir = await mkdtemp(join(scratchDir, 'pieces-'));
  const onAnswer = async ({ start }: SampleRange, answer: unknown): Promise<void> => {
    const number = open.get(start);
    if (number === undefined) throw new Error(`an answer to a piece that was not asked for: ${start}`);
    await keepAnswer(db, sound.key, number, answer);
    open.delete(start);
    onKept();
  };
  const pieces = claimed.map(({ piece }) => piece);
  try {
    await transcriber.recognise(sound.request, pieces, { signal, scratchDir: callDir, onAnswer, onProgress });
  } finally {
    await rm(callDir, { recursive: true, force: true });
    if (open.size > 0) await releasePieces(db, sound.key, [...open.values()]);
  }
}

/** Of several failures the one that says most about the next ones. */
const worst = (errors: readonly unknown[]): unknown =>
  errors.find((error) => error instanceof PermanentError) ??
  errors.find((error) => error instanceof RetryAfterError) ??
  errors[0];

function costingNoAttempt(error: unknown, answered: number): unknown {
  if (answered === 0 || !(error instanceof TransientError)) return error;
  const message = 'Some of it could not be transcribed yet. It goes on with what is missing.';
  return new RetryAfterError(message, goOnAfterSeconds, { cause: error });
}
