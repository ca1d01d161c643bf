import { type ParsedQuery, parseQuery, type QueryWord } from '../../model/search/parse-query.ts';
import { stopWords } from '../../model/search/stop-words.ts';
import type { SearchQuery } from '../../ports/search-index.ts';
import { type LocaleName, localesOfQuery } from './meilisearch-locales.ts';

/** The server reads only the first ten words of a query. */
const mostWords = 10;

/** A query in the server's own language, and its words for highlighting and corrections. */
export interface ServerQuery {
  readonly q: string;
  readonly parsed: ParsedQuery;
  /** Languages whose dictionaries cut it into words; none: the server finds out. */
  readonly locales: readonly LocaleName[];
  /** Whether anything is looked for; else the newest sessions are listed, or nothing at all. */
  readonly kind: 'search' | 'browse' | 'nothing';
}

/**
 * Words that say nothing go first, so that the end of a long question counts. A blank at the end says that the last
 * word is whole. Stop words alone would be read as an empty query, which finds everything.
 */
export function toServerQuery({ text, filters }: Pick<SearchQuery, 'text' | 'filters'>): ServerQuery {
  const parsed = parseQuery(text);
  const phrases = parsed.phrases.map((phrase) => `"${phrase.join(' ')}"`);
  const excluded = parsed.excluded.map((words) => `-"${words.join(' ')}"`);
  const words = parsed.words.filter(({ isQuoted }) => !isQuoted).slice(0, mostWords);
  const end = words.at(-1)?.isPrefix ? '' : ' ';
  const q = [...excluded, ...phrases, ...words.map(asSent)].join(' ') + end;
  const languages = [filters, ...parsed.filters].flatMap(({ language }) => language ?? []);
  const locales = localesOfQuery(q, languages[0]);
  if (parsed.words.length > 0) return { q, parsed, locales, kind: 'search' };
  const isBrowsing = text.trim() === '' || parsed.excluded.length > 0 || parsed.filters.length > 0;
  return { q: q.trim(), parsed, locales, kind: isBrowsing ? 'browse' : 'nothing' };
}

/** In `I/O` the server would leave out the I: parts of a name that say nothing alone are kept together. */
function asSent({ typed, parts }: QueryWord): string {
  return parts.length > 1 && parts.some((part) => stopWords.has(part)) ? `"${parts.join(' ')}"` : typed;
}
