import { type SQL, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../client.ts';
import { passages } from '../schema/passages.ts';
import { sessions } from '../schema/sessions.ts';
import { passageVectors, textVectors } from '../schema/vectors.ts';
import { type SearchScope, withinScope } from './search-scope.ts';

export interface StoredVector {
  readonly values: Int8Array;
  readonly scale: number;
}

export interface NearPassage extends StoredVector {
  readonly passageId: number;
  readonly sessionId: string;
}

export interface NearQuery {
  readonly space: string;
  /** `signsOf` the query's vector. */
  readonly signs: string;
  /** As text of `tsquery`: what must be said, what must not; `null`: nothing. */
  readonly required: string | null;
  readonly excluded: string | null;
  readonly most: number;
}

/**
 * The passages whose vectors differ in the fewest signs, with their vectors. Reads all vectors of sessions within the
 * scope and no others: nothing that the reader may not open takes part, or takes time.
 */
export async function nearestPassages(
  tx: Transaction,
  scope: SearchScope,
  { space, signs, required, excluded, most }: NearQuery,
): Promise<NearPassage[]> {
  const says = (query: string): SQL => sql`${passages.tsv} @@ ${query}::tsquery`;
  const isSaid =
    required === null
      ? sql``
      : sql`and v.passage_id in (select ${passages.id} from ${passages} where ${says(required)})`;
  const isAllowed =
    excluded === null
      ? sql``
      : sql`where not exists (select from ${passages} where ${passages.id} = near.passage_id and ${says(excluded)})`;
  const { rows } = await tx.execute<Record<string, unknown>>(sql`
    with near as materialized (
      select v.passage_id, v.session_id, v.vector_id from ${passageVectors} v
      where v.space = ${space} and length(v.signs) = ${signs.length}
        and v.session_id in (select ${sessions.id} from ${sessions} where ${withinScope(scope)}) ${isSaid}
      order by bit_count(v.signs # ${signs}::bit varying), v.passage_id limit ${most})
    select near.passage_id, near.session_id, t.values, t.scale
    from near join ${textVectors} t on t.id = near.vector_id ${isAllowed}`);
  return rows.map((row) => ({
    passageId: Number(row['passage_id']),
    sessionId: String(row['session_id']),
    ...toVector(row),
  }));
}

/**
 * About `most` vectors of any passages within the scope, as many of each session, and how many sessions that are: how
 * near unrelated passages lie.
 */
export async function sampleVectors(
  db: Queryable,
  scope: SearchScope,
  { space, signs, most }: Pick<NearQuery, 'space' | 'signs' | 'most'>,
): Promise<{ vectors: StoredVector[]; sessionCount: number }> {
  const { rows } = await db.execute<Record<string, unknown>>(sql`
    with open as materialized (select ${sessions.id} from ${sessions} where ${withinScope(scope)}),
    chosen as materialized (select id from open order by hashtextextended(id::text, 0) limit ${most})
    select t.values, t.scale, (select count(*) from open) as session_count
    from chosen cross join lateral (select p.id from ${passages} p where p.session_id = chosen.id
        order by p.session_id, p.start_seconds limit (select ceil(${most}::float8 / count(*)) from chosen)) p
      join ${passageVectors} v on v.passage_id = p.id and v.space = ${space} and length(v.signs) = ${signs.length}
      join ${textVectors} t on t.id = v.vector_id`);
  return { vectors: rows.map(toVector), sessionCount: Number(rows[0]?.['session_count'] ?? 0) };
}

function toVector({ values, scale }: Record<string, unknown>): StoredVector {
  const isBytes = values instanceof Uint8Array;
  return {
    values: isBytes ? new Int8Array(values.buffer, values.byteOffset, values.byteLength) : new Int8Array(0),
    scale: Number(scale),
  };
}
