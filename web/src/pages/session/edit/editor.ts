import type { TranscriptEdit } from '../../../../../core/api/transcripts.ts';
import { joinTexts } from '../../../../../core/model/transcript/text-units.ts';
import type { Segment } from '../../../../../core/model/transcript.ts';
import type { Range } from '../../../text/find.ts';
import { editsFor, type Hunk, hunksBetween, indexOfLine, judge, linesAt } from './hunks.ts';
import type { Unsaved } from './keep-unsaved.ts';
import { createSaving, type SavingDeps, type SavingState } from './saving.ts';

/** Where the keyboard is: on a line, or in its text. */
export interface Place {
  readonly line: number;
  readonly isOpen: boolean;
  /** What is selected as the line opens. */
  readonly selection: Range;
  /** Another one each time the focus has to go there. */
  readonly key: number;
}

/** What was written into lines that were changed elsewhere meanwhile. */
export interface Conflict extends Hunk {
  /** The version that it was written on: those after it tell who changed the lines. `null`: before a reload. */
  readonly since: number | null;
}

export interface EditorState {
  readonly segments: readonly Segment[];
  readonly version: number;
  readonly saving: SavingState;
  readonly problem: string | null;
  readonly isRefused: boolean;
  readonly place: Place | null;
  readonly conflicts: readonly Conflict[];
  readonly canUndo: boolean;
  /** The last thing that happened, for those who cannot see it. */
  readonly said: string;
}

export interface EditorDeps extends Omit<SavingDeps, 'onChange' | 'onContested'> {
  readonly unsaved: Unsaved;
}

interface Step {
  readonly before: readonly Segment[];
  readonly after: readonly Segment[];
  /** Steps of the same name that follow each other are one. */
  readonly name: string;
}

export type Editor = ReturnType<typeof createEditor>;

