import type { Meilisearch } from 'meilisearch';
import type { Database, Transaction } from '../../../drizzle/client.ts';
import {
  beginSending,
  confirmIndexed,
  forgetIndexedSession,
  setIndexed,
} from '../../../drizzle/queries/indexed-sessions.ts';
import { TransientError } from '../../model/errors.ts';
import type { IndexCopy, Passage, SessionDocument } from '../../ports/search-index.ts';
import { meaningId, readCopy, type ServerCopy } from './meilisearch-copies.ts';
import { documentsOf, type PassageDocument } from './meilisearch-documents.ts';
import { vectorsOfSession } from './meilisearch-embedder.ts';
import { equals } from './meilisearch-filter.ts';
import { enqueue, finish, translated } from './meilisearch-tasks.ts';

/** Documents of one task: bodies stay far below the server's limit of 100 MB. */
const batchSize = 1_000;

export interface Writing {
  readonly client: Meilisearch;
  readonly indexName: string;
  readonly db: Database;
}

/** Takes sessions into one copy. */
export function writerOf(writing: Writing, copy: ServerCopy): IndexCopy {
  const { client } = writing;
  const index = client.index<PassageDocument>(copy.uid);
  return {
    id: copy.id,
    replaceSession: (session, passages, signal) =>
      write(writing, copy, { session, signal }, async (tx) => {
        const documents = await withVectors(tx, copy, { session, passages });
        const tasks: number[] = [];
        for (let from = 0; from < documents.length; from += batchSize)
          tasks.push(await enqueue(index.addDocuments(documents.slice(from, from + batchSize)), signal));
        // What was there is overwritten, and what it had more goes last: at no moment the session is missing.
        const filter = `${equals('sessionId', session.id)} AND at >= ${documents.length}`;
        return [...tasks, await enqueue(index.deleteDocuments({ filter }), signal)];
      }),
    removeSession: (session, signal) =>
      write(writing, copy, { session, signal }, async () => [
        await enqueue(index.deleteDocuments({ filter: equals('sessionId', session.id) }), signal),
      ]),
  };
}

/** The same for sessions of which vectors have come since: all there are by then go with the documents. */
export function meaningWriterOf(writing: Writing, copy: ServerCopy): IndexCopy {
  const { replaceSession, removeSession } = writerOf(writing, copy);
  const confirm = ({ id: sessionId, version }: Pick<SessionDocument, 'id' | 'version'>) =>
    setIndexed(writing.db, { copy: meaningId(copy), sessionId, version });
  return {
    id: meaningId(copy),
    async replaceSession(session, ...rest) {
      await replaceSession(session, ...rest);
      await confirm(session);
    },
    async removeSession(session, signal) {
      await removeSession(session, signal);
      await confirm(session);
    },
  };
}

/** The session's documents with their vectors, where the copy is made for some; notes which sessions lack any. */
async function withVectors(
  tx: Transaction,
  copy: ServerCopy,
  { session, passages }: { readonly session: SessionDocument; readonly passages: readonly Passage[] },
): Promise<PassageDocument[]> {
  const documents = documentsOf(session, passages);
  if (copy.embedder === null) return documents;
  const { vectors, isComplete } = await vectorsOfSession(tx, copy.embedder, { session, passages });
  const version = isComplete ? session.version : 0;
  await setIndexed(tx, { copy: meaningId(copy), sessionId: session.id, version });
  return documents.map((document, at) => ({ ...document, ...vectors[at] }));
}

interface Sending {
  readonly session: Pick<SessionDocument, 'id' | 'version'>;
  readonly signal: AbortSignal | undefined;
}

/**
 * Sends a session's tasks in the order of its versions, waits for them without holding anything up, and only then
 * says what the copy has. Killed anywhere, the database says less than the copy has, and it is sent once more.
 */
async function write(
  { client, db, indexName }: Writing,
  copy: ServerCopy,
  { session: { id: sessionId, version }, signal }: Sending,
  send: (tx: Transaction) => Promise<readonly number[]>,
): Promise<void> {
  const sent = { copy: copy.id, sessionId, version };
  await translated(signal, async () => {
    const inOrder = db.transaction(async (tx) => ((await beginSending(tx, sent)) ? send(tx) : null));
    const tasks = await inOrder.catch(async (error: unknown) => {
      // A request that was given up may still arrive: whatever is there is written once more.
      await forgetIndexedSession(db, sessionId);
      throw error;
    });
    if (tasks === null) return;
    await Promise.all(tasks.map((task) => finish(client, task, signal)));
    const there = await readCopy({ client, indexName, signal }, copy.uid);
    if (there?.id !== copy.id) {
      // A swap came between: it went into another copy, perhaps over something newer.
      await forgetIndexedSession(db, sessionId);
      throw new TransientError('The search index was replaced meanwhile; the session is indexed again.');
    }
    await confirmIndexed(db, sent);
  });
}
