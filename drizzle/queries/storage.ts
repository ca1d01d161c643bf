import { eq, isNotNull, sql } from 'drizzle-orm';
import type { MediaKind } from '../../core/model/media.ts';
import type { Queryable } from '../client.ts';
import { mediaFiles, sessions } from '../schema/sessions.ts';

export interface StoredAmount {
  readonly kind: MediaKind;
  readonly isInBin: boolean;
  readonly count: number;
  readonly bytes: number;
}

/** Files of all sessions, also those that were replaced and are about to go. */
export function sumMediaFiles(db: Queryable): Promise<StoredAmount[]> {
  const isInBin = isNotNull(sessions.deletedAt);
  return db
    .select({
      kind: mediaFiles.kind,
      isInBin: sql<boolean>`${isInBin}`,
      count: sql<number>`count(*)::int`,
      bytes: sql`sum(${mediaFiles.sizeBytes})`.mapWith(Number),
    })
    .from(mediaFiles)
    .innerJoin(sessions, eq(sessions.id, mediaFiles.sessionId))
    .groupBy(mediaFiles.kind, isInBin);
}

/** What search reads; the tables of words and suggestions with their indexes. */
const searched = ['passages', 'words', 'suggestions', 'suggestion_words', 'text_vectors', 'passage_vectors'];

/** On disk, with indexes. */
export async function databaseSizes(
  db: Queryable,
): Promise<{ readonly databaseBytes: number; readonly indexBytes: number }> {
  const tables = sql.join(
    searched.map((name) => sql`coalesce(pg_total_relation_size(to_regclass(${name})), 0)`),
    sql` + `,
  );
  const { rows } = await db.execute<{ all: string; searched: string }>(
    sql`select pg_database_size(current_database()) as all, ${tables} as searched`,
  );
  return { databaseBytes: Number(rows[0]?.all ?? 0), indexBytes: Number(rows[0]?.searched ?? 0) };
}
