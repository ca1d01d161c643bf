import { suggest } from '../../core/actions/suggest.ts';
import { SearchRequest, SearchResponse } from '../../core/api/search.ts';
import { SuggestRequest, SuggestResponse } from '../../core/api/suggest.ts';
import { hasRole } from '../../core/model/access.ts';
import { DomainError } from '../../core/model/errors.ts';
import type { AskedFilters } from '../../core/model/search/asked.ts';
import type { SearchFilters } from '../../core/ports/search-index.ts';
import { readerOf } from '../plugins/access.ts';
import { presentAnswer } from '../presenters/search.ts';
import type { App, AppDeps } from '../types.ts';
import { problems } from './answers.ts';

/** Finding moments, and what may be meant by what one types. */
export function searchRoutes(
  app: App,
  { db, searchIndex, searchLog }: Pick<AppDeps, 'db' | 'searchIndex' | 'searchLog'>,
): void {
  app.get(
    '/api/search',
    {
      config: { access: 'member' },
      schema: {
        tags: ['search'],
        querystring: SearchRequest,
        response: { 200: SearchResponse, ...problems(400, 401, 403) },
      },
    },
    async (request) => {
      const startedAt = performance.now();
      const { q, sort, limit, cursor, moments, explain } = request.query;
      const reader = readerOf(request);
      const isExplained = explain === '1';
      if (isExplained && !hasRole(reader.role, 'curator'))
        throw new DomainError(
          'not-allowed',
          'Only curators are told why a moment was found. Ask without `explain`.',
        );
      const answer = await searchIndex.search({
        text: q,
        reader,
        filters: toFilters(request.query),
        sort,
        limit,
        cursor,
        moments,
        isExplained,
      });
      const tookMs = () => performance.now() - startedAt;
      const presented = await presentAnswer(db, reader, { query: q, answer, tookMs });
      const isAsked = request.query.log === 'on' && cursor === undefined;
      const { total: sessionCount, totalMoments: momentCount } = answer;
      const counts = { sessionCount, momentCount, tookMs: presented.tookMs };
      const search = { reader, query: q, filters: askedFilters(request.query), ...counts };
      return { ...presented, searchId: isAsked ? searchLog.note(search) : null };
    },
  );
  app.get(
    '/api/suggest',
    {
      config: { access: 'member' },
      schema: {
        tags: ['search'],
        querystring: SuggestRequest,
        response: { 200: SuggestResponse, ...problems(400, 401) },
      },
    },
    async (request) => ({ items: await suggest(db, readerOf(request), request.query.q) }),
  );
}

const askedFilters = ({ topic, speaker, collection, language, from, to }: SearchRequest): AskedFilters => ({
  ...{ topic, speaker, collection, language, from, to },
});

function toFilters({ topic, speaker, collection, language, from, to }: SearchRequest): SearchFilters {
  return {
    topic,
    speaker,
    collection,
    language,
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : endOf(to),
  };
}

/** `to` includes the day, month or year it names. */
function endOf(day: string): Date {
  const end = new Date(day);
  if (day.length === 4) end.setUTCFullYear(end.getUTCFullYear() + 1);
  else if (day.length === 7) end.setUTCMonth(end.getUTCMonth() + 1);
  else if (day.length === 10) end.setUTCDate(end.getUTCDate() + 1);
  else return end;
  return new Date(end.getTime() - 1);
}
