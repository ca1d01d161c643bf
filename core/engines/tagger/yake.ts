import type { Sentence, Token } from './spoken-tokens.ts';
import { foldTopic } from './topic-names.ts';

export interface KeyPhrase {
  /** Folded: equal for all spellings of the phrase. */
  readonly key: string;
  /** The most frequent spelling. */
  readonly text: string;
  readonly words: readonly string[];
  readonly count: number;
  /** YAKE's score turned round: higher says more about the talk. */
  readonly relevance: number;
  /** Whether it is mostly written as a name. */
  readonly isName: boolean;
  readonly startSeconds: readonly number[];
}

interface TermUse {
  count: number;
  capitals: number;
  acronyms: number;
  readonly sentences: Set<number>;
  readonly left: string[];
  readonly right: string[];
}

interface Use {
  readonly spellings: Map<string, number>;
  names: number;
  readonly words: readonly string[];
  readonly startSeconds: number[];
}

const maxWords = 3;

/**
 * Key phrases of one text from its own statistics: R. Campos, V. Mangaravite, A. Pasquali, A. Jorge, C. Nunes,
 * A. Jatowt, "YAKE! Keyword extraction from single documents using multiple local features", Information
 * Sciences 509 (2020). Differs in that phrases hold no stop words, and spellings are folded before counting.
 */
export function keyPhrases(
  sentences: readonly Sentence[],
  isStopWord: (word: string) => boolean,
): KeyPhrase[] {
  const terms = countTerms(sentences);
  const scores = scoreTerms(terms, sentences.length, isStopWord);
  const uses = collectPhrases(sentences, isStopWord);
  return [...uses]
    .map(([key, use]) => {
      const count = use.startSeconds.length;
      const parts = key.split(' ').map((term) => scores.get(term) ?? 1);
      const product = parts.reduce((result, score) => result * score, 1);
      const sum = parts.reduce((result, score) => result + score, 0);
      const [text = key] = [...use.spellings].sort(([, a], [, b]) => b - a)[0] ?? [];
      const relevance = -Math.log(product / (count * (1 + sum)));
      const { words, startSeconds } = use;
      return { key, text, words, count, relevance, isName: use.names > count / 2, startSeconds };
    })
    .sort((a, b) => b.relevance - a.relevance);
}

function countTerms(sentences: readonly Sentence[]): Map<string, TermUse> {
  const terms = new Map<string, TermUse>();
  for (const [index, sentence] of sentences.entries())
    for (const [at, token] of sentence.entries()) {
      const term = foldTopic(token.lower);
      const use: TermUse = terms.get(term) ?? {
        count: 0,
        capitals: 0,
        acronyms: 0,
        sentences: new Set(),
        left: [],
        right: [],
      };
      terms.set(term, use);
      use.count += 1;
      if (isAcronym(token)) use.acronyms += 1;
      else if (token.isName) use.capitals += 1;
      use.sentences.add(index);
      const before = sentence[at - 1];
      const after = sentence[at + 1];
      if (before) use.left.push(before.lower);
      if (after) use.right.push(after.lower);
    }
  return terms;
}

/** S(t) of the paper: casing, position, frequency, relatedness to context, and spread; lower is better. */
function scoreTerms(
  terms: ReadonlyMap<string, TermUse>,
  sentenceCount: number,
  isStopWord: (word: string) => boolean,
): Map<string, number> {
  const counts = [...terms].filter(([term]) => !isStopWord(term)).map(([, use]) => use.count);
  const mean = counts.reduce((sum, count) => sum + count, 0) / Math.max(1, counts.length);
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / Math.max(1, counts.length);
  const maxCount = Math.max(1, ...counts);
  const scores = new Map<string, number>();
  for (const [term, use] of terms) {
    const casing = Math.max(use.capitals, use.acronyms) / (1 + Math.log(use.count));
    const position = Math.log(Math.log(3 + median([...use.sentences])));
    const frequency = use.count / (mean + Math.sqrt(variance));
    const relatedness = 1 + (variety(use.left) + variety(use.right)) * (use.count / maxCount);
    const spread = use.sentences.size / sentenceCount;
    scores.set(term, (relatedness * position) / (casing + frequency / relatedness + spread / relatedness));
  }
  return scores;
}

/** Runs of one to three words without a stop word between them. */
function collectPhrases(
  sentences: readonly Sentence[],
  isStopWord: (word: string) => boolean,
): Map<string, Use> {
  const uses = new Map<string, Use>();
  for (const sentence of sentences)
    for (let first = 0; first < sentence.length; first += 1)
      for (let length = 1; length <= maxWords && first + length <= sentence.length; length += 1) {
        const tokens = sentence.slice(first, first + length);
        const last = tokens.at(-1);
        if (last === undefined || !canBelong(last, isStopWord)) break;
        if (tokens.slice(0, -1).some((token) => token.lower === last.lower)) break;
        addUse(uses, tokens);
      }
  return uses;
}

function addUse(uses: Map<string, Use>, tokens: readonly Token[]): void {
  const key = foldTopic(tokens.map((token) => token.lower).join(' '));
  const words = tokens.map((token) => token.lower);
  const use: Use = uses.get(key) ?? { spellings: new Map(), names: 0, words, startSeconds: [] };
  uses.set(key, use);
  const isName = tokens.every((token) => token.isName || isAcronym(token));
  const spelling = tokens.map((token) => (isName || isAcronym(token) ? token.text : token.lower)).join(' ');
  use.spellings.set(spelling, (use.spellings.get(spelling) ?? 0) + 1);
  if (isName) use.names += 1;
  use.startSeconds.push(tokens[0]?.startSeconds ?? 0);
}

const isAcronym = (token: Token): boolean => /^\p{Lu}[\p{Lu}\p{N}]+s?$/u.test(token.text);

const canBelong = (token: Token, isStopWord: (word: string) => boolean): boolean =>
  token.lower.length > 1 && /^\p{L}/u.test(token.lower) && !isStopWord(token.lower);

const variety = (neighbours: readonly string[]): number =>
  neighbours.length === 0 ? 0 : new Set(neighbours).size / neighbours.length;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
