import type { SearchResponse } from '../../core/api/search.ts';
import type { Reader } from '../../core/model/access.ts';
import { parseQuery } from '../../core/model/search/parse-query.ts';
import type { SearchAnswer } from '../../core/ports/search-index.ts';
import type { Database } from '../../drizzle/client.ts';
import { listVisibleByIds } from '../../drizzle/queries/sessions.ts';
import { presentShort } from './session.ts';

/** The index gives ids; what is shown comes from the database, which is asked again who may see it. */
export async function presentAnswer(
  db: Database,
  reader: Reader,
  { query, answer, tookMs }: { query: string; answer: SearchAnswer; tookMs: () => number },
): Promise<Omit<SearchResponse, 'searchId'>> {
  const visible = await listVisibleByIds(
    db,
    reader,
    answer.hits.map((hit) => hit.sessionId),
  );
  const shorts = new Map((await presentShort(db, [...visible.values()])).map((short) => [short.id, short]));
  const best = Math.max(
    ...answer.hits.flatMap((hit) => hit.moments.map((moment) => moment.score)),
    Number.EPSILON,
  );
  return {
    query,
    tookMs: Math.round(tookMs() * 10) / 10,
    total: answer.total,
    totalIsCapped: answer.total >= answer.totalCap,
    totalMoments: answer.totalMoments,
    understood: [...parseQuery(query).understood],
    corrections: [...answer.corrections],
    hits: answer.hits.flatMap((hit) => {
      const session = shorts.get(hit.sessionId);
      if (!session) return [];
      const moments = hit.moments.map(({ score, ...moment }) => ({
        ...moment,
        url: `/sessions/${session.slug}?t=${Math.floor(moment.startSeconds)}`,
        strength: Math.round((score / best) * 100) / 100,
      }));
      return [{ session, score: hit.score, momentCount: hit.momentCount, moments }];
    }),
    facets: {
      topics: [...answer.facets.topics],
      speakers: [...answer.facets.speakers],
      // Nobody looks for the sessions whose language is not known.
      languages: answer.facets.languages.filter(({ value }) => value !== 'und'),
      years: [...answer.facets.years],
      collections: [...answer.facets.collections],
    },
    isDegraded: answer.isDegraded ?? false,
    nextCursor: answer.nextCursor,
  };
}
