import type { StageName } from '../core/model/session.ts';
import type { MediaStore } from '../core/ports/media-store.ts';
import type { MediaTools } from '../core/ports/media-tools.ts';
import type { SearchIndex } from '../core/ports/search-index.ts';
import type { Tagger } from '../core/ports/tagger.ts';
import type { Transcriber } from '../core/ports/transcriber.ts';
import type { Database, Transaction } from '../drizzle/client.ts';
import type { Log } from '../drizzle/log.ts';
import type { SessionRow } from '../drizzle/queries/sessions.ts';

export interface StageDeps {
  readonly db: Database;
  readonly store: MediaStore;
  readonly media: MediaTools;
  readonly transcriber: Transcriber;
  readonly tagger: Tagger;
  readonly searchIndex: SearchIndex;
  /** Names this process to others that share its work; another one at each start. */
  readonly workerId: string;
}

export interface StageRun {
  /** Read when the run began. */
  readonly session: SessionRow;
  /** Aborted when the process stops, the time is up, or the run has lost its stage. */
  readonly signal: AbortSignal;
  /** Empty, and removed after the run. */
  readonly scratchDir: string;
  /** As the stage says: nobody waits for it. */
  readonly isBackground: boolean;
  /**
   * Runs what keeps cores busy for minutes, one after the other with others of the kind; the stage's time
   * limit does not count the wait. What takes seconds (a copy, a caption file) never waits behind it. Within such
   * work it just goes on. To be called before the recording is fetched, where it is known that there is such work.
   */
  readonly heavy: <T>(work: () => Promise<T>) => Promise<T>;
  /**
   * Keeps a part of the result at once, in a transaction of its own, and tells who watches: what comes after it
   * may take long or fail. Throws `LostStage`, with nothing kept, when the run has lost its stage.
   */
  readonly keep: (part: StagePart) => Promise<void>;
  /** 0 to 1; as often as one likes. */
  readonly onProgress: (fraction: number) => void;
  readonly log: Log;
}

/** The run may not write results any more: its stage was reset, or thought dead and taken by another. */
export class LostStage extends Error {
  override readonly name = 'LostStage';
  constructor() {
    super('the run lost its stage');
  }
}

export interface StagePart {
  readonly save: (tx: Transaction) => Promise<void>;
  /** Files put in the store for it: removed when it may not be kept. */
  readonly stored: readonly string[];
}

export interface StageResult {
  readonly status: 'done' | 'skipped';
  /** Who did it, for people. */
  readonly engine?: string;
  /** A sentence for people: why it was skipped, or what they should know of the result. */
  readonly note?: string;
  /** Writes the result; runs in the transaction that marks the stage as ended, or not at all. */
  readonly save?: (tx: Transaction) => Promise<void>;
  /** Files put in the store for this result: removed when it may not be kept. */
  readonly stored?: readonly string[];
}

/**
 * One step of processing. Safe to run twice and to be killed anywhere: until `save` commits (or that of a part),
 * nothing outside the scratch folder but unnamed files in the store has changed.
 */
export interface Stage {
  readonly name: StageName;
  /** Nobody waits for it: its heavy work takes its turn after that of others, and gives way to it. */
  readonly isBackground?: boolean;
  readonly timeLimitMs: (session: SessionRow) => number;
  /** What the stage does, to finish the sentence "Something went wrong while …". */
  readonly doing: string;
  run(deps: StageDeps, run: StageRun): Promise<StageResult>;
}
