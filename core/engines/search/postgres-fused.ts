import type { Transaction } from '../../../drizzle/client.ts';
import type { SearchScope } from '../../../drizzle/queries/search-scope.ts';
import { facetsOf } from './facets.ts';
import { fuseMeant } from './fused.ts';
import { type SessionList, totalCap } from './postgres-list.ts';
import { findMeant } from './postgres-meaning.ts';
import type { QueryVector } from './query-vectors.ts';

/** Puts the sessions that mean what is asked for among those that say it; `null`: it took too long. */
export async function addMeantSessions(
  tx: Transaction,
  list: SessionList,
  { scope, vector }: { readonly scope: SearchScope; readonly vector: QueryVector },
): Promise<SessionList | null> {
  if (list.finding === null) return list;
  const found = await findMeant(tx, scope, list.finding.plan, vector);
  if (found === null || found.length === 0) return found && list;
  const { added, ...fused } = fuseMeant(list, found);
  const order = fused.order.slice(0, totalCap);
  return {
    ...{ ...list, ...fused, order },
    momentCounts: new Map([...list.momentCounts, ...added]),
    total: order.length,
    totalMoments: [...added.values()].reduce((sum, count) => sum + count, list.totalMoments),
    facets: added.size === 0 ? list.facets : await facetsOf(tx, { sessionIds: order, reader: scope.reader }),
  };
}
