import { createHash } from 'node:crypto';
import { tokenise } from '../../core/model/search/tokenise.ts';

/** Words that mean the same to `wordVectors`, each group under its first. */
export type Synonyms = readonly (readonly string[])[];

/**
 * Vectors without a model: each word points in a direction of its own, drawn from its hash; a text is the sum of
 * its words, and of their runs of three letters at a third (random projections of a bag of words). Texts that share
 * words or their pieces lie near each other, and so do those whose words are said to mean the same.
 */
export function wordVectors(dimensions: number, synonyms: Synonyms = []): (text: string) => number[] {
  const meant = new Map(synonyms.flatMap((group) => group.map((word) => [word, group[0] ?? word] as const)));
  const directions = new Map<string, Float64Array>();
  const directionOf = (feature: string) => {
    const known = directions.get(feature);
    if (known) return known;
    const direction = new Float64Array(dimensions);
    for (let at = 0, block = Buffer.alloc(0); at < dimensions; at += 1) {
      if (at % 32 === 0) block = createHash('sha256').update(`${feature} ${at}`).digest();
      direction[at] = (block[at % 32] ?? 0) / 127.5 - 1;
    }
    directions.set(feature, direction);
    return direction;
  };
  return (text) => {
    const sum = new Array<number>(dimensions).fill(0);
    const add = (feature: string, weight: number) =>
      directionOf(feature).forEach((value, at) => {
        sum[at] = (sum[at] ?? 0) + value * weight;
      });
    for (const { word: said } of tokenise(text)) {
      const word = meant.get(said) ?? said;
      add(word, 1);
      for (let at = 0; at + 3 <= word.length; at += 1) add(`#${word.slice(at, at + 3)}`, 1 / 3);
    }
    return sum;
  };
}
