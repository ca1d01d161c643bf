import type { Token } from '../../core/model/search/tokenise.ts';
import { type FakeDocument, filterNames, readFilter } from './fake-meilisearch-filter.ts';
import { isLocale, Refusal } from './fake-meilisearch-settings.ts';
import { findTerm, type Place, readQuery, type Term } from './fake-meilisearch-terms.ts';
import { nearest, readHybrid, withoutVectors } from './fake-meilisearch-vectors.ts';

/** The parts of a search request that the product uses. */
export type FakeRequest = Readonly<Record<string, unknown>>;

interface Found {
  readonly document: FakeDocument;
  readonly words: number;
  readonly typos: number;
  readonly distance: number;
  readonly attribute: number;
  readonly matches: ReadonlyMap<string, readonly Token[]>;
}

export interface FakeIndex {
  readonly documents: ReadonlyMap<string, FakeDocument>;
  readonly settings: Readonly<Record<string, unknown>>;
}

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

const knownParameters = new Set([
  ...['q', 'filter', 'distinct', 'limit', 'offset', 'sort', 'matchingStrategy', 'locales'],
  ...['attributesToRetrieve', 'attributesToSearchOn', 'showRankingScore', 'showMatchesPosition'],
  ...['showRankingScoreDetails', 'vector', 'hybrid'],
]);

/** What the index was not set up for, and what is no parameter, is refused as the server does. */
export function refuseUnknownSearch({ settings }: FakeIndex, request: FakeRequest): void {
  readHybrid(settings, request);
  const refuse = (code: string, what: unknown) => {
    throw new Refusal(code, JSON.stringify(what));
  };
  const allowed = (kind: string, names: readonly string[]) =>
    names.every((name) => strings(settings[kind]).includes(name));
  for (const name of Object.keys(request)) if (!knownParameters.has(name)) refuse('bad_request', name);
  const { filter, distinct, sort, locales, limit, matchingStrategy, attributesToSearchOn } = request;
  if (!allowed('filterableAttributes', filterNames(filter))) refuse('invalid_search_filter', filter);
  if (distinct !== undefined && !allowed('filterableAttributes', [String(distinct)]))
    refuse('invalid_search_distinct', distinct);
  const sorted = strings(sort).map((rule) => rule.replace(/:(asc|desc)$/, ''));
  if (!allowed('sortableAttributes', sorted)) refuse('invalid_search_sort', sort);
  if (!allowed('searchableAttributes', strings(attributesToSearchOn)))
    refuse('invalid_search_attributes_to_search_on', attributesToSearchOn);
  if (locales !== undefined && !strings(locales).every(isLocale)) refuse('invalid_search_locales', locales);
  if (limit !== undefined && !Number.isInteger(limit)) refuse('invalid_search_limit', limit);
  if (!['last', 'all', 'frequency', 'undefined'].includes(String(matchingStrategy)))
    refuse('invalid_search_matching_strategy', matchingStrategy);
}

/**
 * Answers like Meilisearch, roughly: words, typos (1 from 5 letters, 2 from 9), the last word as a prefix, phrases,
 * exclusions, split and joined words, `distinct`, `matchingStrategy`, byte positions. No stemming.
 */
export function fakeSearch(index: FakeIndex, request: FakeRequest) {
  const holds = readFilter(request['filter']);
  const hybrid = readHybrid(index.settings, request);
  if (hybrid !== null) {
    const near = nearest([...index.documents.values()].filter(holds), hybrid);
    return answerOf(index, request, near.length, (limit) =>
      near.slice(0, limit).map(({ document, score }) => ({
        ...fieldsOf(document, request),
        ...(request['showRankingScore'] ? { _rankingScore: score } : {}),
      })),
    );
  }
  const stopWords = new Set(strings(index.settings['stopWords']));
  const { terms, excluded } = readQuery(String(request['q'] ?? ''), stopWords);
  const attributes = Array.isArray(request['attributesToSearchOn'])
    ? strings(request['attributesToSearchOn'])
    : strings(index.settings['searchableAttributes']);
  const allowed = [...index.documents.values()].filter(
    (document) => holds(document) && !excluded.some((term) => findTerm(term, document, attributes) !== null),
  );
  const found = match(terms, allowed, attributes, request['matchingStrategy'] === 'frequency');
  const sorted = sortFound(found, strings(request['sort']));
  const grouped = distinct(sorted, request['distinct']);
  return answerOf(index, request, grouped.length, (limit) =>
    grouped.slice(0, limit).map((one) => present(one, terms.length, request)),
  );
}

function answerOf(
  index: FakeIndex,
  request: FakeRequest,
  found: number,
  hitsWithin: (limit: number) => readonly object[],
) {
  const limit = Math.min(Number(request['limit'] ?? 20), maxTotalHits(index));
  return {
    hits: hitsWithin(limit),
    query: request['q'],
    processingTimeMs: 0,
    limit,
    offset: 0,
    estimatedTotalHits: Math.min(found, maxTotalHits(index)),
  };
}

