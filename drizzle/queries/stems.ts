import { type SQL, sql } from 'drizzle-orm';
import { searchConfigurations, usualConfiguration } from '../../core/model/search/configurations.ts';
import { foldWord } from '../../core/model/search/fold.ts';
import type { Queryable } from '../client.ts';
import { words } from '../schema/passages.ts';

/** Of a language's running words about 40 % are stop words of its dictionary; Turkish and Hungarian have fewer. */
const leastStopWords = 0.1;
/** More words than these do not change what language it is. */
const wordsRead = 300;

/** A dictionary of stems that passages were made with, how many those are, and what it says of the words asked. */
export interface Dictionary {
  readonly configuration: string;
  readonly passages: number;
  /** Without accents, as the index has it; empty for a stop word. */
  readonly stems: ReadonlyMap<string, string>;
}

/**
 * What each dictionary in use says of these words, given with their accents: stemming needs them, comparing does
 * not. The dictionaries know their stop words themselves, so there is no list of those to keep.
 */
export async function askDictionaries(db: Queryable, spellings: readonly string[]): Promise<Dictionary[]> {
  const { rows } = await db.execute<{ configuration: string; passages: number; stems: string[] }>(sql`
    select configuration, document_frequency as passages, ${stemsIn(sql`configuration`, spellings)} as stems
    from ${words} where word = '' and document_frequency > 0 order by document_frequency desc, configuration`);
  return rows.map(({ configuration, passages, stems }) => ({
    ...{ configuration, passages },
    stems: toStems(spellings, stems),
  }));
}

/** What one dictionary says of these words. */
export async function stemWords(
  db: Queryable,
  configuration: string,
  spellings: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (spellings.length === 0) return new Map();
  const { rows } = await db.execute<{ stems: string[] }>(
    sql`select ${stemsIn(sql`${configuration}::text`, spellings)} as stems`,
  );
  return toStems(spellings, rows[0]?.stems ?? []);
}

/** The dictionary whose stop words are said most; each has other ones. `counts`: how often each word is said, with accents. */
export async function guessConfiguration(
  db: Queryable,
  counts: ReadonlyMap<string, number>,
): Promise<string> {
  const said = [...counts].filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]);
  if (said.length === 0) return usualConfiguration;
  const shares = await stopWordShares(db, new Map(said.slice(0, wordsRead)));
  const best = shares[0];
  const usual = shares.find(({ configuration }) => configuration === usualConfiguration);
  if (best === undefined || best.share < leastStopWords || best.share === usual?.share)
    return usualConfiguration;
  return best.configuration;
}

/** How much of what is said each dictionary takes for stop words, from 0 to 1; the most first. */
async function stopWordShares(
  db: Queryable,
  counts: ReadonlyMap<string, number>,
): Promise<{ readonly configuration: string; readonly share: number }[]> {
  const said = [...counts];
  const { rows } = await db.execute<{ configuration: string; stopped: number }>(sql`
    select dictionary.configuration, coalesce(sum(given.count) filter
      (where ts_lexize(${dictionaryOf(sql`dictionary.configuration`)}, given.spelling) = '{}'), 0)::integer as stopped
    from unnest(${sql.param(said.map(([spelling]) => spelling))}::text[], ${sql.param(said.map(([, count]) => count))}::integer[])
      as given (spelling, count)
    cross join unnest(${sql.param(searchConfigurations)}::text[]) as dictionary (configuration)
    group by dictionary.configuration order by stopped desc, dictionary.configuration`);
  const all = said.reduce((sum, [, count]) => sum + count, 0);
  return rows.map(({ configuration, stopped }) => ({ configuration, share: stopped / Math.max(1, all) }));
}

/** PostgreSQL names them `simple`, `english_stem`, `german_stem`. */
const dictionaryOf = (configuration: SQL): SQL =>
  sql`('pg_catalog.' || case ${configuration} when 'simple' then 'simple' else ${configuration} || '_stem' end)::regdictionary`;

const stemsIn = (configuration: SQL, spellings: readonly string[]): SQL =>
  sql`array(select coalesce((ts_lexize(${dictionaryOf(configuration)}, spelling))[1], '')
    from unnest(${sql.param(spellings)}::text[]) with ordinality as given (spelling, at) order by at)`;

function toStems(spellings: readonly string[], stems: readonly string[]): ReadonlyMap<string, string> {
  return new Map(spellings.map((spelling, at) => [spelling, foldWord(stems[at] ?? '')]));
}
