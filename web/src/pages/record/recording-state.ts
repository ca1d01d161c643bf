import type { RecordingKind } from './abilities.ts';
import type { About, Mark } from './about.ts';
import type { Clock } from './clock.ts';
import type { Way } from './line.ts';

export type RecordingPhase =
  | { readonly kind: 'recording' | 'paused' }
  /** It has ended; the rest is on its way. */
  | { readonly kind: 'sending' }
  | { readonly kind: 'added'; readonly sessionId: string }
  | { readonly kind: 'failed'; readonly error: Error };

/** What became a session of its own when the server was out of reach for too long. */
export interface Part {
  readonly sessionId: string;
  readonly endSeconds: number;
}

export interface RecordingState extends Way {
  readonly phase: RecordingPhase;
  readonly clock: Clock;
  readonly about: About;
  readonly marks: readonly Mark[];
  readonly parts: readonly Part[];
  /** Paused by itself: no more fits into the browser until something was sent. */
  readonly isFull: boolean;
}

/** A recording that is being made, sent meanwhile, and then is a session. */
export interface Recording {
  readonly kind: RecordingKind;
  readonly startedAt: Date;
  readonly get: () => RecordingState;
  readonly subscribe: (onChange: () => void) => () => void;
  pause(): void;
  resume(): void;
  mark(): void;
  unmark(id: number): void;
  nameMark(id: number, title: string): void;
  edit(about: Partial<About>): void;
  /** Tells the server what was typed. Throws ApiError. */
  save(): Promise<void>;
  /** Ends it; what is left is sent. */
  stop(): Promise<void>;
  /** Leaves it where it is: it can be finished later. */
  close(): void;
}

/** Half an hour at the usual rate; the browser holds most of it on disk. */
export const mostWaitingBytes = 512 * 2 ** 20;
