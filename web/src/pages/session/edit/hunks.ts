import type { TranscriptEdit } from '../../../../../core/api/transcripts.ts';
import { applyEdits } from '../../../../../core/model/transcript/edits.ts';
import type { Segment } from '../../../../../core/model/transcript.ts';

/** Lines that make way for others; both in order of time, either may be empty. Knows no indexes, so it outlives them. */
export interface Hunk {
  readonly before: readonly Segment[];
  readonly after: readonly Segment[];
}

/** The same for lines that say the same, whatever is known of their words. */
const keyOf = ({ startSeconds, endSeconds, speaker, text }: Segment): string =>
  `${startSeconds} ${endSeconds} ${speaker === null ? '' : `by ${speaker}`}\n${text}`;

/** Where a line stands now, `-1` when it was changed or is gone. */
export function indexOfLine(segments: readonly Segment[], line: Segment): number {
  const key = keyOf(line);
  return segments.findIndex(
    (segment) => segment.startSeconds === line.startSeconds && keyOf(segment) === key,
  );
}

/** What differs, in order of time; lines that changed beside each other are hunks of their own where they pair. */
export function hunksBetween(allBefore: readonly Segment[], allAfter: readonly Segment[]): Hunk[] {
  // An edit leaves all other lines the very same objects: what is looked at closely is the stretch around it.
  const first = allBefore.findIndex((line, at) => line !== allAfter[at]);
  const from = first < 0 ? allBefore.length : first;
  let same = 0;
  const most = Math.min(allBefore.length, allAfter.length) - from;
  while (same < most && allBefore.at(-1 - same) === allAfter.at(-1 - same)) same += 1;
  const before = allBefore.slice(from, allBefore.length - same);
  const after = allAfter.slice(from, allAfter.length - same);
  const beforeKeys = new Set(before.map(keyOf));
  const afterKeys = new Set(after.map(keyOf));
  const hunks: Hunk[] = [];
  let open: { before: Segment[]; after: Segment[] } = { before: [], after: [] };
  const close = () => {
    hunks.push(...pairsOf(open));
    open = { before: [], after: [] };
  };
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const [a, b] = [before[i], after[j]];
    const isGone = a !== undefined && !afterKeys.has(keyOf(a));
    const isNew = b !== undefined && !beforeKeys.has(keyOf(b));
    if (isGone) open.before.push(a);
    if (isNew) open.after.push(b);
    if (!isGone && !isNew) close();
    if (isGone || !isNew) i += 1;
    if (isNew || !isGone) j += 1;
  }
  close();
  return hunks;
}

function pairsOf(hunk: Hunk): Hunk[] {
  const { before, after } = hunk;
  if (before.length === 0 && after.length === 0) return [];
  const pairs = before.flatMap((a, at) => {
    const b = after[at];
    return b && a.startSeconds < b.endSeconds && b.startSeconds < a.endSeconds
      ? [{ before: [a], after: [b] }]
      : [];
  });
  return pairs.length === before.length && pairs.length === after.length ? pairs : [hunk];
}

/** The edits that put each hunk's `after` in place of its `before`, all of which must stand in `segments`. */
export function editsFor(segments: readonly Segment[], hunks: readonly Hunk[]): TranscriptEdit[] {
  const places = new Map(segments.map((line, at) => [keyOf(line), at]));
  // Whatever moves no line is said of the lines as they stand, at once: it may be thousands of them.
  const still = hunks.flatMap((hunk) => changeInPlace(hunk, places) ?? []);
  const edits = [...still];
  let current = still.length > 0 ? applyEdits(segments, still) : segments;
  const make = (edit: TranscriptEdit) => {
    edits.push(edit);
    current = applyEdits(current, [edit]);
  };
  for (const hunk of hunks) {
    if (changeInPlace(hunk, places)) continue;
    const { before, after } = hunk;
    const pairs = Math.min(before.length, after.length);
    for (const line of before.slice(pairs)) make({ op: 'remove', segment: indexOfLine(current, line) });
    before.slice(0, pairs).forEach((line, at) => {
      const wanted = after[at];
      if (wanted) make({ op: 'change', segment: indexOfLine(current, line), ...changesOf(line, wanted) });
    });
    for (const { startSeconds, endSeconds, speaker, text } of after.slice(pairs))
      make({ op: 'insert', startSeconds, endSeconds, speaker, text });
  }
  return edits;
}

/** The edit of a hunk that is one line which starts when it did. */
function changeInPlace({ before, after }: Hunk, places: ReadonlyMap<string, number>): TranscriptEdit | null {
  const [line, wanted] = [before[0], after[0]];
  if (!line || !wanted || before.length > 1 || after.length > 1) return null;
  if (line.startSeconds !== wanted.startSeconds) return null;
  return { op: 'change', segment: places.get(keyOf(line)) ?? -1, ...changesOf(line, wanted) };
}

const changesOf = (from: Segment, to: Segment) => ({
  ...(from.text !== to.text && { text: to.text }),
  ...(from.speaker !== to.speaker && { speaker: to.speaker }),
  ...(from.startSeconds !== to.startSeconds && { startSeconds: to.startSeconds }),
  ...(from.endSeconds !== to.endSeconds && { endSeconds: to.endSeconds }),
});

/** Whether somebody has changed the same lines meanwhile. */
export interface Judged {
  readonly clean: readonly Hunk[];
  readonly contested: readonly Hunk[];
}

/** What of one's own can be made on `theirs` as it is; what is there already is in neither. */
export function judge(hunks: readonly Hunk[], theirs: readonly Segment[]): Judged {
  const keys = new Set(theirs.map(keyOf));
  const clean: Hunk[] = [];
  const contested: Hunk[] = [];
  for (const hunk of hunks) {
    const isDone =
      hunk.after.every((line) => keys.has(keyOf(line))) && !hunk.before.some((line) => keys.has(keyOf(line)));
    if (isDone) continue;
    if (hunk.before.every((line) => keys.has(keyOf(line)))) clean.push(hunk);
    else contested.push(hunk);
  }
  return { clean, contested };
}

/** The lines that now stand where the hunk was. */
export function linesAt(segments: readonly Segment[], { before, after }: Hunk): Segment[] {
  const lines = [...before, ...after];
  const from = Math.min(...lines.map(({ startSeconds }) => startSeconds));
  const to = Math.max(...lines.map(({ endSeconds }) => endSeconds));
  return segments.filter(({ startSeconds, endSeconds }) => {
    const shared = Math.min(endSeconds, to) - Math.max(startSeconds, from);
    return shared > 0 ? shared >= (endSeconds - startSeconds) / 2 || shared >= (to - from) / 2 : false;
  });
}

/** Without the words' times, which follow from the text: what is worth keeping. */
export const withoutWords = ({ before, after }: Hunk): Hunk => ({
  before: before.map(lineOf),
  after: after.map(lineOf),
});
const lineOf = ({ words, ...line }: Segment): Segment => line;
