import { spellingOf, type Token, tokenise } from '../../model/search/tokenise.ts';

/** `A` is the heading, `C` the description, `D` what is said. */
export type Weight = 'A' | 'C' | 'D';

/** Something that a text can be found by. */
export interface Term {
  /** Without accents, as the table of words has it. */
  readonly word: string;
  /** With accents, for a dictionary of stems; `null` where there is nothing to stem. */
  readonly spelling: string | null;
  /** Counts words from 1. */
  readonly position: number;
  readonly weight: Weight;
}

/**
 * The terms of a text, the first at `position`. A name such as `I/O` has one beside those of its parts. Characters
 * are found in pairs, so that no dictionary has to say where words end: 東京都 has 東京, 京都 and, at its end, 都.
 */
export function termsOf(text: string, weight: Weight, position = 1): Term[] {
  const tokens = tokenise(text);
  const terms: Term[] = [];
  for (const [at, token] of tokens.entries()) {
    const place = { position: position + at, weight };
    if (token.isCharacter) terms.push({ word: pairOf(token, tokens[at + 1]), spelling: null, ...place });
    else terms.push({ word: token.word, spelling: spellingOf(text, token), ...place });
    if (token.name) terms.push({ word: token.name.word, spelling: token.name.word, ...place });
  }
  return terms;
}

function pairOf(token: Token, next: Token | undefined): string {
  return next?.isCharacter && next.start === token.end ? token.word + next.word : token.word;
}

/** Which dictionary a row was made with, as a lexeme that no text has: see `stoppedIn` of a group. */
export const markOf = (configuration: string): string => `=${configuration}`;

/** Text of Postgres' `tsvector` (PostgreSQL manual, 8.11.1). */
export function tsvectorOf(
  found: readonly { readonly lexeme: string; readonly position: number; readonly weight: Weight }[],
  configuration: string,
): string {
  const places = new Map<string, string[]>([[markOf(configuration), []]]);
  for (const { lexeme, position, weight } of found) {
    const place = `${position}${weight}`;
    const known = places.get(lexeme);
    if (known === undefined) places.set(lexeme, [place]);
    else known.push(place);
  }
  return [...places]
    .map(([lexeme, at]) => (at.length === 0 ? quoted(lexeme) : `${quoted(lexeme)}:${at.join(',')}`))
    .join(' ');
}

/** A lexeme as `tsvector` and `tsquery` take any text. */
export const quoted = (lexeme: string): string =>
  `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
