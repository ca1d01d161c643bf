import { arrayOverlaps, desc, type SQL, sql } from 'drizzle-orm';
import type { Reader } from '../../core/model/access.ts';
import type { Candidate } from '../../core/model/search/suggest.ts';
import type { Queryable } from '../client.ts';
import { searchLog } from '../schema/searches.ts';
import { sessions } from '../schema/sessions.ts';
import { suggestions, suggestionWords } from '../schema/suggestions.ts';
import { terms } from '../schema/terms.ts';
import { sessionTopics, topics } from '../schema/topics.ts';
import { storable } from './search-scope.ts';
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

/** Where what was typed is looked for: `start` is fast however short it is, and `anywhere` has that too. */
export type Place = 'start' | 'anywhere';

/** Of each kind, given back to be ranked. */
const mostOfKind = 8;
/** Rows that say well enough which names are used most: all 20,000 of a letter took 18 ms, these 2. */
const mostRows = '2000';
/** Sessions or searches that are counted of each: that there are more makes it no better. */
const mostCounted = 20;

/**
 * Titles, speakers and topics of sessions that the reader may open, as they are called now. Names are tried in the
 * order of how often there are any, and counted in what the reader may open: the rest has no place and no number.
 */
export async function findNames(db: Queryable, typed: TypedWords, place: Place): Promise<Found[]> {
  const { kind, folded, topicId, sessionId } = suggestions;
  const how = place === 'start' && typed.text.length === 1 ? 'letter' : place;
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
  const rows = await readPlanned(
    db,
    `names ${how}`,
    typed,
    sql`
    with called as materialized (${calledSo(typed)}),
    names as materialized (
      select kind, topic_id, folded, count(*) as rows from (${rowsOf(typed, place)}) one group by 1, 2, 3
      ${place === 'anywhere' ? alsoCalled : sql``}),
    best as (${those('topic')} union all ${those('speaker')} union all ${those('session')})
    select best.kind, best.folded, best.is_start, coalesce(${topics.name}, best.name) as text,
      coalesce(${topics.slug}, best.slug) as slug, case when best.kind <> 'session' then best.sessions else
        (select count(*) from ${searchLog} where ${searchLog.openedSessionId} = best.session_id) end as uses
    from best left join ${topics} on ${topics.id} = best.topic_id where ${topics.removedAt} is null`,
  );
  return rows.flatMap((row) => {
    const name = suggestions.kind.enumValues.find((one) => one === row['kind']);
    if (name === undefined) return [];
    return [{ ...fieldsOf(row), kind: name, slug: name === 'speaker' ? null : String(row['slug']) }];
  });
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

/**
 * What was searched with success: something was opened that this reader may open too, by the reader or by two people
 * at least. What one other person has typed is nobody else's.
 */
export async function findPhrases(db: Queryable, typed: TypedWords, place: Place): Promise<Found[]> {
  const isPhrase = sql`${searchLog.isPlain} and ${searchLog.openedAt} is not null`;
  const isMine = sql`user_id = ${typed.reader.id}`;
  const rows = await readPlanned(
    db,
    `phrases ${place}`,
    typed,
    sql`
    with phrases as materialized (
      select ${searchLog.words} as folded, count(distinct ${searchLog.userId}) as people from ${searchLog}
      where ${isPhrase} and ${matching(searchLog.words, typed, place)} group by 1
      having count(distinct ${searchLog.userId}) > 1 or bool_or(${isMine}))
    select phrases.folded, phrases.is_start, seen.uses, seen.text from (
      select *, ${isStart(typed, place)} as is_start from phrases order by is_start desc, people desc) phrases
    cross join lateral (
      select count(distinct user_id) as uses, bool_or(${isMine}) as is_mine,
        coalesce(max(query) filter (where ${isMine}), mode() within group (order by query)) as text
      from (
        select ${searchLog.userId} as user_id, ${searchLog.query} as query
        from ${searchLog} join ${sessions} on ${sessions.id} = ${searchLog.openedSessionId}
        where ${searchLog.words} = phrases.folded and ${isPhrase} and ${visibleTo(typed.reader)}
        limit ${mostCounted}) one) seen
    where seen.uses > 1 or seen.is_mine limit ${mostOfKind}`,
  );
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

/**
 * Runs a statement that the connection has planned before: that takes several times what these take to run. Its text
 * depends on nothing but the name and on whether the reader has a team.
 */
async function readPlanned(
  db: Queryable,
  name: string,
  { reader }: Pick<TypedWords, 'reader'>,
  statement: SQL,
): Promise<Record<string, unknown>[]> {
  const rows = await db
    .select({ row: sql<Record<string, unknown>>`to_jsonb(found)` })
    .from(sql`(${statement}) found`)
    .prepare(`suggest ${name}${reader.team === null ? '' : ' team'}`)
    .execute();
  return rows.map(({ row }) => row);
}

const fieldsOf = ({ text, folded, is_start, uses }: Record<string, unknown>) => ({
  text: String(text),
  folded: String(folded),
  isStart: is_start === true,
  uses: Number(uses),
});

const isStart = ({ text }: TypedWords, place: Place): SQL =>
  place === 'start' ? sql`true` : sql`starts_with(folded, ${text})`;

type FoldedColumn = typeof suggestions.folded | typeof searchLog.words;

function matching(column: FoldedColumn, { text, instead }: TypedWords, place: Place): SQL {
  if (place === 'start') return sql`${column} >= ${text} and ${column} < ${`${text}\u{10ffff}`}`;
  const groups = text.split(' ').map((word) => {
    // These are whole words: as beginnings, short ones would bring a tenth of all names.
    const others = (instead.get(word) ?? []).map(quoted);
    return `(${[`${quoted(word)}:*`, ...others].join(' | ')})`;
  });
  return sql`array_to_tsvector(string_to_array(${column}, ' ')) @@ ${storable(groups.join(' & '))}::tsquery`;
}

const quoted = (word: string): string => `'${word.replaceAll(/['\\]/g, '$&$&')}'`;
