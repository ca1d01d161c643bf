import { sql } from 'drizzle-orm';
import { deletionKeys } from '../../core/model/search/spelling.ts';
import type { Queryable, Transaction } from '../client.ts';
import { words } from '../schema/passages.ts';
import { searchDictionary } from './passages.ts';

/** A word, its stem in the index (empty for stop words), and how many rows of `passages` have it. */
export interface KnownWord {
  readonly word: string;
  readonly lexeme: string;
  readonly frequency: number;
}

/** Counts the rows of `passages`. */
export const everyPassage = '';

const stemOf = sql`coalesce((tsvector_to_array(to_tsvector(${searchDictionary}, given.word)))[1], '')`;

/**
 * Adds to the words' counts, subtracts with negative numbers and forgets words that no passage has.
 * Ordered by word, because parallel workers that lock rows in different orders wait for each other for ever.
 */
export async function countWords(tx: Transaction, changes: ReadonlyMap<string, number>): Promise<void> {
  const changed = [...changes].filter(([, change]) => change !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
  if (changed.length === 0) return;
  const keys = changed.map(([word]) => `{${deletionKeys(word).join(',')}}`);
  await tx.execute(sql`
    insert into ${words} (word, lexeme, document_frequency, deletion_keys)
    select given.word, ${stemOf}, given.change, given.keys::integer[]
    from unnest(${sql.param(changed.map(([word]) => word))}::text[], ${sql.param(changed.map(([, change]) => change))}::integer[],
      ${sql.param(keys)}::text[]) as given (word, change, keys)
    order by given.word collate "C"
    on conflict (word) do update
      set document_frequency = greatest(0, words.document_frequency + excluded.document_frequency)`);
  const fewer = changed.filter(([, change]) => change < 0).map(([word]) => word);
  if (fewer.length > 0)
    await tx.execute(
      sql`delete from ${words} where word = any(${sql.param(fewer)}::text[]) and document_frequency <= 0 and word <> ''`,
    );
}

/** Each of the given words, with frequency 0 when no passage has it. */
export async function lookUpWords(db: Queryable, given: readonly string[]): Promise<KnownWord[]> {
  const { rows } = await db.execute<Record<keyof KnownWord, unknown>>(sql`
    select given.word, coalesce(known.lexeme, ${stemOf}) as lexeme,
      coalesce(known.document_frequency, 0) as frequency
    from unnest(${sql.param(given)}::text[]) as given (word)
    left join ${words} known on known.word = given.word collate "C"`);
  return rows.map(toKnownWord);
}

/** The most frequent words that begin so: a range of the index, since the column compares bytes. */
export async function wordsBeginning(db: Queryable, prefix: string, most: number): Promise<KnownWord[]> {
  const { rows } = await db.execute<Record<keyof KnownWord, unknown>>(sql`
    select word, lexeme, document_frequency as frequency from ${words}
    where word >= ${prefix} and word < ${`${prefix}\u{10ffff}`} and lexeme <> ''
    order by document_frequency desc, word limit ${most}`);
  return rows.map(toKnownWord);
}

/** Every word with one of these stems. */
export async function wordsOfStems(db: Queryable, lexemes: readonly string[]): Promise<KnownWord[]> {
  const { rows } = await db.execute<Record<keyof KnownWord, unknown>>(sql`
    select word, lexeme, document_frequency as frequency from ${words}
    where lexeme = any(${sql.param(lexemes)}::text[]) and lexeme <> ''`);
  return rows.map(toKnownWord);
}

/** Words that share a deletion key with one of these; to be compared letter by letter. */
export async function wordsSpeltLike(db: Queryable, given: readonly string[]): Promise<KnownWord[]> {
  const keys = [...new Set(given.flatMap(deletionKeys))];
  const { rows } = await db.execute<Record<keyof KnownWord, unknown>>(sql`
    select word, lexeme, document_frequency as frequency from ${words}
    where deletion_keys && ${sql.param(keys)}::integer[] and lexeme <> ''`);
  return rows.map(toKnownWord);
}

function toKnownWord(row: Record<keyof KnownWord, unknown>): KnownWord {
  return { word: String(row.word), lexeme: String(row.lexeme), frequency: Number(row.frequency) };
}
