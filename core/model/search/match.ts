import type { Token } from './tokenise.ts';
import { quality } from './weights.ts';

/** One way in which a word of the query may occur: a word, or two words side by side, and what that is worth. */
export interface Alternative {
  readonly words: readonly string[];
  /** The stems of each of `words`, as the index has them: one a language. */
  readonly lexemes: readonly (readonly string[])[];
  readonly worth: number;
  /**
   * What it is beside the word itself: another spelling of what was typed, a longer word, two for one or one for two,
   * another name of the same.
   */
  readonly how?: 'typo' | 'prefix' | 'joined' | 'alias';
}

/** A word of the query with everything that counts as it. */
export interface WordGroup {
  readonly typed: string;
  /** Its place in the query, counting words that say nothing; without it groups stand side by side. */
  readonly position?: number;
  /** How much it says, see `inverseFrequency`. */
  readonly weight: number;
  readonly alternatives: readonly Alternative[];
}

/** The stems of each word that has one of the query's stems. */
export type Lexemes = ReadonlyMap<string, ReadonlySet<string>>;

/** A place in a text that answers a word of the query; `first` and `last` count tokens. */
export interface Occurrence {
  readonly group: number;
  readonly alternative: Alternative;
  readonly worth: number;
  readonly first: number;
  readonly last: number;
}

/**
 * Finds the words of a query in texts. `lexemes` gives the stems of every word that has one of the query's stems,
 * so that no stemmer is needed here; other words are passed over.
 */
export function occurrenceFinder(
  groups: readonly WordGroup[],
  lexemes: Lexemes,
): (tokens: readonly Token[]) => Occurrence[] {
  const beginning = byFirstLexeme(groups);

  return (tokens) => {
    const best = new Map<string, Occurrence>();
    const keep = (found: Occurrence) => {
      const key = `${found.first}/${found.group}`;
      if (found.worth > (best.get(key)?.worth ?? 0)) best.set(key, found);
    };
    tokens.forEach((token, first) => {
      for (const lexeme of lexemes.get(token.word) ?? [])
        for (const { group, alternative } of beginning.get(lexeme) ?? []) {
          const said = tokens.slice(first, first + alternative.words.length).map(({ word }) => word);
          if (!alternative.lexemes.every((some, at) => hasAny(lexemes.get(said[at] ?? ''), some))) continue;
          keep(occurrence(group, alternative, said, first, first + said.length - 1));
        }
      if (token.name === undefined) return;
      const { word, parts } = token.name;
      for (const lexeme of lexemes.get(word) ?? [])
        for (const { group, alternative } of beginning.get(lexeme) ?? [])
          if (alternative.words.length === 1)
            keep(occurrence(group, alternative, [word], first, first + parts - 1));
    });
    return [...best.values()];
  };
}

function byFirstLexeme(groups: readonly WordGroup[]) {
  const found = new Map<string, { group: number; alternative: Alternative }[]>();
  groups.forEach(({ alternatives }, group) => {
    for (const alternative of alternatives)
      for (const first of alternative.lexemes[0] ?? [])
        found.set(first, [...(found.get(first) ?? []), { group, alternative }]);
  });
  return found;
}

function occurrence(
  group: number,
  alternative: Alternative,
  said: readonly string[],
  first: number,
  last: number,
): Occurrence {
  const isExact = alternative.words.every((word, at) => said[at] === word);
  const worth = alternative.worth * (isExact ? quality.exact : quality.stem);
  return { group, alternative, worth, first, last };
}

const hasAny = (known: ReadonlySet<string> | undefined, some: readonly string[]): boolean =>
  known !== undefined && some.some((lexeme) => known.has(lexeme));

/** Whether the words stand in the text one after another, exactly so. */
export function hasPhrase(tokens: readonly Token[], phrase: readonly string[]): boolean {
  return tokens.some((_, at) => phrase.every((word, offset) => tokens[at + offset]?.word === word));
}