/** A transcript that is being edited: the text, the line that is open and what was typed in it, and the way back. */
export function createEditor({ unsaved, ...deps }: EditorDeps) {
  const listeners = new Set<() => void>();
  const saving = createSaving({ ...deps, onChange: keep, onContested: (hunks) => contest(hunks) });
  let place: Place | null = null;
  let draft: { readonly line: Segment; readonly text: string } | null = null;
  let conflicts: readonly Conflict[] = [];
  let seen = saving.version;
  let steps: readonly Step[] = [];
  let said = '';
  let state = look();

  function look(): EditorState {
    const { segments, version, state: how, problem, isRefused } = saving;
    return {
      ...{ segments, version, saving: how, problem, isRefused },
      ...{ place, conflicts, canUndo: steps.length > 0, said },
    };
  }
  function keep(): void {
    change();
    unsaved.keepLines([...saving.unsaved(), ...conflicts]);
  }
  function change(): void {
    followPlace();
    seen = saving.version;
    state = look();
    for (const listener of listeners) listener();
  }
  /** The open line may have got another number, or be gone: then what was typed in it is contested. */
  function followPlace(): void {
    if (!place?.isOpen || !draft || saving.segments[place.line] === draft.line) return;
    const line = indexOfLine(saving.segments, draft.line);
    const typed = draft;
    if (line >= 0) place = { ...place, line };
    else {
      if (typed.text.trim() !== typed.line.text)
        contest([{ before: [typed.line], after: [{ ...typed.line, text: typed.text.trim() }] }]);
      draft = null;
      place = null;
    }
  }
  function contest(hunks: readonly Hunk[], since: number | null = seen): void {
    conflicts = [...conflicts, ...hunks.map((hunk) => ({ ...hunk, since }))];
  }
  function takeUp(): void {
    const { lines, typed } = unsaved.read();
    for (const hunks of [lines, typed]) {
      const { clean, contested } = judge(hunks, saving.segments);
      contest(contested, null);
      if (clean.length > 0) make(editsFor(saving.segments, clean));
    }
    keep();
    unsaved.keepTyped([]);
  }
  function make(edits: readonly TranscriptEdit[], name = ''): void {
    const before = saving.segments;
    // What is open is what these edits leave in its place; whoever makes them says where to go on.
    draft = null;
    saving.add(edits);
    const last = steps.at(-1);
    const isMore = name !== '' && last?.name === name && last.after === before;
    steps = [
      ...(isMore ? steps.slice(0, -1) : steps),
      { before: isMore ? last.before : before, after: saving.segments, name },
    ];
    said = '';
    change();
  }
  function go(line: number, isOpen: boolean, selection: Range = { start: 0, end: 0 }): void {
    const at = Math.max(0, Math.min(line, saving.segments.length - 1));
    const segment = saving.segments[at];
    if (!segment) return;
    place = { line: at, isOpen, selection, key: (place?.key ?? state.place?.key ?? 0) + 1 };
    draft = isOpen ? { line: segment, text: segment.text } : null;
    change();
  }
  const openLine = (): number | null => (place?.isOpen && draft ? place.line : null);
  const typedText = (): string => draft?.text.trim() ?? '';
  /** The edit that makes the open line's text the typed one. */
  const typedEdits = (line: number): readonly TranscriptEdit[] =>
    draft && typedText() !== draft.line.text ? [{ op: 'change', segment: line, text: typedText() }] : [];

  /** Takes what was typed as done. A line without text goes, unless one is only looking away. */
  function settle({ removes }: { readonly removes: boolean }): void {
    const line = openLine();
    if (line === null || !draft) return;
    const isEmpty = typedText() === '';
    unsaved.keepTyped([]);
    if (isEmpty && draft.line.text !== '') {
      if (!removes) return;
      make([{ op: 'remove', segment: line }]);
      said = 'Line removed';
      return;
    }
    const edits = typedEdits(line);
    if (edits.length === 0) return;
    const { text } = draft;
    make(edits);
    const segment = saving.segments[line];
    if (segment) draft = { line: segment, text };
  }

  return {
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    getState: () => state,
    receive: saving.receive,
    flush: () => {
      settle({ removes: false });
      return saving.flush();
    },
    discard: saving.discard,
    isSaved: () => saving.state === 'saved' && (!draft || typedText() === draft.line.text),
    /** Takes up what an earlier visit could not save. */
    start(): void {
      takeUp();
      void saving.flush();
    },
    dispose: saving.dispose,

    /** Whether there is a line after (1) or before (-1) this one. */
    canStep: (by: 1 | -1) => saving.segments[(place?.line ?? 0) + by] !== undefined,
    /** Whether the open line says something else than is saved or on its way. */
    isTyped: () => draft !== null && draft.text !== draft.line.text,
    /** What the open line says so far. */
    text: () => draft?.text ?? '',
    type(text: string): void {
      if (!draft) return;
      draft = { ...draft, text };
      const { line } = draft;
      const isChange = text.trim() !== '' && text.trim() !== line.text;
      unsaved.keepTyped(isChange ? [{ before: [line], after: [{ ...line, text: text.trim() }] }] : []);
    },
    open(line: number, selection?: Range): void {
      const wanted = saving.segments[line];
      settle({ removes: true });
      go(wanted ? saving.segments.indexOf(wanted) : line, true, selection);
    },
    /** On the line, but not into its text. */
    goTo: (line: number) => go(line, false),
    lookAway: () => settle({ removes: false }),
    leave(): void {
      settle({ removes: true });
      go(place?.line ?? 0, false);
    },
    takeBack(): void {
      unsaved.keepTyped([]);
      go(place?.line ?? 0, false);
    },
    /** Into the text of the next (1) line or the one before (-1). */
    step(by: 1 | -1): void {
      const from = place?.line ?? 0;
      const count = saving.segments.length;
      settle({ removes: true });
      go(by === 1 && saving.segments.length < count ? from : from + by, true);
    },
    /** `at` counts UTF-16 units of what was typed. */
    split(at: number): void {
      const line = openLine();
      if (line === null || !draft) return;
      const leading = draft.text.length - draft.text.trimStart().length;
      unsaved.keepTyped([]);
      make([...typedEdits(line), { op: 'split', segment: line, at: at - leading }]);
      go(line + 1, true);
      said = 'Line split';
    },
    /** With the line before (-1) or after (1) the open one. */
    join(by: 1 | -1): void {
      const line = openLine();
      const other = line === null ? undefined : saving.segments[line + by];
      if (line === null || !other) return;
      const own = typedText();
      const first = by === 1 ? line : line - 1;
      const left = by === 1 ? own : other.text;
      const right = by === 1 ? other.text : own;
      unsaved.keepTyped([]);
      if (own === '') make([{ op: 'remove', segment: line }]);
      else make([...typedEdits(line), { op: 'merge', segment: first }]);
      const caret = own === '' && by === 1 ? 0 : joinTexts(left, right).length - right.trimStart().length;
      go(first, true, { start: caret, end: caret });
      said = 'Lines joined';
    },
    /** Moves the start of the open line, at most to that of the line before and to its own end. */
    moveStart(bySeconds: number): void {
      const line = openLine();
      const segment = line === null ? undefined : saving.segments[line];
      if (line === null || !segment || !draft) return;
      const earliest = saving.segments[line - 1]?.startSeconds ?? 0;
      const wanted = Math.round((segment.startSeconds + bySeconds) * 1000) / 1000;
      const startSeconds = Math.min(
        Math.max(wanted, earliest),
        Math.max(segment.startSeconds, segment.endSeconds - 0.1),
      );
      if (startSeconds === segment.startSeconds) return;
      const { text } = draft;
      make([{ op: 'change', segment: line, startSeconds }], `start of ${segment.endSeconds}`);
      const moved = saving.segments[line];
      if (moved) draft = { line: moved, text };
      said = `Starts at ${startSeconds.toFixed(1)} seconds`;
      change();
    },
    remove(line: number): void {
      unsaved.keepTyped([]);
      make([{ op: 'remove', segment: line }]);
      go(line, false);
      said = 'Line removed';
    },
    /** Edits of other parts, such as a new name; the focus then goes to `line`. */
    edit(edits: (segments: readonly Segment[]) => readonly TranscriptEdit[], line: number): void {
      settle({ removes: false });
      const made = edits(saving.segments);
      if (made.length > 0) make(made);
      go(line, false);
    },
    undo(): void {
      settle({ removes: false });
      const step = steps.at(-1);
      if (!step) return;
      const { clean, contested } = judge(hunksBetween(step.after, step.before), saving.segments);
      steps = steps.slice(0, -1);
      const first = clean[0]?.after[0];
      const canBe = contested.length === 0 && clean.length > 0;
      if (canBe) {
        const kept = steps;
        make(editsFor(saving.segments, clean));
        steps = kept;
      }
      said = canBe ? 'Taken back' : 'These lines have changed since. See the history.';
      const line = first ? indexOfLine(saving.segments, first) : -1;
      go(line < 0 ? (place?.line ?? 0) : line, false);
    },
    resolve(conflict: Conflict, whose: 'yours' | 'theirs'): void {
      conflicts = conflicts.filter((other) => other !== conflict);
      const theirs = linesAt(saving.segments, conflict);
      if (whose === 'yours') make(editsFor(saving.segments, [{ before: theirs, after: conflict.after }]));
      else keep();
    },
  };
}
