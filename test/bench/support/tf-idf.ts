import { isStopWord } from '../../../core/engines/tagger/choose-topics.ts';
import { foldTopic } from '../../../core/engines/tagger/topic-names.ts';
import { wordsOf } from '../../../core/model/search/tokenise.ts';
import type { TagRequest } from '../../../core/ports/tagger.ts';

const suggestions = 8;

/**
 * Plain TF-IDF to compare with: the words (`words`), also the pairs of words (`pairs`), or only the topics that
 * exist (`known`) with the highest product of uses in the talk and rarity in the corpus. Several words are as rare
 * as the rarest of them.
 */
export async function tfIdfTopics(
  { segments, knownTopics, documentFrequency, documentCount }: TagRequest,
  among: 'words' | 'pairs' | 'known',
): Promise<string[]> {
  const known = new Map(knownTopics.map((name) => [foldTopic(name), name]));
  const longest = { words: 1, pairs: 2, known: 4 }[among];
  const uses = new Map<string, { count: number; readonly words: readonly string[] }>();
  for (const { text } of segments) {
    const words = wordsOf(text);
    for (const at of words.keys())
      for (let length = 1; length <= longest && at + length <= words.length; length += 1) {
        const phrase = words.slice(at, at + length);
        const key = foldTopic(phrase.join(' '));
        if (among === 'known' ? !known.has(key) : phrase.some((word) => word.length < 3 || isStopWord(word)))
          continue;
        const use = uses.get(key) ?? { count: 0, words: phrase };
        uses.set(key, use);
        use.count += 1;
      }
  }
  const frequencies = await documentFrequency([...uses.values()].flatMap(({ words }) => words));
  const rarity = (word: string) => Math.log((1 + documentCount) / (1 + (frequencies.get(word) ?? 0)));
  return [...uses]
    .map(([key, { count, words }]) => ({ key, words, score: count * Math.max(...words.map(rarity)) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, suggestions)
    .map(({ key, words }) => known.get(key) ?? words.join(' '));
}
