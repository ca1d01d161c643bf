import { and, asc, eq, inArray, not, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import type { Queryable, Transaction } from '../client.ts';
import { passages } from '../schema/passages.ts';
import { sessions } from '../schema/sessions.ts';
import { type SearchScope, withinScope } from './search-scope.ts';

/** A row to store: the text as shown, and `tsvector` in its text form. */
export interface PassageRow {
  readonly isHeading: boolean;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly speaker: string | null;
  readonly body: string;
  readonly clock: readonly number[];
  readonly trust: number;
  readonly configuration: string;
  readonly tsv: string;
}

/** Rows of one statement: keeps its text and the locks' time small. */
const batchSize = 500;

/** One process at a time indexes a session, until the transaction ends. */
export async function lockSessionIndex(tx: Transaction, sessionId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`index ${sessionId}`}, 0))`);
}

/** What is indexed of a session, as it was stored. */
export async function indexedTexts(tx: Transaction, sessionId: string) {
  return tx
    .select({
      isHeading: passages.isHeading,
      speaker: passages.speaker,
      body: passages.body,
      configuration: passages.configuration,
    })
    .from(passages)
    .where(eq(passages.sessionId, sessionId));
}

export async function deletePassages(tx: Transaction, sessionId: string): Promise<void> {
  await tx.delete(passages).where(eq(passages.sessionId, sessionId));
}

/** Stores rows in order. */
export async function insertPassages(
  tx: Transaction,
  sessionId: string,
  rows: readonly PassageRow[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += batchSize) {
    const batch = rows.slice(from, from + batchSize);
    const column = <T>(pick: (row: PassageRow) => T) => sql.param(batch.map(pick));
    await tx.execute(sql`
      insert into ${passages}
        (session_id, is_heading, start_seconds, end_seconds, speaker, body, clock, trust, configuration, tsv)
      select ${sessionId}::uuid, is_heading, start_seconds, end_seconds, speaker, body, clock::real[],
        trust, configuration, tsv::tsvector
      from unnest(
        ${column((row) => row.isHeading)}::boolean[], ${column((row) => row.startSeconds)}::float8[],
        ${column((row) => row.endSeconds)}::float8[], ${column((row) => row.speaker)}::text[],
        ${column((row) => row.body)}::text[], ${column((row) => `{${row.clock.join(',')}}`)}::text[],
        ${column((row) => row.trust)}::real[],
        ${column((row) => row.configuration)}::text[], ${column((row) => row.tsv)}::text[]
      ) as given (is_heading, start_seconds, end_seconds, speaker, body, clock, trust, configuration, tsv)`);
  }
}

const shown = {
  id: passages.id,
  sessionId: passages.sessionId,
  isHeading: passages.isHeading,
  startSeconds: passages.startSeconds,
  endSeconds: passages.endSeconds,
  speaker: passages.speaker,
  body: passages.body,
  /** As PostgreSQL writes an array: most are never read, and making numbers of them takes as long as the rest. */
  clock: sql<string>`${passages.clock}::text`,
  trust: passages.trust,
};

const areThese = (ids: readonly number[]) => sql`${passages.id} = any(${`{${ids.join(',')}}`}::bigint[])`;

/** The texts behind candidates that were found within the reader's scope. */
export async function readPassages(db: Queryable, ids: readonly number[]) {
  return ids.length === 0 ? [] : db.select(shown).from(passages).where(areThese(ids));
}

/** The same, and the heading rows of their sessions but for those of `known`. */
export async function readWithHeadings(
  db: Queryable,
  ids: readonly number[],
  known: readonly string[],
): Promise<StoredPassage[]> {
  if (ids.length === 0) return [];
  const theirs = db.select({ id: passages.sessionId }).from(passages).where(areThese(ids));
  const isKnown = sql`${passages.sessionId} = any(${`{${known.join(',')}}`}::uuid[])`;
  return unionAll(
    db.select(shown).from(passages).where(areThese(ids)),
    db
      .select(shown)
      .from(passages)
      .where(and(eq(passages.isHeading, true), inArray(passages.sessionId, theirs), not(isKnown))),
  );
}

/** What is said in one session and matches, in order of time; `said` as in `matchedSessions`. */
export async function passagesWithin(
  db: Queryable,
  scope: SearchScope,
  { match, said }: { readonly match: string; readonly said: string },
) {
  return db
    .select(shown)
    .from(passages)
    .innerJoin(sessions, eq(sessions.id, passages.sessionId))
    .where(
      and(
        ...[eq(passages.isHeading, false), withinScope(scope)],
        sql`${passages.tsv} @@ ${match}::tsquery and ${passages.tsv} @@ ${said}::tsquery`,
      ),
    )
    .orderBy(asc(passages.startSeconds), asc(passages.id));
}

/** The heading rows of sessions. */
export async function readHeadings(db: Queryable, sessionIds: readonly string[]) {
  if (sessionIds.length === 0) return [];
  const isTheirs = inArray(passages.sessionId, [...sessionIds]);
  return db
    .select({ sessionId: passages.sessionId, body: passages.body })
    .from(passages)
    .where(and(isTheirs, eq(passages.isHeading, true)));
}

/** The first passage of each session that has any. */
export async function readFirstPassages(db: Queryable, sessionIds: readonly string[]) {
  if (sessionIds.length === 0) return [];
  const isTheirs = inArray(passages.sessionId, [...sessionIds]);
  return db
    .selectDistinctOn([passages.sessionId], shown)
    .from(passages)
    .where(and(isTheirs, eq(passages.isHeading, false)))
    .orderBy(asc(passages.sessionId), asc(passages.startSeconds), asc(passages.id));
}

export type StoredPassage = Awaited<ReturnType<typeof readPassages>>[number];