/** Caps everything, as the server does. */
function maxTotalHits({ settings }: FakeIndex): number {
  const { pagination } = settings;
  const isThere = typeof pagination === 'object' && pagination !== null && 'maxTotalHits' in pagination;
  return isThere ? Number(pagination.maxTotalHits) : 1_000;
}

/** Drops words, the most frequent first, until something is found; `all` drops none. */
function match(
  terms: readonly Term[],
  documents: readonly FakeDocument[],
  attributes: readonly string[],
  mayDrop: boolean,
): Found[] {
  const frequency = (term: Term) =>
    documents.filter((one) => findTerm(term, one, attributes) !== null).length;
  const rarestFirst = [...terms].sort(
    (a, b) => Number(b.isPhrase) - Number(a.isPhrase) || frequency(a) - frequency(b),
  );
  const found = new Map<FakeDocument, Found>();
  const least = mayDrop ? Math.max(1, terms.filter(({ isPhrase }) => isPhrase).length) : terms.length;
  for (let kept = terms.length; kept >= Math.min(least, terms.length); kept -= 1) {
    const wanted = rarestFirst.slice(0, kept);
    for (const document of documents) {
      if (found.has(document)) continue;
      const places = wanted.map((term) => findTerm(term, document, attributes));
      if (places.some((place) => place === null)) continue;
      found.set(
        document,
        describe(
          document,
          places.filter((place) => place !== null),
          attributes,
        ),
      );
    }
    if (kept === 0) break;
  }
  return [...found.values()];
}

function describe(document: FakeDocument, places: readonly Place[], attributes: readonly string[]): Found {
  const matches = new Map<string, Token[]>();
  for (const { attribute, tokens } of places)
    matches.set(attribute, [...(matches.get(attribute) ?? []), ...tokens]);
  const distances = places.slice(1).map((place, at) => {
    const before = places[at];
    const isSame = before?.attribute === place.attribute;
    return isSame ? Math.min(4, Math.abs(place.at - (before?.at ?? 0))) : 4;
  });
  return {
    document,
    matches,
    words: places.length,
    typos: places.reduce((sum, { typos }) => sum + typos, 0),
    distance: distances.reduce((sum, distance) => sum + distance, 0),
    attribute: Math.max(0, ...places.map(({ attribute }) => attributes.indexOf(attribute))),
  };
}

function sortFound(found: readonly Found[], sort: readonly string[]): Found[] {
  const bySort = sort.map((rule) => {
    const [attribute = '', direction] = rule.split(':');
    const sign = direction === 'desc' ? -1 : 1;
    return (a: Found, b: Found) => sign * (Number(a.document[attribute]) - Number(b.document[attribute]));
  });
  return [...found].sort(
    (a, b) =>
      b.words - a.words ||
      a.typos - b.typos ||
      a.distance - b.distance ||
      a.attribute - b.attribute ||
      bySort.reduce((order, rule) => order || rule(a, b), 0),
  );
}

function distinct(found: readonly Found[], attribute: unknown): readonly Found[] {
  if (typeof attribute !== 'string') return found;
  const seen = new Set<unknown>();
  return found.filter(({ document }) => {
    const isNew = !seen.has(document[attribute]);
    seen.add(document[attribute]);
    return isNew;
  });
}

function fieldsOf(document: FakeDocument, request: FakeRequest): FakeDocument {
  const fields = request['attributesToRetrieve'];
  return Array.isArray(fields)
    ? Object.fromEntries(strings(fields).map((field) => [field, document[field]]))
    : withoutVectors(document);
}

function present(found: Found, terms: number, request: FakeRequest) {
  const bytes = (text: string) => Buffer.byteLength(text);
  const positions = [...found.matches].map(([attribute, tokens]) => {
    const text = String(found.document[attribute] ?? '');
    const ranges = [...tokens].sort((a, b) => a.start - b.start);
    const inBytes = ranges.map(({ start, end }) => ({
      start: bytes(text.slice(0, start)),
      length: bytes(text.slice(start, end)),
    }));
    return [attribute, inBytes] as const;
  });
  const words = { order: 0, matchingWords: found.words, maxMatchingWords: terms, score: found.words / terms };
  return {
    ...fieldsOf(found.document, request),
    ...(request['showRankingScore'] ? { _rankingScore: scoreOf(found, terms) } : {}),
    ...(request['showRankingScoreDetails'] ? { _rankingScoreDetails: { words } } : {}),
    ...(request['showMatchesPosition'] ? { _matchesPosition: Object.fromEntries(positions) } : {}),
  };
}

const scoreOf = ({ words, typos, distance, attribute }: Found, terms: number): number =>
  terms === 0 ? 1 : words / terms / (1 + typos / 10 + distance / 100 + attribute / 1000);
