import { type SQL, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../client.ts';
import type { NearIndex } from '../near-index.ts';
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
  const isSaid =
    required === null
      ? sql``
      : sql`and v.passage_id in (select ${passages.id} from ${passages} where ${says(required)})`;
  const { rows } = await tx.execute<Record<string, unknown>>(sql`
    with near as materialized (
      select v.passage_id, v.session_id, v.vector_id from ${passageVectors} v
      where v.space = ${space} and length(v.signs) = ${signs.length}
        and v.session_id in (select ${sessions.id} from ${sessions} where ${withinScope(scope)}) ${isSaid}
      order by bit_count(v.signs # ${signs}::bit varying), v.passage_id limit ${most})
    select near.passage_id, near.session_id, t.values, t.scale
    from near join ${textVectors} t on t.id = near.vector_id ${isAllowed(excluded)}`);
  return rows.map(toNearPassage);
}

/** Looked at before those that the reader may not open are left out; pgvector's own 40 are fewer than are compared. */
const lookedAt = 1_000;

/**
 * The same by an index, for queries that require nothing: nearly the nearest. Rights stand inside the statement, and
 * are looked up once rather than for each vector. `null`: it gave up before it had as many as were asked for, because
 * the reader may open few of those that are near, or because there are no more.
 */
export async function nearestByIndex(
  tx: Transaction,
  scope: SearchScope,
  { signs, excluded, most, index }: Omit<NearQuery, 'space' | 'required'> & { readonly index: NearIndex },
): Promise<NearPassage[] | null> {
  const type = sql.raw(`bit(${index.dimensions})`);
  const distance = sql`operator(${sql.identifier(index.schema)}.<~>)`;
  await setPlanner(tx, { isByIndex: true, index });
  const { rows } = await tx.execute<Record<string, unknown>>(sql`
    with near as materialized (
      select v.passage_id, v.session_id, v.vector_id from ${passageVectors} v
      where v.space = ${index.space} and length(v.signs) = ${sql.raw(String(index.dimensions))}
        and (v.session_id in (select ${sessions.id} from ${sessions} where ${withinScope(scope)})) is true
      order by v.signs::${type} ${distance} ${signs}::${type} limit ${most})
    select near.passage_id, near.session_id, t.values, t.scale, (select count(*) from near) as found
    from near join ${textVectors} t on t.id = near.vector_id ${isAllowed(excluded)}`);
  await setPlanner(tx, { isByIndex: false, index });
  return Number(rows[0]?.['found'] ?? 0) < most ? null : rows.map(toNearPassage);
}

/** Sorting all distances is what the index is there to spare, and the planner thinks little of sorting. */
async function setPlanner(
  tx: Transaction,
  { isByIndex, index }: { readonly isByIndex: boolean; readonly index: NearIndex },
): Promise<void> {
  const usual = isByIndex ? 'off' : 'on';
  await tx.execute(sql`select set_config('enable_seqscan', ${usual}, true), set_config('enable_sort', ${usual}, true),
    set_config('hnsw.ef_search', ${String(lookedAt)}, true)
    ${index.goesOn ? sql`, set_config('hnsw.iterative_scan', 'relaxed_order', true)` : sql``}`);
}

/**
 * The passages within the scope that say these texts, with their vectors: what another server found, as the database
 * has it now.
 */
export async function passagesSaying(
  db: Queryable,
  scope: SearchScope,
  space: string,
  said: readonly { readonly sessionId: string; readonly textHash: string }[],
): Promise<NearPassage[]> {
  const { rows } = await db.execute<Record<string, unknown>>(sql`
    select v.passage_id, v.session_id, t.values, t.scale
    from unnest(${sql.param(said.map(({ sessionId }) => sessionId))}::uuid[],
      ${sql.param(said.map(({ textHash }) => textHash))}::text[]) as given (session_id, hash)
      join ${textVectors} t on t.space = ${space} and t.text_hash = decode(given.hash, 'hex') and length(t.signs) > 0
      join ${passageVectors} v on v.vector_id = t.id and v.space = ${space} and v.session_id = given.session_id
    where (v.session_id in (select ${sessions.id} from ${sessions} where ${withinScope(scope)})) is true`);
  return rows.map(toNearPassage);
}

/**
 * About `most` vectors of any passages within the scope, as many of each session, and how many sessions that are: how
 * near unrelated passages lie.
 */
export async function sampleVectors(
  db: Queryable,
  scope: SearchScope,
  { space, dimensions, most }: { space: string; dimensions: number; most: number },
): Promise<{ vectors: StoredVector[]; sessionCount: number }> {
  const { rows } = await db.execute<Record<string, unknown>>(sql`
    with open as materialized (select ${sessions.id} from ${sessions} where ${withinScope(scope)}),
    chosen as materialized (select id from open order by hashtextextended(id::text, 0) limit ${most})
    select t.values, t.scale, (select count(*) from open) as session_count
    from chosen cross join lateral (select p.id from ${passages} p where p.session_id = chosen.id
        order by p.session_id, p.start_seconds limit (select ceil(${most}::float8 / count(*)) from chosen)) p
      join ${passageVectors} v on v.passage_id = p.id and v.space = ${space} and length(v.signs) = ${dimensions}
      join ${textVectors} t on t.id = v.vector_id`);
  return { vectors: rows.map(toVector), sessionCount: Number(rows[0]?.['session_count'] ?? 0) };
}

const says = (query: string): SQL => sql`${passages.tsv} @@ ${query}::tsquery`;

const isAllowed = (excluded: string | null): SQL =>
  excluded === null
    ? sql``
    : sql`where not exists (select from ${passages} where ${passages.id} = near.passage_id and ${says(excluded)})`;

const toNearPassage = (row: Record<string, unknown>): NearPassage => ({
  passageId: Number(row['passage_id']),
  sessionId: String(row['session_id']),
  ...toVector(row),
});

export function toVector({ values, scale }: Record<string, unknown>): StoredVector {
  const isBytes = values instanceof Uint8Array;
  return {
    values: isBytes ? new Int8Array(values.buffer, values.byteOffset, values.byteLength) : new Int8Array(0),
    scale: Number(scale),
  };
}
