import type { Queryable } from '../client.ts';
import { everyPassage, lookUpWords } from './vocabulary.ts';

/** How common words are in all that was said here, in passages; for taggers. */
export async function corpusFrequencies(db: Queryable): Promise<{
  readonly documentCount: number;
  readonly documentFrequency: (terms: readonly string[]) => Promise<ReadonlyMap<string, number>>;
}> {
  const [all] = await lookUpWords(db, [everyPassage]);
  return {
    documentCount: all?.frequency ?? 0,
    async documentFrequency(terms) {
      const known = await lookUpWords(db, terms);
      return new Map(known.map(({ word, frequency }) => [word, frequency]));
    },
  };
}
