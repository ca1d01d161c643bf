import type { Transaction } from '../../../drizzle/client.ts';
import {
  type DatePlace,
  type DateWindow,
  matchedSessions,
  newestMatching,
  newestSessions,
  type Sought,
} from '../../../drizzle/queries/search-candidates.ts';
import type { SearchScope } from '../../../drizzle/queries/search-scope.ts';
import { unlessTooSlow } from '../../../drizzle/queries/time-limit.ts';
import type { Reader } from '../../model/access.ts';
import { type ParsedQuery, parseQuery } from '../../model/search/parse-query.ts';
import type { Weights } from '../../model/search/weights.ts';
import type { SearchAnswer, SearchQuery } from '../../ports/search-index.ts';
import { facetsOf } from './facets.ts';
import type { MeantPassage } from './meant.ts';
import { findPassages, newestFirst } from './postgres-levels.ts';
import { type RankedSession, type RankingMemory, rankPassages } from './postgres-moments.ts';
import { planSearch, type SearchPlan } from './postgres-plan.ts';
import { anyOf } from './postgres-tsquery.ts';

/** Sessions are counted and can be paged through up to here. */
export const totalCap = 1_001;

/** All sessions of a search in their order, and what is said about them as a whole. */
export interface SessionList {
  readonly order: readonly string[];
  readonly scores: ReadonlyMap<string, number>;
  /** Where they were counted. */
  readonly momentCounts: ReadonlyMap<string, number>;
  readonly total: number;
  readonly totalMoments: number;
  readonly facets: SearchAnswer['facets'];
  readonly corrections: SearchAnswer['corrections'];
  /** What comes later by date, when that is the order: however many there are, and whatever has changed since. */
  readonly goOn: ((tx: Transaction, window: DateWindow) => Promise<DatePlace[]>) | null;
  /** When the listed sessions were held, in that order. */
  readonly dates: ReadonlyMap<string, string>;
  /** How to find the moments; `null` when the list is browsed. */
  readonly finding: { readonly plan: SearchPlan; readonly sought: Sought } | null;
  /** Passages of each session that mean the same, best first. */
  readonly meant: ReadonlyMap<string, readonly MeantPassage[]>;
}

/** Finds and orders everything the query matches. */
export async function listSessions(
  tx: Transaction,
  query: SearchQuery,
  { memory, weights }: { readonly memory: RankingMemory; readonly weights: Weights },
): Promise<SessionList> {
  const parsed = parseQuery(query.text);
  const scope = scopeOf(query, parsed);
  const plan = await planSearch(tx, parsed, weights);
  if (plan.groups.length === 0) return browse(tx, scope, { plan, isBrowsing: isBrowsing(query, parsed) });
  const isRelaxed = query.sort === 'relevance';
  const found = await findPassages(tx, scope, plan, { isRelaxed });
  const { candidates, matched, isCapped, sought, plan: used } = found;
  const best = candidates.slice(0, weights.reranked).map(({ id }) => id);
  const ranked = best.length === 0 ? [] : await rankPassages(tx, used, best, memory);
  const { match } = sought.retrieval;
  const goOn = (inner: Transaction, window: DateWindow) =>
    (isCapped ? newestMatching : matchedSessions)(inner, scope, { match, ...window });
  // Of what very many passages match, moments are not counted.
  const except = matched.map(({ sessionId }) => sessionId);
  const others = isCapped
    ? await unlessTooSlow(tx, (inner) => goOn(inner, { most: totalCap, except }))
    : null;
  const places: DatePlace[] = [...matched, ...(others ?? [])];
  const byDate = others === null ? matched : places.sort(newestFirst).slice(0, totalCap);
  const newest = byDate.map(({ sessionId }) => sessionId);
  const byScore = [...sorted(ranked, newest), ...candidates.map(({ sessionId }) => sessionId), ...newest];
  const isByDate = query.sort === 'newest';
  const order = [...new Set(isByDate ? newest : byScore)].slice(0, totalCap);
  return {
    order,
    scores: new Map(ranked.map(({ sessionId, score }) => [sessionId, score])),
    total: order.length,
    momentCounts: new Map(isCapped ? [] : matched.map((one) => [one.sessionId, one.momentCount])),
    totalMoments: isCapped ? 0 : matched.reduce((sum, { momentCount }) => sum + momentCount, 0),
    facets: await facetsOf(tx, { sessionIds: order, reader: scope.reader }),
    corrections: correctionsOf(used, ranked),
    goOn: isByDate ? goOn : null,
    dates: datesOf(isByDate ? byDate : []),
    finding: { plan: used, sought },
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
  const goOn = (inner: Transaction, window: DateWindow) =>
    newestSessions(inner, scope, { excluded, ...window });
  const newest = isBrowsing ? await goOn(tx, { most: totalCap }) : [];
  const order = newest.map(({ sessionId }) => sessionId);
  return {
    order,
    ...{ scores: new Map(), momentCounts: new Map() },
    total: order.length,
    totalMoments: 0,
    facets: await facetsOf(tx, { sessionIds: order, reader: scope.reader }),
    corrections: [],
    ...{ goOn: isBrowsing ? goOn : null, dates: datesOf(newest), finding: null, meant: new Map() },
  };
}

/**
 * The list as it is now: its order stays, so that pages fit together, but what the reader may not open any more is not
 * counted, and no spelling is told from it.
 */
export async function withoutHidden(
  tx: Transaction,
  list: SessionList,
  { open, reader }: { readonly open: ReadonlySet<string>; readonly reader: Reader },
): Promise<SessionList> {
  if (list.order.every((sessionId) => open.has(sessionId))) return list;
  const left = list.order.filter((sessionId) => open.has(sessionId));
  return {
    ...list,
    total: left.length,
    totalMoments: left.reduce((sum, sessionId) => sum + (list.momentCounts.get(sessionId) ?? 0), 0),
    facets: await facetsOf(tx, { sessionIds: left, reader }),
    corrections: [],
  };
}

const datesOf = (sessions: readonly DatePlace[]) =>
  new Map(sessions.map(({ sessionId, heldAtMicros }) => [sessionId, heldAtMicros]));

/** Best first, equals newest first. */
function sorted(ranked: readonly RankedSession[], newest: readonly string[]): string[] {
  const age = new Map(newest.map((sessionId, at) => [sessionId, at]));
  const ageOf = (sessionId: string) => age.get(sessionId) ?? newest.length;
  return [...ranked]
    .sort((a, b) => b.score - a.score || ageOf(a.sessionId) - ageOf(b.sessionId))
    .map(({ sessionId }) => sessionId);
}

/** Words that only another spelling was found for; told from what the reader may see, never from the vocabulary. */
export function correctionsOf(
  plan: SearchPlan,
  ranked: readonly RankedSession[],
): SearchAnswer['corrections'] {
  const occurrences = ranked.flatMap(({ passages }) =>
    passages.flatMap((one) => [...one.ranked.occurrences, ...one.ranked.headingOccurrences]),
  );
  return plan.groups.flatMap(({ typed }, group) => {
    const found = occurrences.filter((occurrence) => occurrence.group === group);
    const isAsTyped = found.some(({ alternative }) => alternative.how !== 'typo');
    const [first] = [...found].sort((a, b) => b.worth - a.worth);
    return first === undefined || isAsTyped ? [] : [{ from: typed, to: first.alternative.words.join(' ') }];
  });
}
