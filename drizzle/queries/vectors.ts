import { createHash } from 'node:crypto';
import { and, desc, eq, gt, max, ne, notExists, type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '../client.ts';
import { passages } from '../schema/passages.ts';
import { passageVectors, textVectors } from '../schema/vectors.ts';
import { type StoredVector, toVector } from './nearest-passages.ts';

/** Under which a text's vector is kept, in hexadecimal. */
export const textHashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A vector to keep; `textHash` in hexadecimal. */
export interface VectorRow {
  readonly textHash: string;
  readonly values: Int8Array;
  readonly scale: number;
  readonly signs: string;
}

/** Passages above an id that have no vector in the space, newest first. */
export async function listWithoutVector(
  db: Queryable,
  space: string,
  { above, most }: { readonly above: number; readonly most: number },
): Promise<{ passageId: number; text: string }[]> {
  return db
    .select({ passageId: passages.id, text: passages.body })
    .from(passages)
    .where(and(gt(passages.id, above), hasNoVector(db, space)))
    .orderBy(desc(passages.id))
    .limit(most);
}

function hasNoVector(db: Queryable, space: string): SQL {
  const isItsOwn = and(eq(passageVectors.passageId, passages.id), eq(passageVectors.space, space));
  return notExists(db.select().from(passageVectors).where(isItsOwn));
}

/** How many each vector of the space has; `null` where there is none. */
export async function dimensionsOf(db: Queryable, space: string): Promise<number | null> {
  const [row] = await db
    .select({ dimensions: sql<number>`length(${textVectors.signs})` })
    .from(textVectors)
    .where(and(eq(textVectors.space, space), sql`length(${textVectors.signs}) > 0`))
    .limit(1);
  return row?.dimensions ?? null;
}

/** The vectors of texts as far as they are known, by their hashes; without values: such a text has none. */
export async function vectorsOfTexts(
  db: Queryable,
  space: string,
  textHashes: readonly string[],
): Promise<ReadonlyMap<string, StoredVector>> {
  const { rows } = await db.execute<Record<string, unknown>>(sql`
    select encode(t.text_hash, 'hex') as hash, t.values, t.scale
    from unnest(${sql.param([...new Set(textHashes)])}::text[]) as given (hash)
      join ${textVectors} t on t.space = ${space} and t.text_hash = decode(given.hash, 'hex')`);
  return new Map(rows.map((row) => [String(row['hash']), toVector(row)]));
}

/** Whether no passage waits for its vector. */
export async function isSpaceComplete(db: Queryable, space: string): Promise<boolean> {
  const missing = await db.select({ id: passages.id }).from(passages).where(hasNoVector(db, space)).limit(1);
  return missing.length === 0;
}

/** The id above which passages will be new; 0 where there are none. */
export async function newestPassageId(db: Queryable): Promise<number> {
  const [row] = await db.select({ id: max(passages.id) }).from(passages);
  return row?.id ?? 0;
}

/** Keeps vectors of texts; one that is there stays as it is. */
export async function keepVectors(db: Queryable, space: string, rows: readonly VectorRow[]): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row) => ({
    space,
    textHash: Buffer.from(row.textHash, 'hex'),
    values: Buffer.from(row.values.buffer, row.values.byteOffset, row.values.byteLength),
    scale: row.scale,
    signs: row.signs,
  }));
  await db.insert(textVectors).values(values).onConflictDoNothing();
}

/** Gives passages the vectors of their texts, as far as these are known, and their ids back. */
export async function attachVectors(
  db: Queryable,
  space: string,
  wanted: readonly { readonly passageId: number; readonly textHash: string }[],
): Promise<ReadonlySet<number>> {
  const { rows } = await db.execute<{ passageId: unknown }>(sql`
    insert into ${passageVectors} (passage_id, space, session_id, vector_id, signs)
    select ${passages.id}, ${space}, ${passages.sessionId}, ${textVectors.id}, ${textVectors.signs}
    from unnest(${sql.param(wanted.map(({ passageId }) => passageId))}::bigint[],
      ${sql.param(wanted.map(({ textHash }) => textHash))}::text[]) as given (passage_id, hash)
      join ${passages} on ${passages.id} = given.passage_id
      join ${textVectors} on ${textVectors.space} = ${space}
        and ${textVectors.textHash} = decode(given.hash, 'hex')
    on conflict (passage_id, space) do update set space = excluded.space
    returning passage_id as "passageId"`);
  return new Set(rows.map(({ passageId }) => Number(passageId)));
}

/**
 * Forgets the space's vectors that no passage has. Not while passages wait for theirs: a session that was indexed
 * again gets back what was paid for.
 */
export async function dropUnused(db: Queryable, space: string): Promise<void> {
  const isComplete = notExists(db.select().from(passages).where(hasNoVector(db, space)));
  await db.delete(textVectors).where(and(eq(textVectors.space, space), isUnused(db), isComplete));
}

/** Forgets vectors of other spaces that no passage has; nobody will ask for them again. */
export async function dropUnusedElsewhere(db: Queryable, space: string | null): Promise<void> {
  const isElsewhere = space === null ? undefined : ne(textVectors.space, space);
  await db.delete(textVectors).where(and(isElsewhere, isUnused(db)));
}

function isUnused(db: Queryable): SQL {
  return notExists(db.select().from(passageVectors).where(eq(passageVectors.vectorId, textVectors.id)));
}

/** Forgets what was embedded with other models. */
export async function dropOtherSpaces(db: Queryable, space: string): Promise<void> {
  await db.delete(passageVectors).where(ne(passageVectors.space, space));
  await db.delete(textVectors).where(ne(textVectors.space, space));
}
