import type { Segment } from '../transcript.ts';
import { type Rename, renameSpeaker } from './edits.ts';
import { joinSpans, overlapsAny, type Span, subtractSpans } from './spans.ts';

/** Here, people said, speaks this one. */
export interface NamedSpan extends Span {
  readonly speaker: string;
}

/** What people answer for in a version of a transcript; no machine changes it. */
export interface Claims {
  /** Where they changed, added or removed text, or changed times. In order, apart from each other. */
  readonly held: readonly Span[];
  /** Where they said who speaks. In order, apart from each other. */
  readonly named: readonly NamedSpan[];
}

export const noClaims: Claims = { held: [], named: [] };

/** Whether people say the same of who speaks. */
export const areSameNames = (some: readonly NamedSpan[], other: readonly NamedSpan[]): boolean =>
  some.length === other.length &&
  some.every(({ startSeconds, endSeconds, speaker }, at) => {
    const same = other[at];
    return startSeconds === same?.startSeconds && endSeconds === same.endSeconds && speaker === same.speaker;
  });

/** Two corrected neighbours are one stretch: no machine finds a word in so short a pause. */
const pauseSeconds = 0.5;

/** Apart from their words' times, which follow from the rest. */
export const isSameLine = (a: Segment, b: Segment): boolean =>
  a.startSeconds === b.startSeconds &&
  a.endSeconds === b.endSeconds &&
  a.speaker === b.speaker &&
  a.text === b.text;

/** Segments that are only in `before`, and those that are only in `after`. */
export function differencesOf(
  before: readonly Segment[],
  after: readonly Segment[],
): { readonly gone: readonly Segment[]; readonly come: readonly Segment[] } {
  const keyOf = ({ startSeconds, endSeconds, speaker, text }: Segment) =>
    JSON.stringify([startSeconds, endSeconds, speaker, text]);
  const left = new Map<string, Segment[]>();
  for (const segment of before) {
    const same = left.get(keyOf(segment));
    if (same) same.push(segment);
    else left.set(keyOf(segment), [segment]);
  }
  const come = after.filter((segment) => left.get(keyOf(segment))?.pop() === undefined);
  return { gone: [...left.values()].flat(), come };
}

/**
 * What people answer for after a change of theirs. That a speaker was renamed everywhere says who speaks, and
 * nothing of the text.
 */
export function claimsAfter(
  { held, named }: Claims,
  before: readonly Segment[],
  after: readonly Segment[],
  renames: readonly Pick<Rename, 'from' | 'to'>[] = [],
): Claims {
  let renamed = before;
  let names = named;
  for (const rename of renames) {
    const { from, to } = rename;
    const turns = turnsOf(renamed, from).map((turn) => ({ ...turn, speaker: to }));
    const known = names.map((name) => (name.speaker === from ? { ...name, speaker: to } : name));
    names = putNames(known, turns, turns);
    renamed = renameSpeaker(renamed, rename);
  }
  const { gone, come } = differencesOf(renamed, after);
  const goneOf = spansBySpeaker(gone);
  const said = come.filter((segment) => !overlapsAny(goneOf.get(segment.speaker) ?? [], segment));
  const given = said.flatMap(({ startSeconds, endSeconds, speaker }) =>
    speaker === null ? [] : [{ startSeconds, endSeconds, speaker }],
  );
  return {
    held: joinSpans([...held, ...gone, ...come], pauseSeconds),
    named: putNames(names, said, given),
  };
}

/** When `current` is replaced by an older version as a whole: whatever differs is a person's choice now. */
export function claimsOfRestored(
  current: { readonly segments: readonly Segment[]; readonly claims: Claims },
  older: { readonly segments: readonly Segment[]; readonly claims: Claims },
): Claims {
  const { gone, come } = differencesOf(current.segments, older.segments);
  const held = joinSpans([...current.claims.held, ...older.claims.held, ...gone, ...come], pauseSeconds);
  return { held, named: older.claims.named };
}

/** Where each of them is heard, joined. */
function spansBySpeaker(segments: readonly Segment[]): Map<string | null, Span[]> {
  const spans = new Map<string | null, Segment[]>();
  for (const segment of segments) {
    const others = spans.get(segment.speaker);
    if (others) others.push(segment);
    else spans.set(segment.speaker, [segment]);
  }
  return new Map([...spans].map(([speaker, all]) => [speaker, joinSpans(all)]));
}

/** Where the speaker has the word, pauses within a turn included. */
function turnsOf(segments: readonly Segment[], speaker: string | null): Span[] {
  const turns: Span[] = [];
  let isTheirs = false;
  for (const { startSeconds, endSeconds, ...segment } of segments) {
    const last = turns.at(-1);
    if (segment.speaker !== speaker) isTheirs = false;
    else if (isTheirs && last)
      turns[turns.length - 1] = { ...last, endSeconds: Math.max(last.endSeconds, endSeconds) };
    else {
      turns.push({ startSeconds, endSeconds });
      isTheirs = true;
    }
  }
  return joinSpans(turns);
}

/** Only thousands of people who talk at once come to more; the names after these are not kept. */
const mostNames = 50_000;

/** Names with `cleared` taken out and `given` put in. */
function putNames(
  names: readonly NamedSpan[],
  cleared: readonly Span[],
  given: readonly NamedSpan[],
): NamedSpan[] {
  const removed = joinSpans(cleared);
  const kept = [...given];
  for (const { speaker, ...span } of names) {
    if (kept.length > mostNames) break;
    for (const left of subtractSpans(span, removed)) kept.push({ ...left, speaker });
  }
  return kept.sort((a, b) => a.startSeconds - b.startSeconds);
}
