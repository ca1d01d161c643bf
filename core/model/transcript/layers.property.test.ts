import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Segment } from '../transcript.ts';
import { type Claims, claimsAfter, claimsOfRestored, noClaims } from './claims.ts';
import { diffTranscripts } from './diff.ts';
import { applyEdits, type Edit, sortSegments } from './edits.ts';
import { mergeMachineText } from './merge-machine-text.ts';
import { isWithin, overlapSeconds, type Span } from './spans.ts';
import { readAgainst, storeAgainst } from './stored-version.ts';

interface Version {
  readonly segments: readonly Segment[];
  readonly claims: Claims;
  /** Where somebody has changed or removed something until now. */
  readonly touched: readonly Span[];
}

/** What happens to a session: numbers are taken modulo what there is. */
type Step =
  | { readonly kind: 'edit'; readonly op: Edit['op']; readonly segment: number; readonly at: number }
  | { readonly kind: 'run'; readonly machine: readonly Segment[] }
  | { readonly kind: 'restore'; readonly version: number };

const quarter = fc.integer({ min: 0, max: 160 }).map((n) => n / 4);
const machineSegment = fc
  .record({
    startSeconds: quarter,
    lasts: fc.integer({ min: 0, max: 60 }).map((n) => n / 4),
    speaker: fc.constantFrom(null, 'S1', 'S2'),
    words: fc.integer({ min: 1, max: 8 }),
    isTimed: fc.boolean(),
  })
  .map(({ startSeconds, lasts, speaker, words: count, isTimed }): Segment => {
    const endSeconds = startSeconds + lasts;
    const texts = Array.from({ length: count }, (_, at) => `m${startSeconds * 4}x${at}`);
    const timeAt = (at: number) => startSeconds + (lasts * at) / count;
    const words = texts.map((text, at) => ({ text, startSeconds: timeAt(at), endSeconds: timeAt(at + 1) }));
    return { startSeconds, endSeconds, speaker, text: texts.join(' '), ...(isTimed && { words }) };
  });
const machineText = fc.array(machineSegment, { maxLength: 8 }).map(sortSegments);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: editStep() },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('run' as const), machine: machineText }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restore' as const), version: fc.nat(20) }) },
);
function editStep() {
  const op = fc.constantFrom<Edit['op']>('change', 'split', 'merge', 'remove', 'insert', 'renameSpeaker');
  return fc.record({ kind: fc.constant('edit' as const), op, segment: fc.nat(20), at: fc.nat(60) });
}

/** An edit of the kind that fits the segments, `null` where there is nothing to edit; `text` is the person's own. */
function toEdit(
  segments: readonly Segment[],
  { op, segment: number, at }: Extract<Step, { kind: 'edit' }>,
  text: string,
): Edit | null {
  if (op === 'insert') return { op, startSeconds: at / 2, endSeconds: at / 2 + 1, speaker: null, text };
  const segment = number % Math.max(1, segments.length);
  const chosen = segments[segment];
  if (chosen === undefined) return null;
  if (op === 'change')
    return at % 3 === 0
      ? { op, segment, text, startSeconds: chosen.startSeconds + 1, endSeconds: chosen.endSeconds + 2 }
      : { op, segment, text: at % 2 === 0 ? text : `${chosen.text} ${text}` };
  if (op === 'split') return chosen.text.includes(' ') ? { op, segment, at: chosen.text.indexOf(' ') } : null;
  if (op === 'merge' && segment === segments.length - 1) return null;
  if (op === 'renameSpeaker') return { op, from: chosen.speaker, to: `Person ${at % 3}` };
  return { op, segment };
}

const touchedBy = (segments: readonly Segment[], { op, segment }: Extract<Edit, { segment: number }>) =>
  segments.slice(segment, segment + (op === 'merge' ? 2 : 1));

const own = (segments: readonly Segment[]) =>
  segments.flatMap(({ text }) => text.split(' ').filter((word) => word.startsWith('person'))).sort();

/** In order, with a text and a time, and with words that lie within. */
function isWellFormed(segments: readonly Segment[]): boolean {
  return segments.every(
    ({ startSeconds, endSeconds, text, words = [] }, at) =>
      text.trim() !== '' &&
      endSeconds >= startSeconds &&
      startSeconds >= (segments[at - 1]?.startSeconds ?? 0) &&
      words.every((word) => word.startSeconds >= startSeconds && word.endSeconds <= endSeconds),
  );
}

