import type { Queryable, Transaction } from '../../../drizzle/client.ts';
import {
  type DatePlace,
  type FoundCandidates,
  findCandidates,
  findInSessions,
  matchesWithin,
  type Retrieval,
  type Sought,
} from '../../../drizzle/queries/search-candidates.ts';
import type { SearchScope } from '../../../drizzle/queries/search-scope.ts';
import { unlessTooSlow } from '../../../drizzle/queries/time-limit.ts';
import { relaxedSubsets } from '../../model/search/relax.ts';
import { retrieval } from '../../model/search/weights.ts';
import type { PlannedGroup } from './postgres-groups.ts';
import type { SearchPlan } from './postgres-plan.ts';
import { markOf, quoted } from './postgres-terms.ts';
import { allOf, anyOf, anySetOf, butNot, groupQuery } from './postgres-tsquery.ts';

export interface FoundPassages extends FoundCandidates {
  readonly plan: SearchPlan;
  /** What found them, for everything else that is asked about the same passages. */
  readonly sought: Sought;
}

const limits = {
  perSession: retrieval.perSession,
  returned: retrieval.returned,
} as const;

/**
 * Level by level, each one statement: all words; with other spellings when that finds nothing; only some of the
 * words when it finds few sessions. Apart from each other, because a limit inside an OR loses the best rows.
 * When looking for some of the words takes too long, it adds nothing to what was found before.
 */
export async function findPassages(
  tx: Transaction,
  scope: SearchScope,
  planned: SearchPlan,
  options: { readonly isRelaxed: boolean },
): Promise<FoundPassages> {
  let plan = planned;
  let strict = soughtBy(plan, strictRetrieval(plan));
  const scored = mostScored(plan);
  let found = await find(tx, scope, strict, scored);
  if (found.candidates.length === 0) {
    plan = await plan.withOtherSpellings(tx, await unseenWords(tx, scope, plan));
    strict = soughtBy(plan, strictRetrieval(plan));
    found = await find(tx, scope, strict, scored);
  }
  const sessions = new Set(found.candidates.map(({ sessionId }) => sessionId)).size;
  const isEnough = options.isRelaxed ? sessions >= retrieval.enoughSessions : sessions > 0;
  const retrievalOfSome = isEnough ? null : relaxedRetrieval(plan);
  if (retrievalOfSome === null) return { ...found, plan, sought: strict };
  const relaxed = soughtBy(plan, retrievalOfSome);
  const more = await unlessTooSlow(tx, (inner) => find(inner, scope, relaxed, retrieval.candidates));
  if (more === null) return { ...found, plan, sought: strict };
  const match = anyOf([strict.retrieval.match, relaxed.retrieval.match]);
  return {
    ...merge(found, more),
    plan,
    sought: { ...relaxed, retrieval: { ...relaxed.retrieval, match } },
  };
}

/** A word in more passages than these is no secret, and looking for one to show would take its time. */
const rareBelow = 200;

/** Rare words of the query that nothing has which the reader may open, whatever else the scope asks for. */
export async function unseenWords(
  tx: Transaction,
  { reader, sessionId }: Pick<SearchScope, 'reader' | 'sessionId'>,
  plan: SearchPlan,
): Promise<ReadonlySet<string>> {
  const rare = plan.considered.filter(
    ({ ownFrequency }) => ownFrequency < rareBelow || sessionId !== undefined,
  );
  const matches = rare.map((group) => groupQuery({ ...group, alternatives: group.alternatives.slice(0, 1) }));
  const seen = await matchesWithin(tx, { reader, filters: [], sessionId }, matches);
  return new Set(rare.filter((_, at) => !seen[at]).map(({ word }) => word));
}

const nothing: FoundCandidates = { candidates: [], matched: [], isCapped: false };

async function find(
  db: Queryable,
  scope: SearchScope,
  sought: Sought,
  scored: number,
): Promise<FoundCandidates> {
  if (sought.retrieval.match === '') return nothing;
  const found = await findCandidates(db, scope, sought, { ...limits, scored });
  if (!found.isCapped) return found;
  return { ...merge(await findTitled(db, scope, sought, scored), found), isCapped: true };
}

/** Of very many passages one is as good as another, unless the session is about it. */
async function findTitled(
  db: Queryable,
  scope: SearchScope,
  sought: Sought,
  scored: number,
): Promise<FoundCandidates> {
  const { titled: returned, perTitled: perSession } = retrieval;
  const titled = await findCandidates(db, scope, sought, { ...limits, scored, returned, isHeading: true });
  const sessionIds = titled.candidates.map(({ sessionId }) => sessionId);
  const said = await findInSessions(db, scope, sought, { sessionIds, perSession });
  return merge({ ...titled, candidates: said }, titled);
}

