import { desc, type SQL, sql } from 'drizzle-orm';
import type { Reader } from '../../core/model/access.ts';
import type { Queryable } from '../client.ts';
import { searchLog } from '../schema/searches.ts';
import { sessions } from '../schema/sessions.ts';
import { isStart, matching, mostOfKind, mostRows, type Place, type TypedWords } from './typed-words.ts';
import { visibleTo } from './visibility.ts';

/** Searches of one phrase that are looked at for a second person, and for how it is written. */
const mostSearches = 20;

/**
 * What was searched with success: something was opened that this reader may open too, by the reader or by two people
 * at least. What one other person has typed is nobody else's.
 */
export function phrasesOf(typed: TypedWords, place: Place): SQL {
  const isPhrase = sql`${searchLog.isPlain} and ${searchLog.openedAt} is not null`;
  const isMine = sql`user_id = ${typed.reader.id}`;
  return sql`
    with phrases as materialized (
      select folded, count(distinct user_id) as people from (
        select ${searchLog.words} as folded, ${searchLog.userId} as user_id from ${searchLog}
        where ${isPhrase} and ${matching(searchLog.words, typed, place)}
        ${place === 'anywhere' ? sql`limit ${sql.raw(mostRows)}` : sql``}) searches
      group by 1 having count(distinct user_id) > 1 or bool_or(${isMine}))
    select 'phrase' as kind, phrases.folded, phrases.is_start, seen.text, null as slug, seen.uses from (
      select *, ${isStart(typed, place)} as is_start from phrases order by is_start desc, people desc) phrases
    cross join lateral (
      select count(distinct user_id) as uses, bool_or(${isMine}) as is_mine,
        coalesce(max(query) filter (where ${isMine}), mode() within group (order by query)) as text
      from (
        select ${searchLog.userId} as user_id, ${searchLog.query} as query
        from ${searchLog} join ${sessions} on ${sessions.id} = ${searchLog.openedSessionId}
        where ${searchLog.words} = phrases.folded and ${isPhrase} and ${visibleTo(typed.reader)}
        limit ${mostSearches}) one) seen
    where seen.uses > 1 or seen.is_mine limit ${mostOfKind}`;
}

/** What the reader looked for last, each once, wherever it led. */
export async function listRecent(db: Queryable, reader: Reader, limit: number): Promise<string[]> {
  const last = db
    .select({ query: searchLog.query, words: searchLog.words, at: searchLog.at })
    .from(searchLog)
    .where(
      sql`${searchLog.userId} = ${reader.id} and ${searchLog.filters} = '{}' and ${searchLog.words} <> ''`,
    )
    .orderBy(desc(searchLog.at))
    .limit(200)
    .as('last');
  const rows = await db
    .select({ query: sql<string>`(array_agg(${last.query} order by ${last.at} desc))[1]` })
    .from(last)
    .groupBy(last.words)
    .orderBy(desc(sql`max(${last.at})`))
    .limit(limit);
  return rows.map(({ query }) => query);
}
