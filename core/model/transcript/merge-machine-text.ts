import { countWords, type Segment, type Word } from '../transcript.ts';
import type { Claims, NamedSpan } from './claims.ts';
import { sortSegments } from './edits.ts';
import { isWithin, joinSpans, middleOf, overlapSeconds, type Span, spanFrom, spansAround } from './spans.ts';
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
  const own = sharesOfNames(machine, named);
  const byLabel = new Map<string, Shares>();
  machine.forEach(({ speaker }, at) => {
    const shares = own[at];
    if (speaker !== null && shares) byLabel.set(speaker, addShares(byLabel.get(speaker), shares));
  });
  return machine.map((segment, at) => {
    const { speaker } = segment;
    const name = nameOf(speaker === null ? own[at] : byLabel.get(speaker));
    return { ...segment, speaker: name ?? speaker };
  });
}

/** How long something lasts, and for how much of that people gave each name. */
interface Shares {
  readonly seconds: number;
  readonly names: Map<string, number>;
}

/** Of each segment. One sweep through time: names lie in order, but may overlap where people talk at once. */
function sharesOfNames(machine: readonly Segment[], named: readonly NamedSpan[]): Shares[] {
  const shares = machine.map(
    ({ startSeconds, endSeconds }): Shares => ({ seconds: endSeconds - startSeconds, names: new Map() }),
  );
  const inOrder = machine
    .map((segment, at) => ({ segment, names: shares[at]?.names ?? new Map() }))
    .sort((a, b) => a.segment.startSeconds - b.segment.startSeconds);
  let begun: NamedSpan[] = [];
  let next = 0;
  for (const { segment, names } of inOrder) {
    const { startSeconds, endSeconds } = segment;
    begun = begun.filter((span) => span.endSeconds > startSeconds);
    for (let span = named[next]; span && span.startSeconds <= startSeconds; span = named[++next])
      if (span.endSeconds > startSeconds) begun.push(span);
    for (const span of begun) addName(names, span.speaker, overlapSeconds(segment, span));
    for (let at = next, span = named[at]; span && span.startSeconds < endSeconds; span = named[++at])
      addName(names, span.speaker, overlapSeconds(segment, span));
  }
  return shares;
}

function addName(names: Map<string, number>, name: string, seconds: number): void {
  if (seconds > 0) names.set(name, (names.get(name) ?? 0) + seconds);
}

function addShares(sum: Shares | undefined, { seconds, names }: Shares): Shares {
  const all = sum?.names ?? new Map<string, number>();
  for (const [name, share] of names) addName(all, name, share);
  return { seconds: (sum?.seconds ?? 0) + seconds, names: all };
}

function nameOf({ seconds, names }: Shares = { seconds: 0, names: new Map() }): string | null {
  const [best] = [...names].sort((a, b) => b[1] - a[1]);
  return best !== undefined && best[1] > seconds / 2 ? best[0] : null;
}

/**
 * What of a machine's segment lies outside of the joined spans `held`: all of it, parts cut at words, or nothing. A
 * span without any length between two words cuts there.
 */
export function partsOutside(segment: Segment, held: readonly Span[]): Segment[] {
  const near = spansAround(held, segment).filter((span) => meets(segment, span));
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
