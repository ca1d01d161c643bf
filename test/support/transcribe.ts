import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { sideBySide } from '../../core/engines/side-by-side.ts';
import type { SampleRange } from '../../core/model/silence.ts';
import type {
  AnsweredPiece,
  TranscribeRequest,
  TranscribeResult,
  Transcriber,
} from '../../core/ports/transcriber.ts';
import { withScratchDir } from './speech.ts';

export interface TranscribeOptions {
  readonly signal?: AbortSignal;
  /** In which order pieces are recognised. */
  readonly order?: (pieces: readonly SampleRange[]) => readonly SampleRange[];
  readonly piecesAtOnce?: number;
  /** Calls at the same time; one unless told. */
  readonly atOnce?: number;
  readonly onProgress?: (fraction: number) => void;
  /** Where the answers go; those that are there already are not asked for again. */
  readonly answered?: AnsweredPiece[];
}

/** A whole transcription by one process without a database: answers pass through JSON, as they do there. */
export function transcribe(
  transcriber: Transcriber,
  request: TranscribeRequest,
  options: TranscribeOptions = {},
): Promise<TranscribeResult> {
  const { signal = new AbortController().signal, order = (pieces) => pieces } = options;
  const { onProgress = () => {}, piecesAtOnce = transcriber.piecesAtOnce } = options;
  const answers = options.answered ?? [];
  const inOrder = () => answers.toSorted((a, b) => a.piece.start - b.piece.start);
  return withScratchDir(async (scratchRoot) => {
    const context = async () => ({ signal, scratchDir: await mkdtemp(join(scratchRoot, 'call-')) });
    for (;;) {
      const plan = await transcriber.plan(request, inOrder(), await context());
      if (plan.kind === 'nothing') return plan;
      if (plan.pieces.length === 0) return transcriber.join(request, inOrder(), await context());
      const pieces = order(plan.pieces);
      const calls: (readonly SampleRange[])[] = [];
      for (let at = 0; at < pieces.length; at += piecesAtOnce)
        calls.push(pieces.slice(at, at + piecesAtOnce));
      const recognise = async (some: readonly SampleRange[], callSignal: AbortSignal): Promise<void> =>
        transcriber.recognise(request, some, {
          ...(await context()),
          signal: callSignal,
          onProgress,
          onAnswer: async (piece, answer) => {
            answers.push({ piece, answer: JSON.parse(JSON.stringify(answer)) });
          },
        });
      void (await sideBySide(calls, options.atOnce ?? 1, signal, recognise));
    }
  });
}
