import { Meilisearch } from 'meilisearch';
import { meilisearchIndex } from '../../core/engines/search/meilisearch.ts';
import { postgresIndex } from '../../core/engines/search/postgres.ts';
import type { QueryVectors } from '../../core/engines/search/query-vectors.ts';
import type { IndexCopy, Passage, SearchIndex, SessionDocument } from '../../core/ports/search-index.ts';
import { newId } from '../../drizzle/ids.ts';
import type { Log } from '../../drizzle/log.ts';
import { listBehind } from '../../drizzle/queries/indexed-sessions.ts';
import type { AnswerQueries } from '../contract/search-meaning.ts';
import type { EmbeddingScene } from './embedding.ts';
import { type FakeMeilisearch, startFakeMeilisearch } from './fake-meilisearch.ts';
import { silentLog } from './log.ts';
import { type MeaningScene, openMeaningScene, space } from './meaning.ts';

export interface MeaningOnServer extends MeaningScene {
  readonly server: FakeMeilisearch;
  readonly client: Meilisearch;
  readonly indexName: string;
  /** What the product's upkeep does once. */
  upkeep(): Promise<void>;
  /** The model whose vectors the index is for from the next upkeep on; `null`: none. */
  useSpace(name: string | null): void;
}

interface Options {
  readonly isOld?: boolean;
  readonly log?: Log;
  /** A server that is there, in the place of the fake one. */
  readonly real?: { readonly host: string; readonly apiKey: string } | undefined;
}

/** Meilisearch's engine on a fake server, beside the database that says what passages mean. */
export async function openMeaningOnServer(
  answer?: AnswerQueries,
  { isOld = false, log = silentLog, real }: Options = {},
): Promise<MeaningOnServer> {
  const server = await startFakeMeilisearch({ isOld });
  const client = new Meilisearch(real ?? { host: server.url });
  const indexName = `test-${newId()}`;
  const known = new Map<string, readonly [SessionDocument, readonly Passage[]]>();
  let used: string | null = space;
  const engineOf = ({ db }: EmbeddingScene, vectors: QueryVectors) =>
    meilisearchIndex({
      ...{ client, indexName, db, log },
      meaning: { vectors, spaceInUse: async () => used, limitMs: 20_000 },
    });
  const fillOf =
    ({ db }: EmbeddingScene) =>
    async (copy: IndexCopy) => {
      const behind = await listBehind(db, copy.id, { after: null, limit: 1_000 });
      const sessions = behind.map((id) => known.get(id) ?? null).filter((one) => one !== null);
      await Promise.all(sessions.map((session) => copy.replaceSession(...session)));
      return true;
    };
  const upkeepOf = (scene: EmbeddingScene, engine: SearchIndex) => engine.upkeep(fillOf(scene));
  let engine: SearchIndex | undefined;
  const opened = await openMeaningScene({
    answer,
    index: (scene, vectors) => {
      const own = engineOf(scene, vectors);
      engine ??= own;
      const database = postgresIndex({ db: scene.db });
      return {
        ...own,
        async replaceSession(session, passages, signal) {
          known.set(session.id, [session, passages]);
          await database.replaceSession(session, passages, signal);
          await own.replaceSession(session, passages, signal);
        },
        async removeSession(session, signal) {
          known.delete(session.id);
          await database.removeSession(session, signal);
          await own.removeSession(session, signal);
        },
      };
    },
    afterEmbedding: async (scene) => {
      if (engine) await upkeepOf(scene, engine);
    },
  });
  const upkeep = async () => {
    if (engine) await upkeepOf(opened.scene, engine);
  };
  await upkeep();
  return {
    ...opened,
    ...{ server, client, indexName, upkeep },
    useSpace(name) {
      used = name;
    },
    async close() {
      if (real) await client.deleteIndex(indexName).waitTask();
      await opened.close();
      await server.close();
    },
  };
}
