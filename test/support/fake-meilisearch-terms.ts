import { editDistance } from '../../core/model/search/damerau-levenshtein.ts';
import { type Token, tokenise } from '../../core/model/search/tokenise.ts';
import type { FakeDocument } from './fake-meilisearch-filter.ts';

/** One word of a query, or a phrase. */
export interface Term {
  /** One word, or a phrase. */
  readonly words: readonly string[];
  /** The word run together with its neighbours in the query. */
  readonly joined: readonly string[];
  readonly isPhrase: boolean;
  readonly isPrefix: boolean;
}
/** Where a term stands in a document. */
export interface Place {
  readonly attribute: string;
  readonly tokens: readonly Token[];
  readonly at: number;
  readonly typos: number;
}

/** A query as Meilisearch reads it: ten terms at most, stop words out, a blank at the end ends the last word. */
export function readQuery(q: string, stopWords: ReadonlySet<string>): { terms: Term[]; excluded: Term[] } {
  const terms: Term[] = [];
  const excluded: Term[] = [];
  for (const [whole, minus, phrase, run = ''] of q.matchAll(/(-)?"([^"]*)"|([^\s"]+)/g)) {
    const words = tokenise(phrase ?? run).map(({ word }) => word);
    const exactly = { words, joined: [], isPhrase: true, isPrefix: false };
    if (minus !== undefined) excluded.push(exactly);
    else if (phrase !== undefined) terms.push(exactly);
    else
      for (const word of words.filter((one) => !stopWords.has(one)))
        terms.push({ words: [word], joined: [], isPhrase: false, isPrefix: q.endsWith(whole) });
  }
  return { terms: terms.slice(0, 10).map(withNeighbours), excluded };
}

function withNeighbours(term: Term, at: number, terms: readonly Term[]): Term {
  if (term.isPhrase) return term;
  const neighbour = (one: Term | undefined) =>
    one === undefined || one.isPhrase ? '' : (one.words[0] ?? '');
  const [word = ''] = term.words;
  const [before, next] = [neighbour(terms[at - 1]), neighbour(terms[at + 1])];
  return { ...term, joined: [before + word, word + next].filter((one) => one !== word) };
}

/** The best place of the term in the document. */
export function findTerm(term: Term, document: FakeDocument, attributes: readonly string[]): Place | null {
  let best: Place | null = null;
  for (const attribute of attributes) {
    const value = document[attribute];
    const tokens = tokenise(Array.isArray(value) ? value.join(' ; ') : String(value ?? ''));
    tokens.forEach((token, at) => {
      const found = matchAt(term, tokens, token, at);
      if (found !== null && found.typos < (best?.typos ?? Number.POSITIVE_INFINITY))
        best = { attribute, at, ...found };
    });
  }
  return best;
}

function matchAt(
  { words, joined, isPhrase, isPrefix }: Term,
  tokens: readonly Token[],
  token: Token,
  at: number,
) {
  const following = tokens.slice(at, at + Math.max(2, words.length));
  const run = following.slice(0, words.length);
  if (isPhrase)
    return run.map(({ word }) => word).join(' ') === words.join(' ') ? { tokens: run, typos: 0 } : null;
  const [wanted = ''] = words;
  if (token.word === wanted || (isPrefix && token.word.startsWith(wanted)))
    return { tokens: [token], typos: 0 };
  const next = following[1];
  if (next !== undefined && token.word + next.word === wanted) return { tokens: [token, next], typos: 1 };
  if (joined.includes(token.word)) return { tokens: [token], typos: 1 };
  const limit = wanted.length >= 9 ? 2 : wanted.length >= 5 ? 1 : 0;
  const typos = editDistance(wanted, token.word, limit);
  return typos <= limit ? { tokens: [token], typos } : null;
}
