import { arrayOverlaps, type SQL, sql } from 'drizzle-orm';
import { type Candidate, suggestionKinds } from '../../core/model/search/suggest.ts';
import type { Queryable } from '../client.ts';
import { searchLog } from '../schema/searches.ts';
import { sessions } from '../schema/sessions.ts';
import { suggestions, suggestionWords } from '../schema/suggestions.ts';
import { terms } from '../schema/terms.ts';
import { sessionTopics, topics } from '../schema/topics.ts';
import { phrasesOf } from './searched-phrases.ts';
import {
  isStart,
  matching,
  mostCounted,
  mostOfKind,
  mostRows,
  type Place,
  type TypedWords,
} from './typed-words.ts';
import { visibleTo } from './visibility.ts';

export type Found = Omit<Candidate, 'isSlip'>;

/**
 * Names and phrases that may be meant, in one statement that the connection has planned before: planning takes several
 * times what it takes to run. Its text depends on nothing but the name and on whether the reader has a team.
 */
export async function findSuggestions(db: Queryable, typed: TypedWords, place: Place): Promise<Found[]> {
  const how = place === 'start' && typed.text.length === 1 ? 'letter' : place;
  const rows = await db
    .select({ row: sql<Record<string, unknown>>`to_jsonb(found)` })
    .from(
      sql`(select * from (${namesOf(typed, place)}) names
        union all select * from (${phrasesOf(typed, place)}) phrases) found`,
    )
    .prepare(`suggest ${how}${typed.reader.team === null ? '' : ' team'}`)
    .execute();
  return rows.flatMap(({ row }) => {
    const kind = suggestionKinds.find((one) => one === row['kind']);
    if (kind === undefined) return [];
    const { text, folded, is_start, uses, slug } = row;
    const isNamedOnly = kind === 'speaker' || kind === 'phrase';
    const found = { text: String(text), folded: String(folded), isStart: is_start === true };
    return [{ ...found, kind, uses: Number(uses), slug: isNamedOnly ? null : String(slug) }];
  });
}

/**
 * Titles, speakers and topics of sessions that the reader may open, as they are called now. Names are tried in the
 * order of how often there are any, and counted in what the reader may open: the rest has no place and no number.
 */
function namesOf(typed: TypedWords, place: Place): SQL {
  const { kind, folded, topicId, sessionId } = suggestions;
  const alsoCalled = sql`union all
    select 'topic', ${topicId}, min(${folded}), count(*) from ${suggestions}
    where ${topicId} in (select id from called) group by ${topicId}`;
  const those = (name: 'topic' | 'speaker' | 'session') => sql`(
    select names.*, seen.* from (
      select *, ${isStart(typed, place)} as is_start from names where kind = ${name}
      order by is_start desc, rows desc) names
    cross join lateral (
      select count(*) as sessions, min(name) as name, min(slug) as slug, (array_agg(id))[1] as session_id from (
        select ${suggestions.name} as name, ${sessions.slug} as slug, ${sessions.id} as id
        from ${suggestions} join ${sessions} on ${sessions.id} = ${sessionId}
        where ${folded} = names.folded and ${kind} = ${name} and ${visibleTo(typed.reader)} and ${stillCalled(name)}
        limit ${mostCounted}) one) seen
    where seen.sessions > 0 limit ${mostOfKind})`;
  return sql`
    with called as materialized (${calledSo(typed)}),
    names as materialized (
      select kind, topic_id, folded, count(*) as rows from (${rowsOf(typed, place)}) one group by 1, 2, 3
      ${place === 'anywhere' ? alsoCalled : sql``}),
    best as (${those('topic')} union all ${those('speaker')} union all ${those('session')})
    select best.kind, best.folded, best.is_start, coalesce(${topics.name}, best.name) as text,
      coalesce(${topics.slug}, best.slug) as slug, case when best.kind <> 'session' then best.sessions else
        (select count(*) from ${searchLog} where ${searchLog.openedSessionId} = best.session_id) end as uses
    from best left join ${topics} on ${topics.id} = best.topic_id where ${topics.removedAt} is null`;
}

/** What may be meant: of what one letter begins the newest, of what has a word so the first that are come upon. */
function rowsOf(typed: TypedWords, place: Place): SQL {
  const { kind, folded, topicId, sessionId } = suggestions;
  const rows = sql`select ${kind} as kind, ${topicId} as topic_id, ${folded} as folded from ${suggestions}`;
  if (place === 'anywhere')
    return sql`${rows} where ${matching(folded, typed, place)} limit ${sql.raw(mostRows)}`;
  if (typed.text.length > 1) return sql`${rows} where ${matching(folded, typed, place)}`;
  return sql`${rows} where left(${folded}, 1) = ${typed.text} order by ${sessionId} desc nulls last limit ${sql.raw(mostRows)}`;
}

/** The name that was written down when the session was indexed is true of it now. */
function stillCalled(kind: 'topic' | 'speaker' | 'session'): SQL {
  if (kind === 'session') return sql`${suggestions.name} = ${sessions.title}`;
  if (kind === 'speaker') return sql`${suggestions.name} = any(${sessions.speakers})`;
  return sql`${suggestions.topicId} = names.topic_id and exists (
    select 1 from ${sessionTopics} where ${sessionTopics.sessionId} = ${sessions.id}
      and ${sessionTopics.topicId} = names.topic_id and ${sessionTopics.status} <> 'rejected')`;
}

/** Topics that have what was typed in an alias. */
const calledSo = ({ slugs }: TypedWords): SQL => sql`
  select ${topics.id} as id from ${terms} join ${topics} on ${topics.slug} = ${terms.slug}
  where exists (select 1 from unnest(${terms.aliasSlugs}) alias, unnest(${sql.param(slugs)}::text[]) slug
    where position('-' || slug in '-' || alias) > 0)`;

/** Known words that share a key with one of these, the most alike in length first. */
export async function findWordsByKeys(
  db: Queryable,
  typed: string,
  keys: readonly number[],
): Promise<string[]> {
  const rows = await db
    .select({ word: suggestionWords.word })
    .from(suggestionWords)
    .where(arrayOverlaps(suggestionWords.keys, [...keys]))
    .orderBy(sql`abs(length(${suggestionWords.word}) - ${typed.length})`, suggestionWords.word)
    .limit(200);
  return rows.map(({ word }) => word);
}
