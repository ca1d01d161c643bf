import { editDistance } from '../../model/search/damerau-levenshtein.ts';
import type { QueryWord } from '../../model/search/parse-query.ts';
import type { Match } from '../../model/search/snippet.ts';
import { editsAllowed } from '../../model/search/spelling.ts';
import { type Token, tokenise } from '../../model/search/tokenise.ts';

/** Where the server says that a text matches: UTF-8 bytes, not UTF-16 units. */
export interface BytePosition {
  readonly start: number;
  readonly length: number;
}

/** The whole words of the text that the positions touch; of a half typed word the server names only the beginning. */
export function matchesAt(
  text: string,
  tokens: readonly Token[],
  positions: readonly BytePosition[],
): Match[] {
  const bytes = Buffer.from(text);
  const offsetOf = (byte: number) => bytes.subarray(0, byte).toString().length;
  const ranges = positions.map(({ start, length }) => [offsetOf(start), offsetOf(start + length)] as const);
  const touched = tokens.filter((token) => ranges.some(([from, to]) => token.start < to && token.end > from));
  const groups = new Map([...new Set(touched.map(({ word }) => word))].map((word, group) => [word, group]));
  return touched.map(({ word, start, end }) => ({ start, end, group: groups.get(word) ?? 0, worth: 1 }));
}

/** Words of the query that were found only in another spelling, told from the texts that were found. */
export function correctionsFrom(
  words: readonly QueryWord[],
  found: readonly string[],
): { from: string; to: string }[] {
  const foundWords = new Set(found.flatMap((text) => tokenise(text).map(({ word }) => word)));
  return words.flatMap(({ word, typed, isQuoted, isPrefix }) => {
    const limit = editsAllowed(word);
    const isSaid = [...foundWords].some((one) => one === word || (isPrefix && one.startsWith(word)));
    if (isQuoted || isSaid || limit === 0) return [];
    const near = [...foundWords]
      .map((to) => ({ to, edits: editDistance(word, to, limit) }))
      .filter(({ edits }) => edits <= limit)
      .sort((a, b) => a.edits - b.edits)[0];
    return near === undefined ? [] : [{ from: typed, to: near.to }];
  });
}
