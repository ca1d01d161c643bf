import { createHash } from 'node:crypto';
import type { Settings } from 'meilisearch';
import type { Queryable } from '../../../drizzle/client.ts';
import { dimensionsOf, textHashOf, vectorsOfTexts } from '../../../drizzle/queries/vectors.ts';
import type { Passage, SessionDocument } from '../../ports/search-index.ts';
import { textsOf } from './postgres-rows.ts';

/** The vectors of one model in an index. Another model has another index: the server compares what has one name. */
export interface IndexEmbedder {
  readonly name: string;
  /** `Embedder.space`. */
  readonly space: string;
  readonly dimensions: number;
}

/** What the space's vectors are called on the server. */
export const embedderName = (space: string, dimensions: number): string =>
  `meaning-${createHash('sha256').update(space).digest('hex').slice(0, 16)}-${dimensions}`;

/** Of the space that searches go by; `null`: there is none, or it has no vector yet that would say how long they are. */
export async function embedderOf(db: Queryable, space: string | null): Promise<IndexEmbedder | null> {
  const dimensions = space === null ? null : await dimensionsOf(db, space);
  return space === null || dimensions === null
    ? null
    : { name: embedderName(space, dimensions), space, dimensions };
}

export const settingsOf = ({ name, dimensions }: IndexEmbedder) =>
  ({ embedders: { [name]: { source: 'userProvided', dimensions } } }) satisfies Settings;

export function hasEmbedder({ embedders }: Settings, { name, dimensions }: IndexEmbedder): boolean {
  const there = embedders?.[name];
  return there?.source === 'userProvided' && there.dimensions === dimensions;
}

/** Each document must say of its index's embedder what its vector is, or that it has none. */
export interface Vectors {
  readonly _vectors?: Readonly<Record<string, readonly number[] | null>>;
}

export const noVector = (embedder: IndexEmbedder | null): Vectors =>
  embedder === null ? {} : { _vectors: { [embedder.name]: null } };

/**
 * What the session's documents say of their vectors, in order, as far as the database has them; `isComplete`: of none
 * it is still to come. Sent as they are kept, since only their directions are compared.
 */
export async function vectorsOfSession(
  db: Queryable,
  embedder: IndexEmbedder,
  { session, passages }: { readonly session: SessionDocument; readonly passages: readonly Passage[] },
): Promise<{ vectors: Vectors[]; isComplete: boolean }> {
  const hashes = textsOf(session, passages).map(({ body }) => textHashOf(body));
  const known = await vectorsOfTexts(db, embedder.space, hashes);
  const vectors = hashes.map((hash): Vectors => {
    const values = known.get(hash)?.values;
    const fits = values?.length === embedder.dimensions;
    return fits ? { _vectors: { [embedder.name]: [...values] } } : noVector(embedder);
  });
  return { vectors, isComplete: hashes.every((hash) => known.has(hash)) };
}
