import type { Token } from './tokenise.ts';
import { quality } from './weights.ts';

/** One way in which a word of the query may occur: a word, or two words side by side, and what that is worth. */
export interface Alternative {
  readonly words: readonly string[];
  /** The stems of `words`, as the index has them. */
  readonly lexemes: readonly string[];
  readonly worth: number;
  /** Another spelling of what was typed. */
  readonly isCorrection?: true;
}

/** A word of the query with everything that counts as it. */
export interface WordGroup {
  readonly typed: string;
  /** How much it says, see `inverseFrequency`. */
  readonly weight: number;
  readonly alternatives: readonly Alternative[];
}

/** A place in a text that answers a word of the query; `first` and `last` count tokens. */
export interface Occurrence {
  readonly group: number;
  readonly alternative: Alternative;
  readonly worth: number;
  readonly first: number;
  readonly last: number;
}

/**
 * Finds the words of a query in texts. `lexemes` gives the stem of every word that has one of the query's stems,
 * so that no stemmer is needed here; other words are passed over.
 */
export function occurrenceFinder(
  groups: readonly WordGroup[],
  lexemes: ReadonlyMap<string, string>,
): (tokens: readonly Token[]) => Occurrence[] {
  const byFirst = new Map<string, { group: number; alternative: Alternative }[]>();
  groups.forEach(({ alternatives }, group) => {
    for (const alternative of alternatives) {
      const first = alternative.lexemes[0] ?? '';
      byFirst.set(first, [...(byFirst.get(first) ?? []), { group, alternative }]);
    }
  });

  return (tokens) => {
    const best = new Map<string, Occurrence>();
    tokens.forEach((token, first) => {
      for (const { group, alternative } of byFirst.get(lexemes.get(token.word) ?? '') ?? []) {
        const said = tokens.slice(first, first + alternative.words.length).map(({ word }) => word);
        if (!alternative.lexemes.every((lexeme, at) => lexemes.get(said[at] ?? '') === lexeme)) continue;
        const isExact = alternative.words.every((word, at) => said[at] === word);
        const worth = alternative.worth * (isExact ? quality.exact : quality.stem);
        const key = `${first}/${group}`;
        if (worth > (best.get(key)?.worth ?? 0))
          best.set(key, { group, alternative, worth, first, last: first + said.length - 1 });
      }
    });
    return [...best.values()];
  };
}

/** Whether the words stand in the text one after another, exactly so. */
export function hasPhrase(tokens: readonly Token[], phrase: readonly string[]): boolean {
  return tokens.some((_, at) => phrase.every((word, offset) => tokens[at + offset]?.word === word));
}