/** One run of a machine over what people see. */
function rerun(before: Version, machine: readonly Segment[]): Version {
  const segments = mergeMachineText(before, machine);
  const { held } = before.claims;
  const isHeld = (segment: Segment) => isWithin(held, segment);
  // All that people answer for is there as it was, and all that they wrote.
  const keptBefore = before.segments.filter(isHeld);
  expect(keptBefore.filter((segment) => !segments.includes(segment))).toEqual([]);
  expect(own(segments)).toEqual(own(before.segments));
  // Nothing of the machine's is where people hold the text, such as what they removed.
  const filled = segments.filter((segment) => !keptBefore.includes(segment));
  expect(filled.filter(isHeld)).toEqual([]);
  const taken = [...held, ...before.touched];
  expect(filled.filter((one) => taken.some((span) => overlapSeconds(one, span) > 0))).toEqual([]);
  // Elsewhere every word of the machine's is there once.
  const free = machine.flatMap(({ words }) => words ?? []).filter((word) => !isWithin(held, word));
  const said = filled.flatMap(({ text }) => text.split(' '));
  expect(free.filter(({ text }) => !said.includes(text))).toEqual([]);
  expect(mergeMachineText({ ...before, segments }, machine)).toEqual(segments);
  return { ...before, segments };
}

test('no order of edits, runs and restores loses a person’s words', () => {
  fc.assert(
    fc.property(machineText, fc.array(step, { maxLength: 14 }), (machine, steps) => {
      let shown: Version = { segments: machine, claims: noClaims, touched: [] };
      const versions = [shown];
      steps.forEach((one, at) => {
        if (one.kind === 'run') shown = rerun(shown, one.machine);
        else if (one.kind === 'restore') {
          const older = versions[one.version % versions.length] ?? shown;
          shown = { ...shown, segments: older.segments, claims: claimsOfRestored(shown, older) };
        } else {
          const edit = toEdit(shown.segments, one, `person${at}`);
          if (edit === null) return;
          const segments = applyEdits(shown.segments, [edit]);
          const renames = edit.op === 'renameSpeaker' ? [edit] : [];
          const lost = own(shown.segments).filter((word) => !own(segments).includes(word));
          if (
            edit.op === 'split' ||
            edit.op === 'merge' ||
            edit.op === 'insert' ||
            edit.op === 'renameSpeaker'
          )
            expect(lost).toEqual([]);
          const touched = [...shown.touched, ...('segment' in edit ? touchedBy(shown.segments, edit) : [])];
          const claims = claimsAfter(shown.claims, shown.segments, segments, renames);
          shown = { segments, claims, touched };
          if (edit.op === 'renameSpeaker') expect(shown.claims.held).toEqual(versions.at(-1)?.claims.held);
        }
        expect(isWellFormed(shown.segments)).toBe(true);
        versions.push(shown);
      });
    }),
    { numRuns: 400 },
  );
});

test('a version that is kept as its difference to the next is read as it was', () => {
  fc.assert(
    fc.property(machineText, machineText, fc.nat(8), fc.nat(8), (older, other, from, count) => {
      const newer = older.toSpliced(from, count, ...other);
      expect(readAgainst(storeAgainst(older, newer), newer)).toEqual(older);
      expect(readAgainst(storeAgainst(newer, older), older)).toEqual(newer);
    }),
  );
});

test('a difference between versions shows every line of both, once and in order', () => {
  fc.assert(
    fc.property(machineText, machineText, fc.nat(8), fc.nat(8), (older, other, from, count) => {
      const newer = sortSegments(older.toSpliced(from, count, ...other));
      const lines = diffTranscripts(older, newer);
      const strip = ({ words, ...line }: Segment) => line;
      const before = lines.flatMap((one) =>
        one.kind === 'kept' ? one.after : 'before' in one ? one.before : [],
      );
      expect(lines.flatMap((one) => ('after' in one ? one.after : []))).toEqual(newer.map(strip));
      expect(before).toEqual(older.map(strip));
    }),
  );
});
