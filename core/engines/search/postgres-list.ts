import type { Transaction } from '../../../drizzle/client.ts';
import {
  matchedSessions,
  newestSessions,
  type Retrieval,
} from '../../../drizzle/queries/search-candidates.ts';
import { countFacets } from '../../../drizzle/queries/search-facets.ts';
import type { SearchScope } from '../../../drizzle/queries/search-scope.ts';
import { type ParsedQuery, parseQuery } from '../../model/search/parse-query.ts';
import { retrieval as limits } from '../../model/search/weights.ts';
import type { SearchAnswer, SearchQuery } from '../../ports/search-index.ts';
import { findPassages } from './postgres-levels.ts';
import type { MeantPassage } from './postgres-meaning.ts';
import { type RankedSession, type RankingMemory, rankPassages } from './postgres-moments.ts';
import { planSearch, type SearchPlan } from './postgres-plan.ts';
import { anyOf, groupQuery } from './postgres-tsquery.ts';

/** Sessions are counted and can be paged through up to here. */
export const totalCap = 1_001;
const mostFacetValues = 100;

/** All sessions of a search in their order, and what is said about them as a whole. */
export interface SessionList {
  readonly order: readonly string[];
  readonly scores: ReadonlyMap<string, number>;
  readonly momentCounts: ReadonlyMap<string, number>;
  readonly total: number;
  readonly totalMoments: number;
  readonly facets: SearchAnswer['facets'];
  readonly corrections: SearchAnswer['corrections'];
  /** How to find the moments; `null` when the list is browsed. */
  readonly finding: { readonly plan: SearchPlan; readonly retrieval: Retrieval } | null;
  /** Passages of each session that mean the same, best first. */
  readonly meant: ReadonlyMap<string, readonly MeantPassage[]>;
}

/** Finds and orders everything the query matches. */
export async function listSessions(
  tx: Transaction,
  query: SearchQuery,
  memory: RankingMemory,
): Promise<SessionList> {
  const parsed = parseQuery(query.text);
  const scope = scopeOf(query, parsed);
  const plan = await planSearch(tx, parsed);
  if (plan.groups.length === 0) return browse(tx, scope, { plan, isBrowsing: isBrowsing(query, parsed) });
  const isRelaxed = query.sort === 'relevance';
  const { candidates, retrieval, plan: used } = await findPassages(tx, scope, plan, { isRelaxed });
  const matched = candidates.length === 0 ? [] : await matchedWithin(tx, scope, used, retrieval);
  const best = candidates.slice(0, limits.reranked).map(({ id }) => id);
  const ranked = best.length === 0 ? [] : await rankPassages(tx, used, best, memory);
  const newest = matched.map(({ sessionId }) => sessionId);
  const byScore = [...sorted(ranked, newest), ...candidates.map(({ sessionId }) => sessionId), ...newest];
  const order = [...new Set(query.sort === 'newest' ? newest : byScore)].slice(0, totalCap);
  return {
    order,
    scores: new Map(ranked.map(({ sessionId, score }) => [sessionId, score])),
    momentCounts: new Map(matched.map((one) => [one.sessionId, one.momentCount])),
    total: order.length,
    totalMoments: matched.reduce((sum, { momentCount }) => sum + momentCount, 0),
    facets: await facetsOf(tx, order),
    corrections: correctionsOf(used, ranked),
    finding: { plan: used, retrieval },
    meant: new Map(),
  };
}

/** The query's own filters, and those that its text names. */
export function scopeOf({ reader, filters }: SearchQuery, parsed: ParsedQuery): SearchScope {
  return { reader, filters: [filters, ...parsed.filters] };
}

/** Whether a query without words asks for everything, or for something that is no word at all. */
const isBrowsing = ({ text }: SearchQuery, { excluded, filters }: ParsedQuery): boolean =>
  text.trim() === '' || excluded.length > 0 || filters.length > 0;

/** Without words there is nothing to rank: the newest sessions, unless what was typed is no word at all. */
async function browse(
  tx: Transaction,
  scope: SearchScope,
  { plan, isBrowsing }: { readonly plan: SearchPlan; readonly isBrowsing: boolean },
): Promise<SessionList> {
  const excluded = plan.excluded.length === 0 ? null : anyOf(plan.excluded);
  const order = isBrowsing ? await newestSessions(tx, scope, { excluded, most: totalCap }) : [];
  return {
    order,
    scores: new Map(),
    momentCounts: new Map(),
    total: order.length,
    totalMoments: 0,
    facets: await facetsOf(tx, order),
    corrections: [],
    finding: null,
    meant: new Map(),
  };
}

function matchedWithin(tx: Transaction, scope: SearchScope, plan: SearchPlan, retrieval: Retrieval) {
  const said = anyOf(plan.groups.map((group) => groupQuery(group, { weights: 'D', isLoose: true })));
  const wanted = { match: retrieval.match, said, most: totalCap };
  return matchedSessions(tx, scope, wanted);
}

/** Best first, equals newest first. */
function sorted(ranked: readonly RankedSession[], newest: readonly string[]): string[] {
  const age = new Map(newest.map((sessionId, at) => [sessionId, at]));
  const ageOf = (sessionId: string) => age.get(sessionId) ?? newest.length;
  return [...ranked]
    .sort((a, b) => b.score - a.score || ageOf(a.sessionId) - ageOf(b.sessionId))
    .map(({ sessionId }) => sessionId);
}

/** Words that only another spelling was found for; told from what the reader may see, never from the vocabulary. */
function correctionsOf(plan: SearchPlan, ranked: readonly RankedSession[]): SearchAnswer['corrections'] {
  const occurrences = ranked.flatMap(({ passages }) =>
    passages.flatMap((one) => [...one.ranked.occurrences, ...one.ranked.headingOccurrences]),
  );
  return plan.groups.flatMap(({ typed }, group) => {
    const found = occurrences.filter((occurrence) => occurrence.group === group);
    const isAsTyped = found.some(({ alternative }) => alternative.isCorrection === undefined);
    const [first] = [...found].sort((a, b) => b.worth - a.worth);
    return first === undefined || isAsTyped ? [] : [{ from: typed, to: first.alternative.words.join(' ') }];
  });
}

export async function facetsOf(
  tx: Transaction,
  sessionIds: readonly string[],
): Promise<SearchAnswer['facets']> {
  const counted = await countFacets(tx, sessionIds, mostFacetValues);
  const of = (kind: (typeof counted)[number]['kind']) =>
    counted.filter((one) => one.kind === kind).map(({ value, count }) => ({ value, count }));
  return { topics: of('topics'), speakers: of('speakers'), languages: of('languages'), years: of('years') };
}
