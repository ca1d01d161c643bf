import type { KeyPhrase } from './key-phrases.ts';
import type { Sentence, Token } from './spoken-tokens.ts';
import { foldTopic } from './topic-names.ts';

/**
 * Topics that are said by one of their names, with the words that key phrases never hold: "working from home". One
 * such word alone ("Go") counts only where it is written as a name. `topics` as by `topicsByName`.
 */
export function knownPhrases(
  sentences: readonly Sentence[],
  topics: ReadonlyMap<string, string>,
  isStopWord: (word: string) => boolean,
): KeyPhrase[] {
  const byFirstWord = new Map<string, Called[]>();
  for (const [called, name] of topics) {
    const words = called.split(' ').filter(Boolean);
    const [first] = words;
    if (first === undefined) continue;
    byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), { words, key: foldTopic(name) }]);
  }
  const uses = new Map<string, Token[][]>();
  for (const sentence of sentences) {
    const parts = sentence.flatMap(partsOf);
    for (const [at, { word }] of parts.entries())
      for (const { words, key } of byFirstWord.get(word) ?? []) {
        const said = parts.slice(at, at + words.length);
        const isSaid =
          said.length === words.length && said.every((part, index) => part.word === words[index]);
        const isName = said.every(({ token }) => token.isName);
        if (!isSaid || !(isName || words.length > 1 || !words.every(isStopWord))) continue;
        uses.set(key, [...(uses.get(key) ?? []), said.map(({ token }) => token)]);
      }
  }
  return [...uses].map(([key, said]) => phraseOf(key, said));
}

/** One of the names of a topic. */
interface Called {
  readonly words: readonly string[];
  /** The folded name of the topic. */
  readonly key: string;
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
  const words = (said[0] ?? []).map((token) => token.lower);
  return {
    ...{ key, words, text: words.join(' '), count: said.length, isName: names > said.length / 2 },
    startSeconds: said.map(([first]) => first?.startSeconds ?? 0),
  };
}
