import { joinTexts } from '../../model/transcript/text-units.ts';
import type { Sentence, Token } from './spoken-tokens.ts';
import { foldTopic } from './topic-names.ts';

export interface KeyPhrase {
  /** Folded: equal for all spellings of the phrase. */
  readonly key: string;
  /** The most frequent spelling. */
  readonly text: string;
  readonly words: readonly string[];
  readonly count: number;
  /** Whether it is mostly written as a name. */
  readonly isName: boolean;
  readonly startSeconds: readonly number[];
}

interface Use {
  readonly spellings: Map<string, number>;
  names: number;
  readonly words: readonly string[];
  readonly startSeconds: number[];
}

const maxWords = 3;

/** What is said, as a language has it. */
export interface Wording {
  readonly isStopWord: (word: string) => boolean;
  /** Equal for all spellings of a phrase, given in lower case. */
  readonly keyOf: (words: readonly string[]) => string;
}

const englishKey = (words: readonly string[]): string => foldTopic(words.join(' '));

/** All phrases that a talk could be about, those that are said most first. Spellings are folded before counting. */
export function keyPhrases(
  sentences: readonly Sentence[],
  isStopWord: Wording['isStopWord'],
  keyOf: Wording['keyOf'] = englishKey,
): KeyPhrase[] {
  return [...collectPhrases(sentences, { isStopWord, keyOf })]
    .map(([key, { spellings, words, names, startSeconds }]) => {
      const count = startSeconds.length;
      const [text = key] = [...spellings].sort(([, a], [, b]) => b - a)[0] ?? [];
      return { key, text, words, count, isName: names > count / 2, startSeconds };
    })
    .sort((a, b) => b.count - a.count);
}

/** Runs of one to three words without a stop word between them, but for names. */
function collectPhrases(sentences: readonly Sentence[], { isStopWord, keyOf }: Wording): Map<string, Use> {
  const uses = new Map<string, Use>();
  for (const sentence of sentences)
    for (let first = 0; first < sentence.length; first += 1)
      for (let length = 1; length <= maxWords && first + length <= sentence.length; length += 1) {
        const tokens = sentence.slice(first, first + length);
        const last = tokens.at(-1);
        if (last === undefined || !(canBelong(last, isStopWord) || isPartOfName(last))) break;
        if (tokens.slice(0, -1).some((token) => token.lower === last.lower)) break;
        if (tokens.every((token) => canBelong(token, isStopWord)) || isNameWith(tokens, isStopWord))
          addUse(uses, tokens, keyOf);
      }
  return uses;
}

function addUse(uses: Map<string, Use>, tokens: readonly Token[], keyOf: Wording['keyOf']): void {
  const words = tokens.map((token) => token.lower);
  const key = keyOf(words);
  const use: Use = uses.get(key) ?? { spellings: new Map(), names: 0, words, startSeconds: [] };
  uses.set(key, use);
  const isName = tokens.every((token) => token.isName || isAcronym(token));
  const spelling = tokens
    .map((token) => (isName || isAcronym(token) ? token.text : token.lower))
    .reduce(joinTexts);
  use.spellings.set(spelling, (use.spellings.get(spelling) ?? 0) + 1);
  if (isName) use.names += 1;
  use.startSeconds.push(tokens[0]?.startSeconds ?? 0);
}

const isAcronym = (token: Token): boolean => /^\p{Lu}[\p{Lu}\p{N}]+s?$/u.test(token.text);

const canBelong = (token: Token, isStopWord: (word: string) => boolean): boolean =>
  token.lower.length > 1 && /^\p{L}/u.test(token.lower) && !isStopWord(token.lower);

/** A capital that is not that of "I". */
const isPartOfName = (token: Token): boolean => token.isName && !/^i(['’]|$)/u.test(token.lower);

/** "New Zealand" and "Y Combinator" are names in spite of their first words. */
const isNameWith = (tokens: readonly Token[], isStopWord: (word: string) => boolean): boolean =>
  tokens.every(isPartOfName) && tokens.some((token) => canBelong(token, isStopWord));
