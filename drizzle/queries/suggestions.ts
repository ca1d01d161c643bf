import { arrayOverlaps, desc, type SQL, sql } from 'drizzle-orm';
import type { Reader } from '../../core/model/access.ts';
import type { Candidate } from '../../core/model/search/suggest.ts';
import type { Queryable } from '../client.ts';
import { searchLog } from '../schema/searches.ts';
import { sessions } from '../schema/sessions.ts';
import { suggestions, suggestionWords } from '../schema/suggestions.ts';
import { terms } from '../schema/terms.ts';
import { sessionTopics, topics } from '../schema/topics.ts';
import { heldAt, storable } from './search-scope.ts';
import { visibleTo } from './visibility.ts';

/** What was typed, folded: each word begins one of the name's words. */
export interface TypedWords {
  readonly reader: Reader;
  /** As `foldText` gives it. */
  readonly text: string;
  /** As slugs of aliases have it. */
  readonly slugs: readonly string[];
  /** Words that one of its words may have been meant to begin; empty: it is taken as typed. */
  readonly instead: ReadonlyMap<string, readonly string[]>;
}

export type Found = Omit<Candidate, 'isSlip'>;

/** Names looked at beyond these do not make eight suggestions better, and "a" begins ten thousand. */
const mostNames = 1_500;
const mostPhrases = 1_500;
/** Of each kind, given back to be ranked. */
const mostOfKind = 20;

/** Titles, speakers and topics of sessions that the reader may open, as they are called now. */
export async function findNames(db: Queryable, typed: TypedWords): Promise<Found[]> {
  const hasSpeaker = sql`${suggestions.name} = any(${sessions.speakers})`;
  const isAbout = sql`exists (select 1 from ${sessionTopics} where ${sessionTopics.sessionId} = ${sessions.id}
    and ${sessionTopics.topicId} = ${suggestions.topicId} and ${sessionTopics.status} <> 'rejected')`;
  const isTrue = sql`case ${suggestions.kind} when 'session' then ${suggestions.name} = ${sessions.title}
    when 'speaker' then ${hasSpeaker} else ${isAbout} end`;
  const those = (condition: SQL) => sql`(
    select ${suggestions.kind} as kind, ${suggestions.name} as name, ${suggestions.folded} as folded,
      ${suggestions.topicId} as topic_id, ${sessions.id} as session_id, ${sessions.slug} as slug, ${heldAt} as held_at
    from ${suggestions} join ${sessions} on ${sessions.id} = ${suggestions.sessionId}
    where ${condition} and ${visibleTo(typed.reader)} and ${isTrue} limit ${mostNames})`;
  const { rows } = await db.execute<Record<string, unknown>>(sql`
    with called as materialized (
      select ${topics.id} as id from ${terms} join ${topics} on ${topics.slug} = ${terms.slug}
      where exists (
        select 1 from unnest(${terms.aliasSlugs}) alias, unnest(${sql.param(typed.slugs)}::text[]) slug
        where position('-' || slug in '-' || alias) > 0)),
    found as materialized (
      ${those(beginsSo(suggestions.folded, typed))}
      union ${those(hasWords(suggestions.folded, typed))}
      union ${those(sql`${suggestions.topicId} in (select id from called)`)}),
    counted as (
      select found.kind, coalesce(${topics.name}, found.name) as text,
        case when found.kind <> 'speaker' then coalesce(${topics.slug}, found.slug) end as slug,
        min(found.folded) as folded, bool_or(starts_with(found.folded, ${typed.text})) as is_start,
        count(distinct found.session_id) as sessions, max(found.held_at) as held_at,
        case when found.kind = 'session' then found.session_id end as session_id
      from found left join ${topics} on ${topics.id} = found.topic_id
      where ${topics.removedAt} is null
      group by 1, 2, 3, 8),
    placed as (
      select *, row_number() over (partition by kind order by is_start desc, sessions desc, held_at desc) as place
      from counted)
    select kind, text, slug, folded, is_start, case when session_id is null then sessions else
      (select count(*) from ${searchLog} where ${searchLog.openedSessionId} = placed.session_id) end as uses
    from placed where place <= ${mostOfKind} order by kind, place`);
  return rows.flatMap(({ kind, text, slug, folded, is_start, uses }) => {
    if (kind !== 'session' && kind !== 'speaker' && kind !== 'topic') return [];
    return [
      { ...fieldsOf({ text, folded, is_start, uses }), kind, slug: slug === null ? null : String(slug) },
    ];
  });
}

/**
 * What was searched with success: something was opened that this reader may open too, by the reader or by two people
 * at least. What one other person has typed is nobody else's.
 */
export async function findPhrases(db: Queryable, typed: TypedWords): Promise<Found[]> {
  const { reader } = typed;
  const those = (condition: SQL) => sql`(
    select ${searchLog.id} as id, ${searchLog.words} as words, ${searchLog.query} as query, ${searchLog.userId} as user_id
    from ${searchLog} join ${sessions} on ${sessions.id} = ${searchLog.openedSessionId}
    where ${searchLog.isPlain} and ${searchLog.openedAt} is not null and ${condition} and ${visibleTo(reader)}
    limit ${mostPhrases})`;
  const { rows } = await db.execute<Record<string, unknown>>(sql`
    with found as materialized (
      ${those(beginsSo(searchLog.words, typed))} union ${those(hasWords(searchLog.words, typed))})
    select words as folded, starts_with(words, ${typed.text}) as is_start, count(distinct user_id) as uses,
      coalesce(max(query) filter (where user_id = ${reader.id}), mode() within group (order by query)) as text
    from found group by words
    having count(distinct user_id) > 1 or bool_or(user_id = ${reader.id})
    order by is_start desc, uses desc, words limit ${mostOfKind}`);
  return rows.map((row) => ({ ...fieldsOf(row), kind: 'phrase', slug: null }));
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

const fieldsOf = ({ text, folded, is_start, uses }: Record<string, unknown>) => ({
  text: String(text),
  folded: String(folded),
  isStart: is_start === true,
  uses: Number(uses),
});

/** As a range of the index. */
function beginsSo(column: typeof suggestions.folded | typeof searchLog.words, { text }: TypedWords): SQL {
  return sql`${column} >= ${text} and ${column} < ${`${text}\u{10ffff}`}`;
}

/** Each of the words begins one of the column's; of a single letter that would be most of them. */
function hasWords(
  column: typeof suggestions.folded | typeof searchLog.words,
  { text, instead }: TypedWords,
): SQL {
  if (/^[a-z\d]$/.test(text)) return sql`false`;
  const groups = text.split(' ').map((word) => {
    const others = (instead.get(word) ?? []).map((other) => `${quoted(other)}:*`);
    return `(${[`${quoted(word)}:*`, ...others].join(' | ')})`;
  });
  return sql`array_to_tsvector(string_to_array(${column}, ' ')) @@ ${storable(groups.join(' & '))}::tsquery`;
}

const quoted = (word: string): string => `'${word.replaceAll(/['\\]/g, '$&$&')}'`;
