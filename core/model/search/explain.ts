import type { Occurrence } from './match.ts';
import { byGroup, nearness, type RankedQuery, type RankedText, worthOf } from './rerank.ts';
import { sessionShares, trustFactor, usualWeights, type Weights } from './weights.ts';

export const matchKinds = ['exact', 'stem', 'alias', 'prefix', 'joined', 'typo'] as const;
export type MatchKind = (typeof matchKinds)[number];
export const searchLevels = ['all words', 'other spellings', 'some words'] as const;

/** What one word of the query adds to a moment's score. */
export interface ExplainedWord {
  /** As typed. */
  readonly word: string;
  /** How much it says, as a share of the whole query: 0 to 1. */
  readonly weight: number;
  /** How its best match is one; `null` where nothing is. */
  readonly how: MatchKind | null;
  /** The best match, as words are compared: without accents, in lower case. */
  readonly found: string | null;
  readonly timesSaid: number;
  readonly isInHeading: boolean;
  /** Its part of the score. */
  readonly worth: number;
}

/** Why a moment has its score: (words + near) x phrase x trust. */
export interface Explanation {
  /** The level of the search that finds it. */
  readonly level: (typeof searchLevels)[number];
  readonly words: readonly ExplainedWord[];
  /** What words of the query add by standing near each other. */
  readonly near: number;
  readonly phraseFactor: number;
  readonly trustFactor: number;
  readonly score: number;
  /** The share of it that the session's score has. */
  readonly sessionShare: number;
}

/** `trust` of the text, and the moment's `place` among those of its session, from 0. Made after ranking, where asked for. */
export function explain(
  { groups, phrases, weights = usualWeights }: RankedQuery,
  { occurrences, headingOccurrences, score }: RankedText,
  { trust, place }: { readonly trust: number; readonly place: number },
): Explanation {
  const total = groups.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const said = byGroup(occurrences, groups.length);
  const titled = byGroup(headingOccurrences, groups.length);
  const words = groups.map(({ typed, weight }, at): ExplainedWord => {
    const [inText = [], inHeading = []] = [said[at], titled[at]];
    const best = bestOf(inText.length > 0 ? inText : inHeading);
    return {
      word: typed,
      weight: weight / total,
      how: best === undefined ? null : kindOf(best, weights),
      found: best === undefined ? null : best.alternative.words.join(' '),
      timesSaid: inText.length,
      isInHeading: inHeading.length > 0,
      worth: (weight * worthOf(inText, inHeading, weights)) / total,
    };
  });
  const near = nearness(groups, said, weights) / total;
  const factor = trustFactor(trust);
  const whole = (words.reduce((sum, { worth }) => sum + worth, 0) + near) * factor;
  const isVerbatim = phrases.length === 0 || score > (whole * (1 + weights.bonus.phraseByStems)) / 2;
  return {
    level: levelOf(words),
    words,
    near,
    phraseFactor: isVerbatim ? 1 : weights.bonus.phraseByStems,
    trustFactor: factor,
    score,
    sessionShare: sessionShares[place] ?? 0,
  };
}

const bestOf = (found: readonly Occurrence[]): Occurrence | undefined =>
  found.reduce<Occurrence | undefined>(
    (best, one) => (one.worth > (best?.worth ?? 0) ? one : best),
    undefined,
  );

function kindOf({ alternative, worth }: Occurrence, { quality }: Weights): MatchKind {
  return alternative.how ?? (worth < quality.exact ? 'stem' : 'exact');
}

function levelOf(words: readonly ExplainedWord[]): Explanation['level'] {
  if (words.some(({ how }) => how === null)) return 'some words';
  return words.some(({ how }) => how === 'typo') ? 'other spellings' : 'all words';
}
