import type { Transcript, TranscriptEdit } from '../../../../../core/api/transcripts.ts';
import { applyEdits } from '../../../../../core/model/transcript/edits.ts';
import type { Segment } from '../../../../../core/model/transcript.ts';
import { ApiError } from '../../../api.ts';
import { editsFor, type Hunk, hunksBetween, indexOfLine, judge } from './hunks.ts';

/** What becomes of the edits: `failed` waits for another try. */
export type SavingState = 'saved' | 'saving' | 'failed';

/** The text as it is edited, ahead of the server by what is still to be saved. */
export interface Saving {
  readonly segments: readonly Segment[];
  readonly version: number;
  readonly state: SavingState;
  /** Why it failed. */
  readonly problem: string | null;
  /** Trying again will not help: the server has understood the edits and does not want them. */
  readonly isRefused: boolean;
  /** What is not saved, in terms of what the server has. */
  readonly unsaved: () => readonly Hunk[];
  /** Makes the edits at once and saves them soon. Throws where an edit cannot be made. */
  readonly add: (edits: readonly TranscriptEdit[]) => void;
  /** Saves now what waits; resolves when nothing does any more, or when saving failed. */
  readonly flush: () => Promise<void>;
  /** Forgets what is not saved. */
  readonly discard: () => void;
  /** A newer text of the server's: what is not saved is made on it. */
  readonly receive: (theirs: Transcript) => void;
  readonly dispose: () => void;
}

export interface SavingDeps {
  readonly transcript: Transcript;
  /** Names that may be renamed though nobody of that name is heard. */
  readonly speakers: readonly string[];
  readonly save: (edits: readonly TranscriptEdit[], version: number) => Promise<Transcript>;
  readonly load: () => Promise<Transcript>;
  readonly onChange: () => void;
  /** Lines that somebody else has changed as well: they now are as theirs. */
  readonly onContested: (hunks: readonly Hunk[]) => void;
}

/** Edits that follow each other within this time are one version. */
const restMs = 600;
/** As many as the server takes at once. */
const mostEdits = 1_000;

/** Saves edits in order, one request at a time, each on the version that the one before has made. */
export function createSaving(deps: SavingDeps): Saving {
  let base = deps.transcript;
  let sent: readonly TranscriptEdit[] = [];
  let waiting: readonly TranscriptEdit[] = [];
  let segments: readonly Segment[] = base.segments;
  let failure: Error | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;

  const replay = (edits: readonly TranscriptEdit[]) => {
    const next = edits.length > 0 ? applyEdits(base.segments, edits, deps.speakers) : base.segments;
    segments = sameLines(segments, next);
  };
  const rebase = (theirs: Transcript) => {
    const { edits, contested } = moveEdits(
      [...sent, ...waiting],
      { base: base.segments, mine: segments },
      theirs.segments,
    );
    base = theirs;
    sent = [];
    waiting = edits;
    replay(edits);
    if (contested.length > 0) deps.onContested(contested);
  };
  const sendNext = async () => {
    sent = waiting.slice(0, mostEdits);
    waiting = waiting.slice(mostEdits);
    try {
      const answer = await deps.save(sent, base.version);
      base = { ...answer, segments: [...answer.segments] };
      sent = [];
      replay(waiting);
    } catch (error) {
      waiting = [...sent, ...waiting];
      sent = [];
      if (!(error instanceof ApiError && error.status === 412)) throw error;
      rebase(await deps.load());
    }
    deps.onChange();
  };
  const run = async () => {
    try {
      while (waiting.length > 0) await sendNext();
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
    }
    running = null;
    deps.onChange();
  };
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    if (waiting.length === 0 && !running) return;
    failure = null;
    running ??= run();
    deps.onChange();
    await running;
  };

  return {
    get segments() {
      return segments;
    },
    get version() {
      return base.version;
    },
    get state() {
      if (failure) return 'failed';
      return waiting.length + sent.length > 0 ? 'saving' : 'saved';
    },
    get problem() {
      return failure?.message ?? null;
    },
    get isRefused() {
      return failure instanceof ApiError && [400, 403, 404, 413, 422].includes(failure.status);
    },
    unsaved: () => (waiting.length + sent.length > 0 ? hunksBetween(base.segments, segments) : []),
    add(edits) {
      segments = applyEdits(segments, edits, deps.speakers);
      waiting = [...waiting, ...edits];
      clearTimeout(timer);
      timer = setTimeout(() => void flush(), restMs);
      deps.onChange();
    },
    flush,
    discard() {
      clearTimeout(timer);
      waiting = [];
      failure = null;
      replay(sent);
      deps.onChange();
    },
    receive(theirs) {
      if (running || theirs.version <= base.version) return;
      rebase(theirs);
      deps.onChange();
      void flush();
    },
    dispose: () => clearTimeout(timer),
  };
}

/** Edits as they have to be made on another text, and what cannot be made on it without losing somebody's words. */
function moveEdits(
  edits: readonly TranscriptEdit[],
  { base, mine }: { readonly base: readonly Segment[]; readonly mine: readonly Segment[] },
  theirs: readonly Segment[],
): { readonly edits: readonly TranscriptEdit[]; readonly contested: readonly Hunk[] } {
  // A new name is for every line, whoever changed it.
  const renames = edits.filter(
    (edit) =>
      edit.op === 'renameSpeaker' &&
      [base, theirs].every((text) => text.some(({ speaker }) => speaker === edit.from)),
  );
  const [from, onto] = [base, theirs].map((text) => applyEdits(text, renames));
  const { clean, contested } = judge(hunksBetween(from ?? base, mine), onto ?? theirs);
  return { edits: [...renames, ...editsFor(onto ?? theirs, clean)], contested };
}

/** The new lines, those that are as before being the same objects: what shows them has nothing to do. */
function sameLines(before: readonly Segment[], next: readonly Segment[]): readonly Segment[] {
  if (before.length !== next.length) {
    const known = new Map(before.map((line) => [line.startSeconds, line]));
    return next.map((line) => keepIfSame(known.get(line.startSeconds), line));
  }
  return next.map((line, at) => keepIfSame(before[at], line));
}

const keepIfSame = (before: Segment | undefined, next: Segment): Segment =>
  before && indexOfLine([before], next) === 0 && (before.words?.length ?? 0) === (next.words?.length ?? 0)
    ? before
    : next;