function mostScored({ groups: [first, ...others] }: SearchPlan): number {
  const isCommon = others.length === 0 && (first?.frequency ?? 0) > retrieval.candidates;
  return isCommon ? retrieval.candidatesOfCommon : retrieval.candidatesOfAll;
}

/** Any of the words, said rather than in the title. */
export const saidQuery = ({ groups }: SearchPlan): string =>
  anyOf(groups.map((group) => groupQuery(group, { weights: 'D', isLoose: true })));

const soughtBy = (plan: SearchPlan, wanted: Retrieval): Sought => ({
  retrieval: wanted,
  said: saidQuery(plan),
});

/** Those with all words first. A session has as many moments as the level that found more of them. */
function merge(first: FoundCandidates, second: FoundCandidates): FoundCandidates {
  const known = new Set(first.candidates.map(({ id }) => id));
  const matched = new Map(first.matched.map((one) => [one.sessionId, one]));
  for (const one of second.matched)
    if (one.momentCount >= (matched.get(one.sessionId)?.momentCount ?? 0)) matched.set(one.sessionId, one);
  return {
    candidates: [...first.candidates, ...second.candidates.filter(({ id }) => !known.has(id))],
    matched: [...matched.values()].sort(newestFirst),
    isCapped: first.isCapped || second.isCapped,
  };
}

/** Microseconds since 1970 are whole numbers that JavaScript tells apart until the year 2255. */
export const newestFirst = (a: DatePlace, b: DatePlace): number =>
  Number(b.heldAtMicros) - Number(a.heldAtMicros) || (a.sessionId < b.sessionId ? 1 : -1);

/** Passages with all words. */
export function strictRetrieval(plan: SearchPlan): Retrieval {
  const wanted = selective(plan);
  const match = allOf([...plan.phraseQueries, ...wanted.map((group) => requiredQuery(group, wanted))]);
  // What every passage has tells none from another.
  const certain = new Set(wanted.filter(({ stoppedIn }) => stoppedIn.length === 0));
  const telling = plan.groups.filter((group) => !certain.has(group));
  return retrievalOf(plan, match, { isRanked: true, telling });
}

/** Passages with some of the words; `null` when there is no smaller set of words than all of them. */
export function relaxedRetrieval(plan: SearchPlan): Retrieval | null {
  const quoted = plan.groups.filter(({ isQuoted }) => isQuoted);
  const others = selective(plan).filter(({ isQuoted }) => !isQuoted);
  const phrases = plan.phraseQueries;
  const frequencyAt = (index: number) => others[index]?.frequency ?? 0;
  const subsets = relaxedSubsets(
    others.map((group) => ({ weight: group.weight, share: shareOf(group, plan) })),
    plan.passages,
    phrases.length === 0 ? 0 : quoted.reduce((sum, { weight }) => sum + weight, 0),
  );
  if (subsets.length === 0) return null;
  const rarestFirst = others.map((_, index) => index).sort((a, b) => frequencyAt(a) - frequencyAt(b));
  const sets = subsets.map((subset) =>
    rarestFirst.filter((index) => subset.includes(index)).map((index) => queryOf(others[index], true)),
  );
  return retrievalOf(plan, allOf([...phrases, anySetOf(sets)]), { isRanked: false, telling: plan.groups });
}

function retrievalOf(
  plan: SearchPlan,
  match: string,
  { isRanked, telling }: { readonly isRanked: boolean; readonly telling: readonly PlannedGroup[] },
): Retrieval {
  return {
    match: match === '' ? '' : butNot(match, plan.excluded),
    groups: telling.map((group) => ({ match: queryOf(group, !isRanked), weight: group.weight })),
    isRanked,
  };
}

/** Words in a large share of all passages find too much, unless there are no others. */
function selective(plan: SearchPlan): readonly PlannedGroup[] {
  const rare = plan.groups.filter((group) => shareOf(group, plan) <= retrieval.commonAbove);
  return rare.length > 0 ? rare : plan.groups;
}

const shareOf = (group: PlannedGroup, plan: SearchPlan): number =>
  Math.min(1, group.frequency / Math.max(1, plan.passages));

/** A passage has the word, or is in a language to which it says nothing while another word does. */
function requiredQuery(group: PlannedGroup, all: readonly PlannedGroup[]): string {
  const others = group.stoppedIn.filter((one) => all.some(({ stoppedIn }) => !stoppedIn.includes(one)));
  return anyOf([queryOf(group), ...others.map((configuration) => quoted(markOf(configuration)))]);
}

function queryOf(group: PlannedGroup | undefined, isLoose = false): string {
  if (group === undefined) return '';
  return groupQuery(group, group.isHeadingOnly ? { weights: 'A' } : { isLoose });
}
