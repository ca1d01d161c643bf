import type { Transcript } from '../model/transcript.ts';

export interface TranscribeRequest {
  /** 16 kHz mono s16le WAV whose time 0 is the player's time 0. */
  readonly wavPath: string;
  readonly durationSeconds: number;
  /** BCP 47, `null`: unknown. */
  readonly language: string | null;
  /** Title, speakers and topics: names the engine should expect. */
  readonly hints: readonly string[];
}

export interface TranscribeContext {
  readonly signal: AbortSignal;
  /** An empty folder of this run; the caller removes it. */
  readonly scratchDir: string;
  /** From 0 to 1; may be called as often as the engine likes. */
  readonly onProgress: (fraction: number) => void;
}

/**
 * Sound in, timed text out. Engines: openai, pocketsphinx, none. Contract: test/contract/transcriber.ts
 * Segments come in order, inside [0, durationSeconds]. `null`: this engine honestly has nothing for this
 * recording (no engine, wrong language); `reason` says why in a sentence for the champion.
 * Throws PermanentError, RetryAfterError or TransientError; an abort passes through.
 */
export interface Transcriber {
  /** Name for people and the database, such as `openai:whisper-1`. */
  readonly name: string;
  transcribe(request: TranscribeRequest, context: TranscribeContext): Promise<TranscribeResult>;
  /** Rejects with what is missing or unreachable. */
  check(signal?: AbortSignal): Promise<void>;
}

export type TranscribeResult =
  | { readonly kind: 'transcript'; readonly transcript: Transcript }
  | { readonly kind: 'nothing'; readonly reason: string };
