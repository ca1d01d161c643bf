import { sql } from 'drizzle-orm';
import OpenAI from 'openai';
import { openaiEmbedder } from '../../core/engines/embedder/openai.ts';
import { postgresIndex } from '../../core/engines/search/postgres.ts';
import type { Embedder } from '../../core/ports/embedder.ts';
import type { SearchIndex } from '../../core/ports/search-index.ts';
import { newId } from '../../drizzle/ids.ts';
import { insertApiToken } from '../../drizzle/queries/api-tokens.ts';
import { hashToken, newToken } from '../../server/auth/tokens.ts';
import { spoken, talk } from '../contract/search-talks.ts';
import { makeSession, makeUser } from '../factories.ts';
import { openUsedDatabase, type TestDatabase } from './database.ts';
import {
  type EmbeddingRequest,
  embeddings,
  type FakeAnswer,
  type FakeOpenai,
  startFakeOpenai,
} from './fake-openai.ts';
import { type Synonyms, wordVectors } from './word-vectors.ts';

export interface EmbeddingScene extends TestDatabase {
  readonly server: FakeOpenai;
  readonly index: SearchIndex;
  embedderOf(model: string, dimensions?: number): Embedder;
  /** All texts that the server has embedded, in order. */
  paid(): string[];
  /** A session of the organisation with these passages, or those of an earlier one from now on. */
  say(texts: readonly string[], sessionId?: string): Promise<string>;
  /** A new member, with a token that speaks for them. */
  addMember(): Promise<{ readonly token: string }>;
  /** Passages with a vector in the space, and vectors that are kept. */
  count(space: string): Promise<{ passages: number; texts: number }>;
}

/** A database, and an embedding server whose `answer` is the test's where it gives one. */
export async function openEmbeddingScene(
  answer: (request: EmbeddingRequest, count: number) => FakeAnswer | null | Promise<FakeAnswer | null> = () =>
    null,
  {
    dimensions = 64,
    synonyms = [],
    database: given,
  }: { dimensions?: number; synonyms?: Synonyms; database?: TestDatabase | undefined } = {},
): Promise<EmbeddingScene> {
  const database = given ?? (await openUsedDatabase());
  const { db } = database;
  const vectorOf = wordVectors(dimensions, synonyms);
  const bill: string[] = [];
  const server = await startFakeOpenai({
    embed: async (request, count) => {
      const special = await answer(request, count);
      if (special !== null) return special;
      bill.push(...request.input);
      const vectors = request.input.map((text) => vectorOf(text).slice(0, request.dimensions));
      return embeddings(vectors, request.encoding_format);
    },
  });
  const client = new OpenAI({ apiKey: 'key', baseURL: server.baseURL, maxRetries: 0 });
  const index = postgresIndex({ db });
  return {
    ...database,
    ...{ server, index },
    embedderOf: (model, wanted) => openaiEmbedder({ client, model, dimensions: wanted ?? null }),
    paid: () => [...bill],
    async say(texts, sessionId) {
      const id = sessionId ?? (await makeSession(db, { title: '' })).id;
      await index.replaceSession(talk({ id, title: '' }), spoken(...texts));
      return id;
    },
    async addMember() {
      const { id: userId } = await makeUser(db, { role: 'member' });
      const token = newToken();
      await insertApiToken(db, { id: newId(), userId, name: 'test', tokenHash: hashToken(token) });
      return { token };
    },
    async count(space) {
      const { rows } = await db.execute<{ passages: number; texts: number }>(
        sql`select (select count(*)::int from passage_vectors where space = ${space}) as passages,
          (select count(*)::int from text_vectors where space = ${space}) as texts`,
      );
      return rows[0] ?? { passages: 0, texts: 0 };
    },
    async close() {
      await server.close();
      await database.close();
    },
  };
}
