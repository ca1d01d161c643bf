import { type SQL, sql } from 'drizzle-orm';
import { deletionKeys, patternsBegunLike, swapsOf } from '../../core/model/search/spelling.ts';
import type { Queryable, Transaction } from '../client.ts';
import { words } from '../schema/passages.ts';

/** A word, all it is a form of, and how many rows of `passages` have it. */
export interface KnownWord {
  readonly word: string;
  /** `english/run`: the dictionary and the stem in the index. */
  readonly stems: readonly string[];
  readonly frequency: number;
}

/** A word as one dictionary stems it; to be counted so much more often. */
export interface WordChange {
  readonly word: string;
  readonly configuration: string;
  readonly lexeme: string;
  readonly change: number;
}

/** Counts the rows of `passages`. */
export const everyPassage = '';

const aggregated = sql`word, array_agg(configuration || '/' || lexeme) as stems, sum(document_frequency) as frequency`;

/**
 * Adds to the words' counts, subtracts with negative numbers and forgets words that no passage has.
 * Ordered, because parallel workers that lock rows in different orders wait for each other for ever.
 */
export async function countWords(tx: Transaction, changes: readonly WordChange[]): Promise<void> {
  const changed = changes.filter(({ change }) => change !== 0);
  if (changed.length === 0) return;
  const column = <T>(pick: (change: WordChange) => T) => sql.param(changed.map(pick));
  await tx.execute(sql`
    insert into ${words} (word, configuration, lexeme, document_frequency, deletion_keys)
    select given.word, given.configuration, given.lexeme, given.change, given.keys::integer[]
    from unnest(${column(({ word }) => word)}::text[], ${column(({ configuration }) => configuration)}::text[],
      ${column(({ lexeme }) => lexeme)}::text[], ${column(({ change }) => change)}::integer[],
      ${column(({ word }) => `{${deletionKeys(word).join(',')}}`)}::text[])
      as given (word, configuration, lexeme, change, keys)
    order by given.word collate "C", given.configuration collate "C", given.lexeme collate "C"
    on conflict (word, configuration, lexeme) do update
      set document_frequency = greatest(0, words.document_frequency + excluded.document_frequency)`);
  const fewer = changed.filter(({ change }) => change < 0).map(({ word }) => word);
  if (fewer.length > 0)
    await tx.execute(
      sql`delete from ${words} where word = any(${sql.param(fewer)}::text[]) and document_frequency <= 0 and word <> ''`,
    );
}

/** The given words that some passage has. */
export function lookUpWords(db: Queryable, given: readonly string[]): Promise<KnownWord[]> {
  return read(
    db,
    sql`select ${aggregated} from ${words}
      where word = any(${sql.param(given)}::text[]) and document_frequency > 0 group by word`,
  );
}

/** The most frequent words that begin so: a range of the index, since the column compares bytes. */
export function wordsBeginning(db: Queryable, prefix: string, most: number): Promise<KnownWord[]> {
  return read(
    db,
    sql`select ${aggregated} from ${words}
      where word >= ${prefix} and word < ${`${prefix}\u{10ffff}`} and lexeme <> ''
      group by word order by frequency desc, word limit ${most}`,
  );
}

/** Every word with one of these stems (`english/run`). */
export async function wordsOfStems(db: Queryable, stems: readonly string[]): Promise<KnownWord[]> {
  const lexemes = [...new Set(stems.map(lexemeOf))];
  return read(
    db,
    sql`select ${aggregated} from ${words} where lexeme = any(${sql.param(lexemes)}::text[])
      and configuration || '/' || lexeme = any(${sql.param(stems)}::text[]) group by word`,
  );
}

/**
 * For each given word those that share a deletion key with it or have two letters swapped, to be compared letter by
 * letter. Each given word reads the index for itself: with the keys of 30 at once the planner reads every word instead,
 * 16 s instead of .03.
 */
export async function wordsSpeltLike(
  db: Queryable,
  given: readonly string[],
): Promise<ReadonlyMap<string, readonly KnownWord[]>> {
  const column = (of: (word: string) => readonly (number | string)[]) =>
    sql.param(given.map((word) => `{${of(word).map((one) => JSON.stringify(one))}}`));
  const found = new Map<string, KnownWord[]>(given.map((word) => [word, []]));
  const { rows } = await db.execute<ReadWord & { typed: string }>(sql`
    select typed, ${aggregated}
    from unnest(${sql.param(given)}::text[], ${column(deletionKeys)}::text[], ${column(swapsOf)}::text[])
      as given (typed, keys, swaps)
    cross join lateral (select word, configuration, lexeme, document_frequency from ${words}
      where (deletion_keys && given.keys::integer[] or word = any(given.swaps::text[])) and lexeme <> '' offset 0) near
    group by typed, word`);
  for (const row of rows) found.get(row.typed)?.push(toWord(row));
  return found;
}

/** The most frequent words whose beginning is one edit from this. */
export async function wordsBegunLike(db: Queryable, begun: string, most: number): Promise<KnownWord[]> {
  const patterns = patternsBegunLike(begun);
  const starts = [...new Set(patterns.map((pattern) => pattern.slice(0, 2)))];
  if (starts.length === 0) return [];
  return read(
    db,
    sql`select ${aggregated} from unnest(${sql.param(starts)}::text[]) as given (start)
      join ${words} on word >= start and word < start || ${'\u{10ffff}'}::text
      where word like any(${sql.param(patterns)}::text[]) and lexeme <> ''
      group by word order by frequency desc, word limit ${most}`,
  );
}

/** `run` of `english/run`. */
export const lexemeOf = (stem: string): string => stem.slice(stem.indexOf('/') + 1);

interface ReadWord extends Record<string, unknown> {
  word: string;
  stems: string[];
  frequency: number;
}

async function read(db: Queryable, statement: SQL): Promise<KnownWord[]> {
  const { rows } = await db.execute<ReadWord>(statement);
  return rows.map(toWord);
}

const toWord = ({ word, stems, frequency }: ReadWord): KnownWord => ({
  ...{ word, stems },
  frequency: Number(frequency),
});
