import { countWords, type Segment, type Word } from '../transcript.ts';
import type { Claims, NamedSpan } from './claims.ts';
import { sortSegments } from './edits.ts';
import { isWithin, joinSpans, middleOf, overlapSeconds, type Span, spanFrom } from './spans.ts';
import { locateWords } from './text-units.ts';
import { evenWords, fitWords } from './word-times.ts';

/** A caption without word times that reaches so far into what people hold still says nothing of it. */
const spillSeconds = 1;

/**
 * A new machine's text below what people answer for: theirs stays as it is, the machine's fills the rest, with the
 * names that people gave. What people removed does not come back.
 */
export function mergeMachineText(
  people: { readonly segments: readonly Segment[]; readonly claims: Claims },
  machine: readonly Segment[],
): Segment[] {
  const held = joinSpans(people.claims.held);
  const kept = people.segments.filter((segment) => isWithin(held, segment));
  const filling = giveNames(machine, people.claims.named).flatMap((segment) => partsOutside(segment, held));
  return sortSegments([...kept, ...filling]);
}

/** The share of words that people answer for, 0 to 1. */
export function correctedShareOf(segments: readonly Segment[], claims: Pick<Claims, 'held'>): number {
  let all = 0;
  let corrected = 0;
  for (const segment of segments) {
    const words = countWords([segment]);
    all += words;
    if (isWithin(claims.held, segment)) corrected += words;
  }
  return all === 0 ? 0 : corrected / all;
}

/** A label becomes the name that people gave to most of its time; who is not told apart, segment by segment. */
function giveNames(machine: readonly Segment[], named: readonly NamedSpan[]): readonly Segment[] {
  if (named.length === 0) return machine;
  const byLabel = new Map<string, Segment[]>();
  for (const segment of machine)
    if (segment.speaker !== null)
      byLabel.set(segment.speaker, [...(byLabel.get(segment.speaker) ?? []), segment]);
  const names = new Map([...byLabel].map(([label, segments]) => [label, nameOf(segments, named) ?? label]));
  return machine.map((segment) => ({
    ...segment,
    speaker: segment.speaker === null ? nameOf([segment], named) : (names.get(segment.speaker) ?? null),
  }));
}

function nameOf(segments: readonly Segment[], named: readonly NamedSpan[]): string | null {
  const seconds = new Map<string, number>();
  let total = 0;
  for (const segment of segments) {
    total += segment.endSeconds - segment.startSeconds;
    for (const span of named) {
      if (span.startSeconds >= segment.endSeconds) break;
      const shared = overlapSeconds(segment, span);
      if (shared > 0) seconds.set(span.speaker, (seconds.get(span.speaker) ?? 0) + shared);
    }
  }
  const [best] = [...seconds].sort((a, b) => b[1] - a[1]);
  return best !== undefined && best[1] > total / 2 ? best[0] : null;
}

/**
 * What of a machine's segment lies outside of the joined spans `held`: all of it, parts cut at words, or nothing. A
 * span without any length between two words cuts there.
 */
export function partsOutside(segment: Segment, held: readonly Span[]): Segment[] {
  const near = held.filter((span) => meets(segment, span));
  if (near.length === 0) return [segment];
  if (segment.words !== undefined && segment.words.length > 0)
    return cutAtWords(segment, segment.words, held);
  const shared = near.reduce((sum, span) => sum + overlapSeconds(segment, span), 0);
  if (shared >= (segment.endSeconds - segment.startSeconds) / 2) return [];
  const trimmed = trimEnds(segment, near);
  return cutAtWords(trimmed, evenWords(trimmed), held).map(({ words, ...part }) => part);
}

const meets = (a: Span, b: Span): boolean =>
  (a.startSeconds < b.endSeconds && a.endSeconds > b.startSeconds) || isWithin([b], a);

function trimEnds(segment: Segment, near: readonly Span[]): Segment {
  let { startSeconds, endSeconds } = segment;
  for (const span of near) {
    if (overlapSeconds(segment, span) > spillSeconds) continue;
    if (span.startSeconds <= segment.startSeconds) startSeconds = span.endSeconds;
    else if (span.endSeconds >= segment.endSeconds) endSeconds = span.startSeconds;
  }
  return { ...segment, startSeconds, endSeconds };
}

/** Runs of words with no held stretch among or between them, each a segment that ends where the held ones begin. */
function cutAtWords(segment: Segment, words: readonly Word[], held: readonly Span[]): Segment[] {
  const runs: { first: number; last: number; gap: number }[] = [];
  words.forEach((word, at) => {
    if (isWithin(held, word)) return;
    const gap = spanFrom(held, middleOf(word));
    const run = runs.at(-1);
    if (run?.last === at - 1 && run.gap === gap) run.last = at;
    else runs.push({ first: at, last: at, gap });
  });
  const located = locateWords(segment.text, words);
  return runs.map(({ first, last, gap }) => {
    const free = {
      startSeconds: held[gap - 1]?.endSeconds ?? 0,
      endSeconds: held[gap]?.startSeconds ?? Number.POSITIVE_INFINITY,
    };
    const own = words.slice(first, last + 1);
    const begin = first === 0 ? segment.startSeconds : (own[0]?.startSeconds ?? 0);
    const end = last === words.length - 1 ? segment.endSeconds : (own.at(-1)?.endSeconds ?? 0);
    const span = {
      startSeconds: Math.max(begin, free.startSeconds),
      endSeconds: Math.min(end, free.endSeconds),
    };
    return {
      ...segment,
      ...span,
      text: located
        ? segment.text
            .slice(first === 0 ? 0 : located[first]?.start, located[last + 1]?.start ?? segment.text.length)
            .trim()
        : own.map((word) => word.text.trim()).join(' '),
      words: fitWords(own, span),
    };
  });
}
