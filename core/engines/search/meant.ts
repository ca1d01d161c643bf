import type { Queryable } from '../../../drizzle/client.ts';
import { type NearPassage, sampleVectors } from '../../../drizzle/queries/nearest-passages.ts';
import type { SearchScope } from '../../../drizzle/queries/search-scope.ts';
import { leastSimilarity, meaning } from '../../model/search/meaning.ts';
import { similarity } from '../../model/search/vectors.ts';
import type { QueryVector } from './query-vectors.ts';

/** A passage that means what is asked for. */
export interface MeantPassage {
  readonly passageId: number;
  readonly sessionId: string;
  /** Cosine. */
  readonly similarity: number;
}

/**
 * Of passages within the scope that some index found near, those that are nearer than chance brings some, best first:
 * the same whoever found them.
 */
export async function chooseMeant(
  db: Queryable,
  scope: SearchScope,
  {
    vector: { space, vector },
    near,
  }: { readonly vector: QueryVector; readonly near: readonly NearPassage[] },
): Promise<MeantPassage[]> {
  if (near.length === 0) return [];
  const dimensions = vector.length;
  const usual = await sampleVectors(db, scope, { space, dimensions, most: meaning.sampled });
  const least = leastSimilarity(
    usual.vectors.map((one) => similarity(vector, one)),
    { population: usual.sessionCount * meaning.passagesPerSession, dimensions },
  );
  const perSession = new Map<string, number>();
  return near
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
