import type { Transaction } from '../../../drizzle/client.ts';
import { findNearIndex } from '../../../drizzle/near-index.ts';
import {
  type NearPassage,
  type NearQuery,
  nearestByIndex,
  nearestPassages,
} from '../../../drizzle/queries/nearest-passages.ts';
import type { SearchScope } from '../../../drizzle/queries/search-scope.ts';
import { scanUnlessTooSlow } from '../../../drizzle/queries/time-limit.ts';
import { meaning } from '../../model/search/meaning.ts';
import { shrink, signsOf } from '../../model/search/vectors.ts';
import { chooseMeant, type MeantPassage } from './meant.ts';
import type { SearchPlan } from './postgres-plan.ts';
import { allOf, anyOf } from './postgres-tsquery.ts';
import type { QueryVector } from './query-vectors.ts';

/**
 * The passages that mean most nearly what the query does, best first, without those that are no nearer than chance
 * brings some. Filters, quoted phrases and excluded words hold as they do for words. `null`: it took too long.
 */
export async function findMeant(
  tx: Transaction,
  scope: SearchScope,
  { phrases, phraseQueries, excluded }: SearchPlan,
  vector: QueryVector,
): Promise<MeantPassage[] | null> {
  // Of a phrase that no text has there is nothing to look for.
  if (phraseQueries.length < phrases.length) return [];
  const wanted = {
    ...{ space: vector.space, signs: signsOf(shrink(vector.vector)), most: meaning.compared },
    required: phraseQueries.length === 0 ? null : allOf(phraseQueries),
    excluded: excluded.length === 0 ? null : anyOf(excluded),
  };
  return scanUnlessTooSlow(tx, meaning.scanMs, async (inner) =>
    chooseMeant(inner, scope, { vector, near: await findNear(inner, scope, wanted) }),
  );
}

/** By the index where there is one and it finds enough, else among all. */
async function findNear(inner: Transaction, scope: SearchScope, wanted: NearQuery): Promise<NearPassage[]> {
  const { space, signs, required } = wanted;
  const index = required === null ? await findNearIndex(inner, space, signs.length) : null;
  const found = index && (await nearestByIndex(inner, scope, { ...wanted, index }));
  return found ?? nearestPassages(inner, scope, wanted);
}
