import { editDistance } from './damerau-levenshtein.ts';
import { hash } from './spelling.ts';
import { typos } from './weights.ts';

export const suggestionKinds = ['topic', 'session', 'speaker', 'phrase'] as const;
export type SuggestionKind = (typeof suggestionKinds)[number];

/** Something that may be meant by what somebody types. */
export interface Candidate {
  readonly kind: SuggestionKind;
  readonly text: string;
  /** As `foldText` gives the text, or the alias that was typed. */
  readonly folded: string;
  /** Slug of a session or topic. */
  readonly slug: string | null;
  /** It begins with what was typed, rather than one of its words. */
  readonly isStart: boolean;
  /** How many sessions have it, people looked for it, or searches ended there: of what the reader may know. */
  readonly uses: number;
  /** A slip was forgiven. */
  readonly isSlip: boolean;
}

export const mostSuggestions = 8;
/** So many of a kind before others have had their turn. */
const firstOfKind = 3;

/** Best first: what was typed right, then what begins with it, then what is used most; of each kind some. */
export function rankSuggestions(typed: string, candidates: readonly Candidate[]): Candidate[] {
  const ranked = withoutRepeats(
    candidates.filter(({ kind, folded }) => kind !== 'phrase' || folded !== typed).toSorted(byRank),
  );
  const ofKind = new Map<SuggestionKind, number>();
  const first = ranked.filter(({ kind }) => {
    const before = ofKind.get(kind) ?? 0;
    ofKind.set(kind, before + 1);
    return before < firstOfKind;
  });
  const rest = ranked.filter((candidate) => !first.includes(candidate));
  return [...first, ...rest].slice(0, mostSuggestions).toSorted(byRank);
}

const byRank = (a: Candidate, b: Candidate): number =>
  Number(a.isSlip) - Number(b.isSlip) ||
  Number(b.isStart) - Number(a.isStart) ||
  b.uses - a.uses ||
  suggestionKinds.indexOf(a.kind) - suggestionKinds.indexOf(b.kind) ||
  a.text.length - b.text.length ||
  (a.text < b.text ? -1 : 1);

/** Once each of its kind; and no phrase that says what another kind is called. */
function withoutRepeats(ranked: readonly Candidate[]): Candidate[] {
  const keyOf = ({ kind, text }: Candidate) => `${kind} ${text.toLowerCase()}`;
  const named = new Set(ranked.filter(({ kind }) => kind !== 'phrase').map(({ text }) => text.toLowerCase()));
  const seen = new Set<string>();
  return ranked.filter((candidate) => {
    const isNew = !seen.has(keyOf(candidate));
    seen.add(keyOf(candidate));
    return isNew && (candidate.kind !== 'phrase' || !named.has(candidate.text.toLowerCase()));
  });
}

const isSlippery = (word: string): boolean => word.length >= typos.oneEditFrom && !/^\d+$/.test(word);

/**
 * Keys of a word's beginnings: each, and each with a letter left out. What was typed with one slip shares one of them
 * with the word that it begins (symmetric delete, W. Garbe 2012, on beginnings). Ascending, without repeats.
 */
export function prefixKeys(word: string): number[] {
  const keys = new Set<number>();
  const longest = Math.min(word.length, typos.keyLetters + 1);
  for (let length = typos.oneEditFrom - 1; length <= longest; length += 1)
    for (const key of keysOf(word.slice(0, length))) keys.add(key);
  return [...keys].sort((a, b) => a - b);
}

/** The keys by which to look for what a word was meant to begin; none for what is too short to tell. */
export const slipKeys = (typed: string): number[] =>
  isSlippery(typed) ? keysOf(typed.slice(0, typos.keyLetters)) : [];

const keysOf = (text: string): number[] => [
  ...new Set([text, ...Array.from(text, (_, at) => text.slice(0, at) + text.slice(at + 1))].map(hash)),
];

/** Of words that share a key with `typed`, those that it begins but for one slip; in their order. */
export function meantBy(typed: string, words: readonly string[], most: number): string[] {
  const isNear = (word: string) =>
    [0, 1, -1].some((more) => editDistance(typed, word.slice(0, typed.length + more), 1) === 1);
  return words.filter((word) => !word.startsWith(typed) && isNear(word)).slice(0, most);
}
