import type { Transaction } from '../../../drizzle/client.ts';
import { findNearIndex } from '../../../drizzle/near-index.ts';
import {
  type NearPassage,
  type NearQuery,
  nearestByIndex,
  nearestPassages,
  sampleVectors,
} from '../../../drizzle/queries/nearest-passages.ts';
import type { SearchScope } from '../../../drizzle/queries/search-scope.ts';
import { scanUnlessTooSlow } from '../../../drizzle/queries/time-limit.ts';
import { leastSimilarity, meaning } from '../../model/search/meaning.ts';
import { shrink, signsOf, similarity } from '../../model/search/vectors.ts';
import type { SearchPlan } from './postgres-plan.ts';
import { allOf, anyOf } from './postgres-tsquery.ts';
import type { QueryVector } from './query-vectors.ts';

/** A passage that means what is asked for. */
export interface MeantPassage {
  readonly passageId: number;
  readonly sessionId: string;
  /** Cosine. */
  readonly similarity: number;
}

/**
 * The passages that mean most nearly what the query does, best first, without those that are no nearer than chance
 * brings some. Filters, quoted phrases and excluded words hold as they do for words. `null`: it took too long.
 */
export async function findMeant(
  tx: Transaction,
  scope: SearchScope,
  { phrases, phraseQueries, excluded }: SearchPlan,
  { space, vector }: QueryVector,
): Promise<MeantPassage[] | null> {
  // Of a phrase that no text has there is nothing to look for.
  if (phraseQueries.length < phrases.length) return [];
  const signs = signsOf(shrink(vector));
  const wanted = {
    ...{ space, signs, most: meaning.compared },
    required: phraseQueries.length === 0 ? null : allOf(phraseQueries),
    excluded: excluded.length === 0 ? null : anyOf(excluded),
  };
  const found = await scanUnlessTooSlow(tx, meaning.scanMs, async (inner) => {
    const near = await findNear(inner, scope, wanted);
    const usual =
      near.length === 0 ? null : await sampleVectors(inner, scope, { ...wanted, most: meaning.sampled });
    return { near, usual };
  });
  if (found === null) return null;
  if (found.usual === null) return [];
  const least = leastSimilarity(
    found.usual.vectors.map((one) => similarity(vector, one)),
    { population: found.usual.sessionCount * meaning.passagesPerSession, dimensions: vector.length },
  );
  const perSession = new Map<string, number>();
  return found.near
    .map(({ passageId, sessionId, ...one }) => ({
      passageId,
      sessionId,
      similarity: similarity(vector, one),
    }))
    .filter((one) => one.similarity >= least)
    .sort((a, b) => b.similarity - a.similarity || a.passageId - b.passageId)
    .filter(({ sessionId }) => {
      const place = (perSession.get(sessionId) ?? 0) + 1;
      perSession.set(sessionId, place);
      return place <= meaning.perSession;
    })
    .slice(0, meaning.returned);
}

/** By the index where there is one and it finds enough, else among all. */
async function findNear(inner: Transaction, scope: SearchScope, wanted: NearQuery): Promise<NearPassage[]> {
  const { space, signs, required } = wanted;
  const index = required === null ? await findNearIndex(inner, space, signs.length) : null;
  const found = index && (await nearestByIndex(inner, scope, { ...wanted, index }));
  return found ?? nearestPassages(inner, scope, wanted);
}
