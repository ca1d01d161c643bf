import type { SampleRange } from '../model/silence.ts';
import type { Transcript } from '../model/transcript.ts';

export interface TranscribeRequest {
  /** 16 kHz mono s16le WAV whose time 0 is the player's time 0. */
  readonly wavPath: string;
  readonly durationSeconds: number;
  /** BCP 47, `null`: unknown. */
  readonly language: string | null;
  /** Title, speakers, topics: names the engine should expect, the most important first. */
  readonly hints: readonly string[];
  /** Topics and terms that may be spoken of, the likeliest first: for engines that can listen for them. */
  readonly phrases: readonly string[];
}

export interface TranscribeContext {
  readonly signal: AbortSignal;
  /** Empty, and this call's own; the caller removes it. */
  readonly scratchDir: string;
}

export interface RecogniseContext extends TranscribeContext {
  /** To be called for each piece as soon as it is recognised, and waited for: the answer is kept then. */
  readonly onAnswer: (piece: SampleRange, answer: PieceAnswer) => Promise<void>;
  /** From 0 to 1 of these pieces; may be called as often as the engine likes. */
  readonly onProgress: (fraction: number) => void;
}

/** What an engine makes of one piece: plain JSON that only the engine reads, of any age its `settings` allow. */
export type PieceAnswer = unknown;

export interface AnsweredPiece {
  readonly piece: SampleRange;
  readonly answer: PieceAnswer;
}

/**
 * Sound in, timed text out. Engines: openai, pocketsphinx, none. Contract: test/contract/transcriber.ts
 * A recording is cut into pieces, each is recognised by whoever has time for it, in any order and by any process,
 * and what came of them is joined. Nothing is remembered in between but the answers.
 * Every method throws PermanentError, RetryAfterError or TransientError; an abort passes through.
 */
export interface Transcriber {
  /** Name for people and the database, such as `openai:whisper-1`. */
  readonly name: string;
  /** Calls of `recognise` that one process makes side by side. */
  readonly sideBySide: number;
  /** Pieces that one call of `recognise` is best given; more than that gains nothing. */
  readonly piecesAtOnce: number;
  /**
   * Names all that answers depend on besides the sound: kept answers are used again while it is the same. Hints are
   * left out on purpose: a corrected title is no reason to listen to everything again.
   */
  settingsFor(language: string | null): string;
  /**
   * The pieces that follow those already answered, in order; none when all are. An engine that must learn something
   * first gives only some, and is asked again when these are answered. `nothing`: this engine honestly has nothing
   * for this recording (no engine, wrong language); `reason` says why in a sentence for the champion.
   */
  plan(
    request: TranscribeRequest,
    answered: readonly AnsweredPiece[],
    context: TranscribeContext,
  ): Promise<TranscribePlan>;
  /** Recognises some of the planned pieces. Those whose `onAnswer` has resolved stay answered when it rejects. */
  recognise(
    request: TranscribeRequest,
    pieces: readonly SampleRange[],
    context: RecogniseContext,
  ): Promise<void>;
  /** Makes a transcript of all answers, in the order of the pieces; segments come in order, inside [0, durationSeconds]. */
  join(
    request: TranscribeRequest,
    answered: readonly AnsweredPiece[],
    context: TranscribeContext,
  ): Promise<TranscribeResult>;
  /** Rejects with what is missing or unreachable. */
  check(signal?: AbortSignal): Promise<void>;
}

export type TranscribePlan =
  | { readonly kind: 'pieces'; readonly pieces: readonly SampleRange[] }
  | NothingToSay;

export type TranscribeResult =
  | { readonly kind: 'transcript'; readonly transcript: Transcript }
  | NothingToSay;

interface NothingToSay {
  readonly kind: 'nothing';
  readonly reason: string;
}
