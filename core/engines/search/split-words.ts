import { splitting } from '../../model/search/weights.ts';

/** All ways to cut a word in two. */
export function splitsOf(word: string): (readonly [string, string])[] {
  if (word.length < splitting.from) return [];
  const cuts = Array.from(
    { length: word.length - 2 * splitting.leastPart + 1 },
    (_, at) => at + splitting.leastPart,
  );
  return cuts.map((cut) => [word.slice(0, cut), word.slice(cut)] as const);
}
