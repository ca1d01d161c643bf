import { and, asc, desc, eq, gt, isNotNull, lt, type SQL, sql } from 'drizzle-orm';
import type { Reader } from '../../core/model/access.ts';
import { goesOn } from '../../core/model/search/asked.ts';
import type { Database, Queryable } from '../client.ts';
import { dismissedSubjects, searchLog } from '../schema/searches.ts';
import { sessions } from '../schema/sessions.ts';
import { visibleTo } from './visibility.ts';

type Row = typeof searchLog.$inferSelect;
/** A search as it was answered, under an id of its own. */
export type AnsweredSearch = Pick<
  Row,
  | 'id'
  | 'userId'
  | 'query'
  | 'words'
  | 'subject'
  | 'isPlain'
  | 'filters'
  | 'sessionCount'
  | 'momentCount'
  | 'tookMs'
>;

/** Between two answers while one goes on typing: a pause for thought is shorter, a look at the results longer. */
const pauseSeconds = 8;
/** Who comes back to the results so soon has not asked anew. */
const sameSearchSeconds = 1_800;
/** As many answers may know one search; what one types into it after that is another. */
const mostAnswers = 64;

/**
 * Notes a search, in place of the one it goes on from: where the reader has typed on, and has opened nothing yet;
 * or looks at the same again, whatever came of it. One process after the other, so that what is typed quickly stays one row.
 */
export async function noteSearch(db: Database, search: AnsweredSearch): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`search ${search.userId}`}, 0))`);
    const [last] = await tx
      .select({
        id: searchLog.id,
        query: searchLog.query,
        words: searchLog.words,
        mayGoOn: sql<boolean>`${searchLog.filters} = ${JSON.stringify(search.filters)}::jsonb
          and ${searchLog.at} > now() - make_interval(secs => ${sameSearchSeconds})
          and cardinality(${searchLog.ids}) < ${mostAnswers}`,
        isUnfinished: sql<boolean>`${searchLog.openedAt} is null and ${searchLog.askedAt} is null
          and ${searchLog.at} > now() - make_interval(secs => ${pauseSeconds})`,
      })
      .from(searchLog)
      .where(eq(searchLog.userId, search.userId))
      .orderBy(desc(searchLog.at))
      .limit(1);
    const { id, userId, ...answer } = search;
    const isSame = last?.query === search.query;
    if (last?.mayGoOn && (isSame || (last.isUnfinished && goesOn(last.words, search.words))))
      await tx
        .update(searchLog)
        .set({ ...answer, at: sql`now()`, ids: sql`${searchLog.ids} || ${id}::uuid` })
        .where(eq(searchLog.id, last.id));
    else await tx.insert(searchLog).values({ ...search, ids: [id] });
  });
}

/** An answer is still on somebody's page; a day later it is history. */
const isTheirs = (reader: Reader, id: string): SQL | undefined =>
  and(
    eq(searchLog.userId, reader.id),
    gt(searchLog.at, sql`now() - interval '1 day'`),
    sql`${searchLog.ids} @> array[${id}::uuid]`,
  );

/** Notes what was opened. False: the reader has no such search, or may not open the session. */
export async function noteOpened(
  db: Queryable,
  reader: Reader,
  id: string,
  { sessionId, startSeconds }: { readonly sessionId: string; readonly startSeconds: number | null },
): Promise<boolean> {
  const open = db
    .select({ one: sql`1` })
    .from(sessions)
    .where(and(eq(sessions.id, sessionId), visibleTo(reader)));
  const noted = await db
    .update(searchLog)
    .set({ openedSessionId: sessionId, openedSeconds: startSeconds, openedAt: sql`now()` })
    .where(and(isTheirs(reader, id), sql`exists ${open}`))
    .returning({ id: searchLog.id });
  return noted.length > 0;
}

/** Notes that the reader wants it shown. False: the reader has no such search. */
export async function noteAsk(db: Queryable, reader: Reader, id: string): Promise<boolean> {
  const noted = await db
    .update(searchLog)
    .set({ askedAt: sql`now()` })
    .where(isTheirs(reader, id))
    .returning({ id: searchLog.id });
  return noted.length > 0;
}

/** Forgets what is older, and what curators said of it. */
export async function pruneSearchLog(db: Queryable, keptDays: number): Promise<void> {
  const before = sql`now() - make_interval(days => ${keptDays})`;
  await db.delete(searchLog).where(lt(searchLog.at, before));
  await db.delete(dismissedSubjects).where(lt(dismissedSubjects.dismissedAt, before));
}

/** A search without who asked, for whoever measures how well searches go. */
export type LoggedSearch = Pick<
  Row,
  'at' | 'query' | 'filters' | 'sessionCount' | 'momentCount' | 'tookMs' | 'openedSessionId' | 'openedSeconds'
>;

/** Oldest first; `isOpened`: those alone that led somewhere that is still there. */
export function listSearches(
  db: Queryable,
  { isOpened }: { readonly isOpened: boolean },
): Promise<LoggedSearch[]> {
  const { at, query, filters, sessionCount, momentCount, tookMs, openedSessionId, openedSeconds } = searchLog;
  return db
    .select({ at, query, filters, sessionCount, momentCount, tookMs, openedSessionId, openedSeconds })
    .from(searchLog)
    .where(isOpened ? and(isNotNull(openedSessionId), isNotNull(openedSeconds)) : undefined)
    .orderBy(asc(at), asc(searchLog.id));
}
