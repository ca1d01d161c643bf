import { secondAt, unflatten } from '../../model/search/clock.ts';
import { editDistance } from '../../model/search/damerau-levenshtein.ts';
import type { QueryWord } from '../../model/search/parse-query.ts';
import { tokenise } from '../../model/search/tokenise.ts';
import type { FindQuery, FoundWithin } from '../../ports/search-index.ts';
import {
  type IndexAccess,
  momentsQuery,
  positionsOf,
  requestOf,
  textAttributes,
  toMoment,
} from './meilisearch-answer.ts';
import type { PassageDocument } from './meilisearch-documents.ts';
import { equals } from './meilisearch-filter.ts';
import { correctionsFrom, matchesAt } from './meilisearch-matches.ts';
import { toServerQuery } from './meilisearch-query.ts';
import { totalCap } from './meilisearch-settings.ts';

/** Finds within a session that the reader may open: all words, else as many as the server finds. */
export async function findWithin(
  access: IndexAccess,
  { sessionId, text }: Pick<FindQuery, 'sessionId' | 'text'>,
): Promise<FoundWithin> {
  const asked = toServerQuery({ text, filters: {} });
  if (asked.kind !== 'search') return { moments: [], corrections: [] };
  const {
    q,
    indexUid: _,
    ...options
  } = momentsQuery(access, asked, [equals('sessionId', sessionId)], totalCap);
  const ask = async (matchingStrategy: 'all' | 'frequency', where: 'said' | 'anywhere') => {
    const index = access.client.index<PassageDocument>(access.indexName);
    const said = where === 'said' ? { attributesToSearchOn: [...textAttributes] } : {};
    const request = { ...options, ...said, matchingStrategy };
    const { hits } = await index.search(q, request, requestOf(access));
    return hits.filter((hit) => positionsOf(hit).length > 0);
  };
  let hits = await ask('all', 'said');
  // A word of the title counts beside one that is said.
  if (hits.length === 0) hits = await ask('all', 'anywhere');
  if (hits.length === 0) hits = await ask('frequency', 'said');
  const moments = hits
    .map((hit) => {
      const tokens = tokenise(hit.text);
      const clock = unflatten(hit.clock);
      const places = matchesAt(hit.text, tokens, positionsOf(hit)).map(({ start, end }) => ({
        startSeconds: secondAt(clock, start) ?? hit.startSeconds,
        text: hit.text.slice(start, end),
        word: meantBy(tokens.find((token) => token.start === start)?.word ?? '', asked.parsed.words),
      }));
      return { ...toMoment(hit), places };
    })
    .sort((a, b) => a.startSeconds - b.startSeconds);
  const texts = hits.map((hit) => hit.text);
  return { moments, corrections: correctionsFrom(asked.parsed.words, texts) };
}

/** The server does not say which word of the query it found: the nearest one. */
function meantBy(said: string, words: readonly QueryWord[]): string {
  const [nearest] = words
    .map(({ word, typed, isPrefix }) => {
      const isBegun = isPrefix && said.startsWith(word);
      return { typed, edits: isBegun ? 0 : editDistance(said, word, Math.max(said.length, word.length)) };
    })
    .sort((a, b) => a.edits - b.edits);
  return nearest?.typed ?? '';
}
