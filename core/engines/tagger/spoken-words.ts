import { ballastOfCharacters } from '../../model/search/stop-words.ts';
import { isCharacterWord, spellingOf, tokenise, wordEnds } from '../../model/search/tokenise.ts';
import type { Segment } from '../../model/transcript.ts';
import type { Wording } from './key-phrases.ts';
import { certainStretches, type Sentence, type Token } from './spoken-tokens.ts';
import type { TermsOf } from './text-tiling.ts';

/** A talk as its language has it. */
interface Reading extends Wording {
  readonly sentences: readonly Sentence[];
  readonly termsOf: TermsOf;
}

/** A full stop of other scripts needs no blank after it. */
const sentenceEnd = /[.!?…]+(?=\s|$)|[。．！？؟।॥።]+/u;
const partEnd = /[;:,]+(?=\s|$)|[、，；：،؛()[\]"“”„«»「」『』（）–—]+|--+|\s-\s/u;

/** What is in so many tenths of a talk is no subject of any stretch of it. */
const everywhereTenths = 8;

/**
 * Reads a talk of any language: words by the tokeniser of the search, compared by `stems`; Chinese, Japanese and
 * Korean by pairs of characters, whose words are those of ICU. Where the dictionary knows no stop words, words that
 * are said throughout are taken for them.
 */
export async function readSpokenWords(
  segments: readonly Segment[],
  stems: (words: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<Reading> {
  const sentences = segments.flatMap((segment) =>
    certainStretches(segment).flatMap(({ text, startSeconds }) =>
      text
        .split(sentenceEnd)
        .flatMap((sentence) =>
          sentence.split(partEnd).map((part, at) => tokensOf(part, startSeconds, at === 0)),
        ),
    ),
  );
  const tokens = sentences.flat();
  const words = [...new Set(tokens.map(({ lower }) => lower).filter((word) => !isCharacterWord(word)))];
  const known = await stems(words);
  const hasStopWords = words.some((word) => known.get(word) === '');
  const everywhere = hasStopWords ? new Set<string>() : saidThroughout(tokens);
  const stemOf = (word: string): string => known.get(word) ?? word;
  const isStopWord = (word: string): boolean =>
    stemOf(word) === '' || ballastOfCharacters.has(word) || everywhere.has(word);
  return {
    sentences,
    isStopWord,
    keyOf: (phrase) => phrase.map(stemOf).join(' '),
    termsOf(token, next) {
      if (isStopWord(token.lower)) return [];
      return isCharacterWord(token.lower) ? pairsOf(token, next) : [stemOf(token.lower)];
    },
  };
}

function tokensOf(text: string, startSeconds: number, isFirst: boolean): Token[] {
  const ends = wordEnds(text);
  const parts: { start: number; end: number; lower: string; isCharacter: boolean }[] = [];
  for (const token of tokenise(text)) {
    const { start, end, isCharacter = false } = token;
    const last = parts.at(-1);
    const lower = spellingOf(text, token);
    if (isCharacter && last?.isCharacter && last.end === start && !ends.has(start))
      parts[parts.length - 1] = { ...last, end, lower: last.lower + lower };
    else parts.push({ start, end, lower, isCharacter });
  }
  return parts.map(({ start, end, lower }, at) => ({
    text: text.slice(start, end),
    lower,
    startSeconds,
    isName: /^\p{Lu}/u.test(text.slice(start)) && !(isFirst && at === 0),
  }));
}

/** Of 東京 before 都 they are 東京 and 京都. */
function pairsOf({ lower }: Token, next: Token | undefined): string[] {
  const follows = next && isCharacterWord(next.lower) ? next.lower : '';
  const characters = [...lower, ...[...follows].slice(0, 1)];
  return characters.slice(1).map((character, at) => `${characters[at] ?? ''}${character}`);
}

function saidThroughout(tokens: readonly Token[]): ReadonlySet<string> {
  const first = tokens[0]?.startSeconds ?? 0;
  const seconds = Math.max(1, (tokens.at(-1)?.startSeconds ?? 0) - first);
  const tenths = new Map<string, Set<number>>();
  for (const { lower, startSeconds } of tokens) {
    const tenth = Math.min(9, Math.floor((10 * (startSeconds - first)) / seconds));
    tenths.set(lower, (tenths.get(lower) ?? new Set()).add(tenth));
  }
  return new Set([...tenths].filter(([, all]) => all.size >= everywhereTenths).map(([word]) => word));
}
