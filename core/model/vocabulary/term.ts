import { wordsOf } from '../search/tokenise.ts';
import { topicSlug } from '../topic-slug.ts';

export const termKinds = ['name', 'product', 'acronym', 'topic', 'other'] as const;
export type TermKind = (typeof termKinds)[number];

/** A word of this company's as it is to be written. */
export interface TermText {
  readonly name: string;
  readonly kind: TermKind;
  /** Mean the same: topics called so are this one. */
  readonly aliases: readonly string[];
  /** What recognisers write instead of it. */
  readonly mishearings: readonly string[];
  /** For people, Markdown. */
  readonly note: string;
}

/** Longer ones are sentences; the bound keeps the search for them linear. */
export const mostMisheardWords = 8;

/** Whether a name can be told from others: emoji and punctuation alone have no slug of their own. */
export const hasLetters = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/** Whether a recogniser can have written it, and it can be found. */
export function isMishearing(text: string): boolean {
  const { length } = wordsOf(text);
  return length > 0 && length <= mostMisheardWords;
}

/** A text as it is compared: its words folded, with a blank between. */
export const asHeard = (text: string): string => wordsOf(text).join(' ');

/** Without what says the same twice: aliases that are the name or each other, mishearings likewise. */
export function tidyTerm<T extends TermText>(term: T): T {
  return {
    ...term,
    aliases: distinct(term.aliases, topicSlug, term.name),
    mishearings: distinct(term.mishearings, asHeard, term.name),
  };
}

function distinct(texts: readonly string[], keyOf: (text: string) => string, but: string): string[] {
  const seen = new Set([keyOf(but)]);
  return texts.filter((text) => {
    const isNew = !seen.has(keyOf(text));
    seen.add(keyOf(text));
    return isNew;
  });
}

/** The slugs under which the term is known, its own first. */
export const slugsOf = ({ name, aliases }: Pick<TermText, 'name' | 'aliases'>): string[] =>
  [name, ...aliases].map(topicSlug);

/** Of a vocabulary: every reading of a transcript with its suggestions goes through all of them. */
export const mostTerms = 20_000;
