import type { KeyPhrase } from './key-phrases.ts';
import type { Sentence, Token } from './spoken-tokens.ts';
import { foldTopic } from './topic-names.ts';

/**
 * Names of topics that are said literally, with the words that key phrases never hold: "working from home". One
 * such word alone ("Go") counts only where it is written as a name.
 */
export function knownPhrases(
  sentences: readonly Sentence[],
  names: readonly string[],
  isStopWord: (word: string) => boolean,
): KeyPhrase[] {
  const byFirstWord = new Map<string, (readonly string[])[]>();
  for (const key of new Set(names.map(foldTopic))) {
    const words = key.split(' ').filter(Boolean);
    const [first] = words;
    if (first !== undefined) byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), words]);
  }
  const uses = new Map<string, Token[][]>();
  for (const sentence of sentences) {
    const parts = sentence.flatMap(partsOf);
    for (const [at, { word }] of parts.entries())
      for (const words of byFirstWord.get(word) ?? []) {
        const said = parts.slice(at, at + words.length);
        const isSaid =
          said.length === words.length && said.every((part, index) => part.word === words[index]);
        const isName = said.every(({ token }) => token.isName);
        if (isSaid && (isName || words.length > 1 || !words.every(isStopWord)))
          uses.set(words.join(' '), [...(uses.get(words.join(' ')) ?? []), said.map(({ token }) => token)]);
      }
  }
  return [...uses].map(([key, said]) => phraseOf(key, said));
}

interface Part {
  readonly word: string;
  readonly token: Token;
}

/** "On-call" is two words, as in the folded name of a topic. */
const partsOf = (token: Token): Part[] =>
  foldTopic(token.lower)
    .split(' ')
    .filter(Boolean)
    .map((word) => ({ word, token }));

function phraseOf(key: string, said: readonly (readonly Token[])[]): KeyPhrase {
  const names = said.filter((tokens) => tokens.every((token) => token.isName)).length;
  return {
    key,
    text: (said[0] ?? []).map((token) => token.lower).join(' '),
    words: key.split(' '),
    count: said.length,
    isName: names > said.length / 2,
    startSeconds: said.map((tokens) => tokens[0]?.startSeconds ?? 0),
  };
}
