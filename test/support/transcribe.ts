import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { SampleRange } from '../../core/model/silence.ts';
import type {
  AnsweredPiece,
  TranscribeRequest,
  TranscribeResult,
  Transcriber,
} from '../../core/ports/transcriber.ts';
import { piecesPerCall } from '../../workers/speech/pieces-per-call.ts';
import { withScratchDir } from './speech.ts';

export interface TranscribeOptions {
  readonly signal?: AbortSignal;
  /** In which order pieces are recognised. */
  readonly order?: (pieces: readonly SampleRange[]) => readonly SampleRange[];
  readonly piecesAtOnce?: number;
  /** Calls of `recognise` at a time. */
  readonly sideBySide?: number;
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
  const { onProgress = () => {}, sideBySide = 1 } = options;
  const answers = options.answered ?? [];
  const onAnswer = async (piece: SampleRange, answer: unknown) => {
    answers.push({ piece, answer: JSON.parse(JSON.stringify(answer)) });
  };
  const inOrder = () => answers.toSorted((a, b) => a.piece.start - b.piece.start);
  return withScratchDir(async (scratchRoot) => {
    const context = async () => ({ signal, scratchDir: await mkdtemp(join(scratchRoot, 'call-')) });
    for (;;) {
      const plan = await transcriber.plan(request, inOrder(), await context());
      if (plan.kind === 'nothing') return plan;
      if (plan.pieces.length === 0) return transcriber.join(request, inOrder(), await context());
      const pieces = order(plan.pieces);
      const { piecesAtOnce } = transcriber;
      const atOnce = options.piecesAtOnce ?? piecesPerCall(pieces.length, { sideBySide, piecesAtOnce });
      let next = 0;
      const lane = async (): Promise<void> => {
        while (next < pieces.length) {
          const some = pieces.slice(next, next + atOnce);
          next += some.length;
          await transcriber.recognise(request, some, { ...(await context()), onProgress, onAnswer });
        }
      };
      await Promise.all(Array.from({ length: sideBySide }, lane));
    }
  });
}
