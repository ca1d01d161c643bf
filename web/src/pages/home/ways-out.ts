import { editDistance } from '../../../../core/model/search/damerau-levenshtein.ts';
import { operatorNames } from '../../../../core/model/search/operators.ts';
import { parseQuery } from '../../../../core/model/search/parse-query.ts';
import type { SearchState } from '../../queries.ts';
import { foldText } from '../../text/find.ts';
import { activeFilters, type Filter, withoutFilter, withoutText } from './filters.ts';

/** A wider search than the one that found nothing. */
export interface WayOut {
  readonly label: string;
  readonly search: SearchState;
  /** What it leaves out, where a name near that one may have been meant. */
  readonly name?: { readonly facet: NamedFacet; readonly value: string };
}

const namedFacets = ['topic', 'speaker', 'collection'] as const;
type NamedFacet = (typeof namedFacets)[number];

/** More are asked for by nobody, and each is a search. */
const mostWays = 8;

const quotes = '"“”«»';
const quoted = new RegExp(`-?[${quotes}]([^${quotes}]+)[${quotes}]`, 'gu');
const excluded = /(?<=^|\s)-(?!-)\S+/gu;

/** Each filter, operator, exclusion and pair of quotes left out on its own; then all filters, then all of these. */
export function waysOut(search: SearchState): WayOut[] {
  const filters = activeFilters(search);
  const ways = filters.map((filter): WayOut => {
    const name = namedIn(filter);
    const wider = withoutFilter(search, filter);
    return { label: labelWithout(filter), search: wider, ...(name && { name }) };
  });
  const q = search.q ?? '';
  const sought = soughtWords(q).join(' ').replace(/[“”]/g, '');
  const words = parseQuery(q).understood.reduce((rest, { text }) => rest.replace(text, ' '), q);
  for (const [part, phrase = ''] of words.matchAll(quoted))
    ways.push(
      part.startsWith('-')
        ? { label: `With “${phrase}”`, search: { ...search, q: withoutText(q, part) } }
        : { label: `Without the quotes: ${phrase}`, search: { ...search, q: q.replace(part, phrase) } },
    );
  for (const [part] of words.replace(quoted, ' ').matchAll(excluded))
    ways.push({ label: `With “${part.slice(1)}”`, search: { ...search, q: withoutText(q, part) } });
  if (filters.length > 1)
    ways.push({ label: 'Without any filter', search: filters.reduce(withoutFilter, search) });
  if (sought !== '' && ways.length > 1 && /["“”«»]|(^|\s)-\S/u.test(words))
    ways.push({ label: 'The words alone', search: { q: sought } });
  return ways
    .filter(({ label }, at) => ways.findIndex((way) => way.label === label) === at)
    .filter((way) => isAsking(way.search))
    .slice(0, mostWays);
}

const isAsking = (search: SearchState): boolean =>
  Object.entries(search).some(([name, value]) => name !== 'sort' && value !== undefined);

const labelWithout = ({ label }: Filter): string =>
  label.startsWith('not ') ? `With ${label.slice(4)}` : `Without ${label}`;

function namedIn({ name, value }: Filter): WayOut['name'] {
  if (name !== 'operator') {
    const facet = namedFacets.find((one) => one === name);
    return facet && { facet, value };
  }
  const [typed] = parseQuery(value).understood;
  const operator = operatorNames.find((one) => one === typed?.operator);
  const facet = operator === 'in' ? 'collection' : namedFacets.find((one) => one === operator);
  return facet && typed && !value.startsWith('-') ? { facet, value: typed.value } : undefined;
}

/** The same wider search, narrowed to the name that was meant. */
export const narrowedTo = ({ search }: WayOut, facet: NamedFacet, value: string): SearchState => ({
  ...search,
  [facet]: value,
});

/** As many letters apart may a name be from what was typed. */
const mostEdits = 2;

/** Of the names that there are, the one nearest to what was typed, by itself or by one of its words. */
export function nearestName(typed: string, names: readonly string[]): string | undefined {
  const wanted = foldName(typed);
  const allowed = Math.min(mostEdits, Math.floor(wanted.length / 3));
  const distanceTo = (name: string): number =>
    Math.min(
      ...[name, ...name.split(' ')].map((part) =>
        part.startsWith(wanted) ? 0 : editDistance(wanted, part, allowed),
      ),
    );
  return names
    .map((name) => ({ name, edits: distanceTo(foldName(name)) }))
    .filter(({ edits }) => edits <= allowed)
    .toSorted((a, b) => a.edits - b.edits)[0]?.name;
}

const foldName = (name: string): string =>
  foldText(name)
    .replace(/[\s-]+/g, ' ')
    .trim();

/** What was looked for, in words: single ones, and phrases in quotes. */
export function soughtWords(q: string): string[] {
  const { words, phrases, stopWordsOnly } = parseQuery(q);
  const single = words.filter(({ isQuoted }) => !isQuoted).map(({ typed }) => typed);
  return unique([...single, ...phrases.map((phrase) => `“${phrase.join(' ')}”`), ...stopWordsOnly]);
}

/** What was ruled out. */
export const excludedWords = (q: string): string[] =>
  unique(parseQuery(q).excluded.map((phrase) => phrase.join(' ')));

const unique = (words: readonly string[]): string[] => [...new Set(words)];
