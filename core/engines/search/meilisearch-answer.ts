import type { Hit, Meilisearch, MultiSearchQuery } from 'meilisearch';
import type { CollectionName } from '../../model/collection-names.ts';
import { secondAt, unflatten } from '../../model/search/clock.ts';
import { snippetOf } from '../../model/search/snippet.ts';
import { tokenise } from '../../model/search/tokenise.ts';
import { trustFactor } from '../../model/search/weights.ts';
import type { FoundMoment, FoundSession, SearchQuery } from '../../ports/search-index.ts';
import type { PassageDocument } from './meilisearch-documents.ts';
import { anyOf, type Conditions, conditionsOf, equals } from './meilisearch-filter.ts';
import { localeNames, localText } from './meilisearch-locales.ts';
import { matchesAt } from './meilisearch-matches.ts';
import type { ServerQuery } from './meilisearch-query.ts';
import { totalCap } from './meilisearch-settings.ts';

/** A server, and the index in it that is asked. */
export interface IndexAccess {
  readonly client: Meilisearch;
  readonly indexName: string;
  /** Those that the reader may open. */
  readonly collections: readonly CollectionName[];
  readonly signal: AbortSignal | undefined;
}

/** So many passages of a session are looked at to tell what is said from what only its title matches. */
const looked = 20;

const sessionFields = ['sessionId', 'title', 'topics', 'speakers', 'heldAt', 'trust'] as const;
export type ListedSession = Pick<PassageDocument, (typeof sessionFields)[number]> & {
  readonly score: number;
  /** Whether all words of the query are in it, give or take a slip. */
  readonly isWhole: boolean;
};

/** All sessions that match, in the answer's order, each by its best passage. */
export async function listSessions(
  access: IndexAccess,
  query: SearchQuery,
  { q, kind, locales }: ServerQuery,
): Promise<ListedSession[]> {
  const isNewest = query.sort === 'newest' || kind === 'browse';
  const ask = async (matchingStrategy: 'all' | 'frequency') => {
    const { hits } = await access.client.index<PassageDocument>(access.indexName).search(
      q,
      {
        filter:
          kind === 'browse'
            ? [...conditionsOf(query, access.collections), 'isHeading = true']
            : conditionsOf(query, access.collections),
        distinct: 'sessionId',
        limit: totalCap,
        attributesToRetrieve: [...sessionFields],
        showRankingScore: true,
        showRankingScoreDetails: true,
        matchingStrategy,
        ...inLocales(locales),
        ...(isNewest ? { sort: ['heldAt:desc'] } : {}),
      },
      requestOf(access),
    );
    return hits.map((hit) => {
      const { matchingWords = 0, maxMatchingWords = 0 } = hit._rankingScoreDetails?.words ?? {};
      const score = (hit._rankingScore ?? 0) * trustFactor(hit.trust);
      return { ...hit, score, isWhole: matchingWords >= maxMatchingWords };
    });
  };
  if (!isNewest) return (await ask('frequency')).sort((a, b) => b.score - a.score);
  const strict = await ask('all');
  const listed = strict.length > 0 ? strict : await ask('frequency');
  return listed.sort((a, b) => b.heldAt - a.heldAt || (a.sessionId < b.sessionId ? 1 : -1));
}

/** The sessions of one page with their moments, and how many passages all open sessions have: one round trip. */
export async function readPage(
  access: IndexAccess,
  query: SearchQuery,
  asked: ServerQuery,
  { page, openIds }: { readonly page: readonly ListedSession[]; readonly openIds: readonly string[] },
): Promise<{ hits: FoundSession[]; totalMoments: number; texts: string[] }> {
  if (openIds.length === 0) return { hits: [], totalMoments: 0, texts: [] };
  const perSession = page.map(({ sessionId }) =>
    momentsQuery(
      access,
      asked,
      [...conditionsOf(query, access.collections), equals('sessionId', sessionId)],
      query.moments + looked,
    ),
  );
  const everything = momentsQuery(access, asked, [anyOf('sessionId', openIds)], 0);
  const counted = { ...everything, attributesToSearchOn: [...saidAttributes] };
  const { results } = await access.client.multiSearch<{ queries: MultiSearchQuery[] }, PassageDocument>(
    { queries: [...perSession, counted] },
    requestOf(access),
  );
  let ceiling = Number.POSITIVE_INFINITY;
  const texts: string[] = [];
  const hits = page.map(({ sessionId, score, title, speakers, topics }, at): FoundSession => {
    const found = results[at]?.hits ?? [];
    const said = found.filter(isSaid);
    const passages = (said.length > 0 ? said : found.slice(0, 1)).slice(0, query.moments);
    texts.push(title, ...speakers, ...topics, ...passages.map(({ text }) => text));
    const matched = said.length === found.length ? (results[at]?.estimatedTotalHits ?? 0) : said.length;
    ceiling = Math.min(ceiling, score);
    return {
      sessionId,
      score: ceiling,
      moments: passages.map(toMoment),
      momentCount: Math.max(matched, passages.length),
    };
  });
  const total = results.at(-1)?.estimatedTotalHits ?? 0;
  return { hits, texts, totalMoments: Math.max(total, ...hits.map(({ momentCount }) => momentCount)) };
}

/** The passages that match, in order of time. */
export function momentsQuery(
  { indexName }: IndexAccess,
  { q, locales }: ServerQuery,
  conditions: Conditions,
  limit: number,
): MultiSearchQuery {
  return {
    indexUid: indexName,
    q,
    filter: [...conditions, 'isHeading = false'],
    limit,
    sort: ['startSeconds:asc'],
    matchingStrategy: 'frequency',
    ...inLocales(locales),
    showMatchesPosition: true,
    showRankingScore: true,
    attributesToRetrieve: ['text', 'speaker', 'startSeconds', 'endSeconds', 'clock'],
  };
}

export const requestOf = ({ signal }: IndexAccess) => (signal === undefined ? {} : { signal });

const inLocales = (locales: ServerQuery['locales']) => (locales.length > 0 ? { locales: [...locales] } : {});

/** The same text once as it is, once for a language without blanks. */
export const textAttributes = ['text', ...localeNames.map(localText)] as const;
const saidAttributes = [...textAttributes, 'speaker'] as const;

/** Where the words are in the text, in bytes. */
export const positionsOf = ({ _matchesPosition: matched }: Hit<PassageDocument>) =>
  textAttributes.flatMap((attribute) => matched?.[attribute] ?? []);

/** Whether more than what all passages of the session share matches. */
const isSaid = ({ _matchesPosition: matched }: Hit<PassageDocument>): boolean =>
  saidAttributes.some((attribute) => (matched?.[attribute]?.length ?? 0) > 0);

/** A passage as an answer shows it. */
export function toMoment(hit: Hit<PassageDocument>): FoundMoment {
  const { endSeconds, speaker, text } = hit;
  const tokens = tokenise(text);
  const matches = matchesAt(text, tokens, positionsOf(hit));
  const { html: snippet, matchStart } = snippetOf(text, tokens, matches);
  const startSeconds = secondAt(unflatten(hit.clock), matchStart) ?? hit.startSeconds;
  return { startSeconds, endSeconds, speaker, snippet, score: hit._rankingScore ?? 0 };
}
