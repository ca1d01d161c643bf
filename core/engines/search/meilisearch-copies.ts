import { randomUUID } from 'node:crypto';
import type { EnqueuedTask, Meilisearch } from 'meilisearch';
import type { Database } from '../../../drizzle/client.ts';
import { listCurrent } from '../../../drizzle/queries/indexed-sessions.ts';
import { NotCurrent } from '../../ports/search-index.ts';
import { type IndexEmbedder, noVector, type Vectors } from './meilisearch-embedder.ts';
import { matchSettings } from './meilisearch-settings.ts';
import { codeOf, enqueue, finish, unlessAborted } from './meilisearch-tasks.ts';

/** An index of the server with what was written down in it: a filling of one format, told from every other. */
export interface ServerCopy {
  /** Its name, which another one may bear after a swap. */
  readonly uid: string;
  /** What it is, whatever it is called. Begins with `copyPrefix`. */
  readonly id: string;
  readonly format: number;
  /** Whose vectors it was made to hold; `null`: none. */
  readonly embedder: IndexEmbedder | null;
}

/** Under which the database remembers of which sessions a copy has all vectors. */
export const meaningId = (copy: ServerCopy): string => `${copy.id} meaning`;

/** A document that says which copy this is. It moves with a swap, and has no audience: no search finds it. */
const markerId = 'about-this-index';
type Marker = Vectors & {
  readonly id: string;
  readonly copy: string;
  readonly format: number;
  readonly embedder?: IndexEmbedder | null;
};

export interface Place {
  readonly client: Meilisearch;
  /** Of the index that answers. */
  readonly indexName: string;
  readonly signal: AbortSignal | undefined;
}

export const copyPrefix = (indexName: string): string => `server ${indexName} `;
const nextPrefix = (indexName: string): string => `${indexName}-next-`;
export const nextName = (indexName: string, format: number): string => `${nextPrefix(indexName)}${format}`;

/** `null`: there is no such index, or nobody has finished making it. */
export async function readCopy({ client, signal }: Place, uid: string): Promise<ServerCopy | null> {
  try {
    const marker = await unlessAborted(client.index<Marker>(uid).getDocument(markerId), signal);
    return { uid, id: marker.copy, format: marker.format, embedder: marker.embedder ?? null };
  } catch (error) {
    const isMissing = ['index_not_found', 'document_not_found'].includes(codeOf(error) ?? '');
    if (isMissing) return null;
    throw error;
  }
}

/**
 * An empty copy beside the one that answers; goes on where a killed process stopped. It is made for its embedder while
 * it is empty: the server takes none where a document does not say what its vector is.
 */
export async function openNext(
  place: Place,
  { format, embedder }: Pick<ServerCopy, 'format' | 'embedder'>,
): Promise<ServerCopy> {
  const { client, indexName, signal } = place;
  const uid = nextName(indexName, format);
  let begun = await readCopy(place, uid);
  if (begun && begun.embedder?.name !== embedder?.name) {
    await finish(client, await enqueue(client.deleteIndex(uid), signal), signal, ['index_not_found']);
    begun = null;
  }
  await createUnlessThere(place, uid);
  await matchSettings(client, { uid, embedder }, signal);
  if (begun) return begun;
  const copy = copyPrefix(indexName) + randomUUID();
  const marker = { id: markerId, copy, format, embedder, ...noVector(embedder) };
  await finish(client, await enqueue(client.index<Marker>(uid).addDocuments([marker]), signal), signal);
  return { uid, id: copy, format, embedder };
}

/**
 * Has the copy answer under the index's name. A swap that a killed process has enqueued may come before ours and
 * turn it back: then the next upkeep swaps once more.
 */
export async function putInPlace(place: Place, copy: ServerCopy): Promise<void> {
  const { client, indexName, signal } = place;
  await createUnlessThere(place, indexName);
  // The client's own method always sends `rename`, which servers that do not know it refuse.
  const swap = client.httpRequest.post<EnqueuedTask>({
    path: 'swap-indexes',
    body: [{ indexes: [indexName, copy.uid] }],
  });
  await finish(client, await enqueue(swap, signal), signal);
}

/** Deletes the index that the one which answers now has replaced, and others that were begun and given up. */
export async function removeLeftovers(place: Place): Promise<void> {
  const { client, indexName, signal } = place;
  const { results } = await unlessAborted(client.getIndexes({ limit: 1_000 }), signal);
  for (const { uid } of results) {
    if (!uid.startsWith(nextPrefix(indexName))) continue;
    const task = await enqueue(client.deleteIndex(uid), signal);
    await finish(client, task, signal, ['index_not_found']);
  }
}

/** Throws `NotCurrent` where the copy has not got all of the sessions as they are now. */
export async function insistOnCurrent(
  db: Database,
  copy: ServerCopy,
  sessionIds: readonly string[],
): Promise<void> {
  const current = await listCurrent(db, copy.id, sessionIds);
  if (sessionIds.some((id) => !current.has(id)))
    throw new NotCurrent('The search server has not got all of these sessions as they are now.');
}

async function createUnlessThere({ client, signal }: Place, uid: string): Promise<void> {
  const task = await enqueue(client.createIndex(uid, { primaryKey: 'id' }), signal);
  await finish(client, task, signal, ['index_already_exists']);
}
