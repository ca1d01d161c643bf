import type { FindResponse, SearchResponse } from '../../core/api/search.ts';
import type { Reader } from '../../core/model/access.ts';
import { parseQuery } from '../../core/model/search/parse-query.ts';
import type { FoundMoment, FoundWithin, SearchAnswer } from '../../core/ports/search-index.ts';
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
  const best = bestOf(answer.hits.flatMap((hit) => hit.moments));
  return {
    query,
    tookMs: toTenths(tookMs()),
    total: answer.total,
    totalIsCapped: answer.total >= answer.totalCap,
    totalMoments: answer.totalMoments,
    understood: [...parseQuery(query).understood],
    corrections: [...answer.corrections],
    hits: answer.hits.flatMap((hit) => {
      const session = shorts.get(hit.sessionId);
      if (!session) return [];
      const moments = hit.moments.map((moment) => presentMoment(session.slug, moment, best));
      return [
        { session, score: Math.round(hit.score * 10_000) / 10_000, momentCount: hit.momentCount, moments },
      ];
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

/** A page of what was found within one session. */
export function presentFinds(
  slug: string,
  { query, found, page, tookMs }: { query: string; found: FoundWithin; page: FoundPage; tookMs: number },
): FindResponse {
  const best = bestOf(found.moments);
  return {
    query,
    tookMs: toTenths(tookMs),
    total: found.moments.length,
    corrections: [...found.corrections],
    items: page.items.map(({ places, ...moment }) => ({
      ...presentMoment(slug, moment, best),
      places: [...places],
    })),
    nextCursor: page.nextCursor,
  };
}

interface FoundPage {
  readonly items: FoundWithin['moments'];
  readonly nextCursor: string | null;
}

function presentMoment(slug: string, { score, explanation, ...moment }: FoundMoment, best: number) {
  return {
    ...moment,
    ...(explanation && { explanation: { ...explanation, words: [...explanation.words] } }),
    url: `/sessions/${slug}?t=${Math.floor(moment.startSeconds)}`,
    strength: Math.round((score / best) * 100) / 100,
  };
}

const bestOf = (moments: readonly FoundMoment[]): number =>
  Math.max(...moments.map(({ score }) => score), Number.EPSILON);

const toTenths = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;
