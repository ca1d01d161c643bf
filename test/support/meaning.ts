import { embedPassages } from '../../core/actions/embed-passages.ts';
import { postgresIndex } from '../../core/engines/search/postgres.ts';
import { noQueryVectors, type QueryVectors, queryVectors } from '../../core/engines/search/query-vectors.ts';
import type { Embedder } from '../../core/ports/embedder.ts';
import type { SearchIndex } from '../../core/ports/search-index.ts';
import { type AnswerQueries, type OpenMeaning, synonyms } from '../contract/search-meaning.ts';
import { openUsedDatabase, type TestDatabase } from './database.ts';
import { type EmbeddingScene, openEmbeddingScene } from './embedding.ts';
import { storeCollection, storeSession } from './store-session.ts';

/** The space of the vectors that searches go by here. */
export const space = 'small';

export interface MeaningScene extends OpenMeaning {
  readonly scene: EmbeddingScene;
  readonly vectors: QueryVectors;
  /** Of all passages, by a model of its own where one is given. */
  embed(embedder?: Embedder): Promise<void>;
}

interface MeaningOptions {
  readonly answer?: AnswerQueries | undefined;
  readonly database?: TestDatabase;
  /** The engine that is looked at; default: the database. */
  readonly index?: (scene: EmbeddingScene, vectors: QueryVectors) => SearchIndex;
  /** After all passages have their vectors. */
  readonly afterEmbedding?: (scene: EmbeddingScene) => Promise<void>;
}

/** A search engine beside an embedding server that answers queries as the test says. */
export async function openMeaningScene({
  answer,
  database,
  index: open = ({ db }, vectors) => postgresIndex({ db, vectors }),
  afterEmbedding = async () => {},
}: MeaningOptions): Promise<MeaningScene> {
  let isQuery = false;
  const scene = await openEmbeddingScene(() => (isQuery ? (answer?.() ?? null) : null), {
    ...{ dimensions: 256, synonyms, database: database ?? (await openUsedDatabase()) },
  });
  const { db } = scene;
  const embedder = scene.embedderOf(space);
  // A server that answers is waited for, however busy this machine is.
  const waitMs = answer === undefined ? 20_000 : undefined;
  const vectors = queryVectors({ embedder, spaceInUse: async () => space, waitMs });
  const index = open(scene, vectors);
  return {
    ...{ scene, vectors },
    words: open(scene, noQueryVectors),
    index: {
      ...index,
      search: (query, signal) => {
        isQuery = true;
        return index.search(query, signal);
      },
    },
    prepare: (document, state) => storeSession(db, document, state?.isDeleted ?? false),
    prepareCollection: (collection) => storeCollection(db, collection),
    async embed(given = embedder) {
      isQuery = false;
      const { signal } = new AbortController();
      const wanted = { space: given.space ?? space, above: 0, signal };
      while ((await embedPassages({ db, embedder: given }, wanted)) > 0);
      await afterEmbedding(scene);
    },
    paid: () => scene.paid(),
    close: () => scene.close(),
  };
}

/** The same for what holds for words, too: each session can be found by meaning as soon as it can by words. */
export function embeddingAtOnce(opened: MeaningScene): MeaningScene {
  const { index, embed } = opened;
  return {
    ...opened,
    index: {
      ...index,
      async replaceSession(...args) {
        await index.replaceSession(...args);
        await embed();
      },
    },
  };
}
