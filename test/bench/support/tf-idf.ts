import { isStopWord } from '../../../core/engines/tagger/choose-topics.ts';
import { foldTopic } from '../../../core/engines/tagger/topic-names.ts';
import { wordsOf } from '../../../core/model/search/tokenise.ts';
import type { TagRequest } from '../../../core/ports/tagger.ts';

const suggestions = 8;

/**
 * Plain TF-IDF to compare with: the words (and the pairs of words, where asked for) with the highest product of
 * uses in the talk and rarity in the corpus, spelled as the topic that exists. A pair is as rare as its rarer word.
 */
export async function tfIdfTopics(
  { segments, knownTopics, documentFrequency, documentCount }: TagRequest,
  withPairs: boolean,
): Promise<string[]> {
  const uses = new Map<string, string[]>();
  const add = (words: readonly string[]) => {
    if (words.some((word) => word.length < 3 || isStopWord(word))) return;
    const key = foldTopic(words.join(' '));
    uses.set(key, [...(uses.get(key) ?? []), words.join(' ')]);
  };
  for (const { text } of segments) {
    const words = wordsOf(text);
    for (const [at, word] of words.entries()) {
      add([word]);
      const next = words[at + 1];
      if (withPairs && next !== undefined) add([word, next]);
    }
  }
  const frequencies = await documentFrequency([...new Set([...uses.values()].flat().flatMap(wordsOf))]);
  const rarity = (text: string) =>
    Math.max(
      ...wordsOf(text).map((word) => Math.log((1 + documentCount) / (1 + (frequencies.get(word) ?? 0)))),
    );
  const known = new Map(knownTopics.map((name) => [foldTopic(name), name]));
  return [...uses]
    .map(([key, [text = key, ...others]]) => ({ key, text, score: (1 + others.length) * rarity(text) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, suggestions)
    .map(({ key, text }) => known.get(key) ?? text);
}
