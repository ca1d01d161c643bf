import { countLetters, mostLetters, mostSegments, type Segment } from '../transcript.ts';
import { badEdit } from './bad-edit.ts';
import { type Comparisons, comparisonsOfTranscript } from './common-subsequence.ts';
import { splitSegment } from './split-segment.ts';
import { joinTexts } from './text-units.ts';
import { evenWords, fitWords, retimeWords } from './word-times.ts';

/** One change to a transcript; `segment` is an index into the segments as the change before has left them. */
export type Edit =
  | {
      readonly op: 'change';
      readonly segment: number;
      readonly text?: string | undefined;
      readonly speaker?: string | null | undefined;
      readonly startSeconds?: number | undefined;
      readonly endSeconds?: number | undefined;
    }
  /** `at` counts UTF-16 units of the text; without `atSeconds` the words' times say when. */
  | {
      readonly op: 'split';
      readonly segment: number;
      readonly at: number;
      readonly atSeconds?: number | undefined;
    }
  /** With the segment after it. */
  | { readonly op: 'merge'; readonly segment: number }
  | { readonly op: 'remove'; readonly segment: number }
  | ({ readonly op: 'insert' } & Omit<Segment, 'words'>)
  | Rename;

/** Everywhere at once. `from` null: all segments that name nobody. */
export interface Rename {
  readonly op: 'renameSpeaker';
  readonly from: string | null;
  readonly to: string;
}

/**
 * Makes the edits one after the other. `others` are names that may be changed as well though nobody of that name is
 * heard. Throws `invalid` with the path of the first edit that cannot be made.
 */
export function applyEdits(
  segments: readonly Segment[],
  edits: readonly Edit[],
  others: readonly string[] = [],
): readonly Segment[] {
  const comparisons = comparisonsOfTranscript();
  const edited = edits.reduce<readonly Segment[]>((current, edit, at) => {
    const path = `edits.${at}`;
    if (edit.op !== 'renameSpeaker') {
      const next = applyEdit(current, edit, { path, comparisons });
      return movesSegments(edit) ? sortSegments(next) : next;
    }
    const isKnown = current.some(({ speaker }) => speaker === edit.from) || others.includes(edit.from ?? '');
    if (!isKnown) throw badEdit(`${path}.from`, 'is nobody who speaks here');
    return renameSpeaker(current, edit);
  }, segments);
  refuseGrowth(segments, edited);
  return edited;
}

/** What is longer than a transcript may be can still be cut. */
function refuseGrowth(before: readonly Segment[], after: readonly Segment[]): void {
  if (after.length > Math.max(mostSegments, before.length))
    throw badEdit('edits', `make more than ${mostSegments.toLocaleString('en')} segments`);
  if (countLetters(after) > Math.max(mostLetters, countLetters(before)))
    throw badEdit('edits', `make more than ${mostLetters.toLocaleString('en')} letters`);
}

/** By their start; equal ones keep their order. */
export const sortSegments = (segments: readonly Segment[]): Segment[] =>
  [...segments].sort((a, b) => a.startSeconds - b.startSeconds);

const movesSegments = (edit: Exclude<Edit, Rename>): boolean =>
  edit.op === 'insert' || edit.op === 'split' || (edit.op === 'change' && edit.startSeconds !== undefined);

interface EditContext {
  readonly path: string;
  readonly comparisons: Comparisons;
}

function applyEdit(
  segments: readonly Segment[],
  edit: Exclude<Edit, Rename>,
  context: EditContext,
): readonly Segment[] {
  const { path } = context;
  if (edit.op === 'insert') {
    const { startSeconds, endSeconds, speaker, text } = edit;
    if (endSeconds < startSeconds) throw badEdit(`${path}.endSeconds`, 'is before startSeconds');
    return [...segments, { startSeconds, endSeconds, speaker, text }];
  }
  const segment = segments[edit.segment];
  if (segment === undefined) throw badEdit(`${path}.segment`, `is not below ${segments.length}`);
  const replaced = (count: number, ...by: readonly Segment[]) =>
    segments.toSpliced(edit.segment, count, ...by);
  switch (edit.op) {
    case 'change':
      return replaced(1, changeSegment(segment, edit, context));
    case 'split':
      return replaced(1, ...splitSegment(segment, edit, path));
    case 'remove':
      return replaced(1);
    case 'merge': {
      const next = segments[edit.segment + 1];
      if (next === undefined) throw badEdit(`${path}.segment`, 'is the last one');
      return replaced(2, mergeSegments(segment, next));
    }
  }
}

export const renameSpeaker = (
  segments: readonly Segment[],
  { from, to }: Pick<Rename, 'from' | 'to'>,
): Segment[] => segments.map((segment) => (segment.speaker === from ? { ...segment, speaker: to } : segment));

function changeSegment(
  segment: Segment,
  edit: Extract<Edit, { op: 'change' }>,
  { path, comparisons }: EditContext,
): Segment {
  const { words, ...before } = segment;
  const after = {
    startSeconds: edit.startSeconds ?? before.startSeconds,
    endSeconds: edit.endSeconds ?? before.endSeconds,
    speaker: edit.speaker === undefined ? before.speaker : edit.speaker,
    text: edit.text ?? before.text,
  };
  if (after.endSeconds < after.startSeconds) throw badEdit(`${path}.endSeconds`, 'is before startSeconds');
  if (words === undefined) return after;
  if (after.text === before.text) return { ...after, words: fitWords(words, after) };
  return { ...after, words: retimeWords(words, after.text, after, comparisons) };
}

function mergeSegments(first: Segment, next: Segment): Segment {
  const isTimed = first.words !== undefined || next.words !== undefined;
  const wordsOf = (segment: Segment) => segment.words ?? evenWords(segment);
  const span = {
    startSeconds: Math.min(first.startSeconds, next.startSeconds),
    endSeconds: Math.max(first.endSeconds, next.endSeconds),
  };
  return {
    ...span,
    speaker: first.speaker,
    text: joinTexts(first.text, next.text),
    ...(isTimed && { words: fitWords([...wordsOf(first), ...wordsOf(next)], span) }),
  };
}
