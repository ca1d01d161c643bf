import { join } from 'node:path';
import { Meilisearch } from 'meilisearch';
import OpenAI from 'openai';
import { type ConnectionConfig, type Database, openDatabase } from '../drizzle/client.ts';
import { findRunningPostgres, startEmbeddedPostgres } from '../drizzle/embedded/launcher.ts';
import type { Log } from '../drizzle/log.ts';
import { migrateDatabase } from '../drizzle/migrate.ts';
import { adviceFor } from './compose-advice.ts';
import type { Config } from './config.ts';
import { noEmbedder } from './engines/embedder/none.ts';
import { openaiEmbedder } from './engines/embedder/openai.ts';
import { ffmpegTools, speechCompressor } from './engines/media/ffmpeg.ts';
import { postgresQueue } from './engines/queue/postgres.ts';
import { redisQueue } from './engines/queue/redis.ts';
import { meilisearchIndex } from './engines/search/meilisearch.ts';
import { postgresIndex } from './engines/search/postgres.ts';
import { queryVectors } from './engines/search/query-vectors.ts';
import { spaceInUse } from './engines/search/space-in-use.ts';
import { withFallback } from './engines/search/with-fallback.ts';
import { localStore } from './engines/store/local.ts';
import { keyphraseTagger } from './engines/tagger/keyphrase.ts';
import { noTagger } from './engines/tagger/none.ts';
import { openaiTagger } from './engines/tagger/openai.ts';
import { noTranscriber } from './engines/transcriber/none.ts';
import { openaiTranscriber } from './engines/transcriber/openai.ts';
import { debianModelDir, pocketsphinxTranscriber } from './engines/transcriber/pocketsphinx.ts';
import { sherpaTranscriber } from './engines/transcriber/sherpa.ts';
import { findModels } from './engines/transcriber/sherpa-models.ts';
import { longestRecordingSeconds } from './model/media-plan.ts';
import type { Parts } from './parts.ts';
import type { Embedder } from './ports/embedder.ts';
import type { JobQueue } from './ports/job-queue.ts';
import type { MediaStore } from './ports/media-store.ts';
import type { SearchIndex } from './ports/search-index.ts';
import type { Tagger } from './ports/tagger.ts';
import type { Transcriber } from './ports/transcriber.ts';

export interface ComposeOptions {
  /** Use the embedded database of a process that runs already, instead of being refused: for the command line. */
  readonly joinsRunning?: boolean;
}

/** Config in, engines out: the only place that chooses them. What was opened is closed again when a later one fails. */
export async function compose(config: Config, log: Log, options: ComposeOptions = {}): Promise<Parts> {
  const open: { close(): Promise<void> }[] = [];
  const keep = <Part extends { close(): Promise<void> }>(part: Part): Part => {
    open.unshift(part);
    return part;
  };
  const close = async () => {
    for (const part of open.splice(0)) await part.close();
  };
  try {
    const { connectionConfig, ...server } = await openServer(config, log, options);
    keep(server);
    await migrateDatabase({ config: connectionConfig, log });
    const { db } = keep(openDatabase({ config: connectionConfig, log }));
    const queue = keep(await openQueue(config, connectionConfig, log));
    const store = keep(await openStore(config, log));
    const embedder = openEmbedder(config);
    const meaning = openMeaning(embedder, db);
    const searchIndex = keep(await openIndex({ config, db, log, meaning }));
    const transcriber = await openTranscriber(config, log);
    return {
      db,
      connectionConfig,
      isJoined: server.isJoined,
      queue,
      store,
      searchIndex,
      media: ffmpegTools(ffmpegSettings(config, log)),
      transcriber,
      tagger: openTagger(config, log),
      embedder,
      meaning: meaning?.vectors ?? null,
      engines: {
        database: server.name,
        queue: config.queue.engine,
        index: config.search.engine,
        store: config.store.engine,
      },
      advice: adviceFor(config, transcriber.name),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A rendition is not larger than what may be uploaded. */
const ffmpegSettings = ({ workerConcurrency, maxUploadBytes }: Config, log: Log) => ({
  threads: workerConcurrency,
  limits: { durationSeconds: longestRecordingSeconds, outputBytes: maxUploadBytes },
  log,
});

async function openServer({ database }: Config, log: Log, { joinsRunning = false }: ComposeOptions) {
  if (database.engine === 'server')
    return {
      name: 'postgres',
      isJoined: true,
      connectionConfig: { connectionString: database.url },
      close: async () => {},
    };
  const running = joinsRunning ? await findRunningPostgres(database.dataDir) : null;
  if (running)
    return { name: 'embedded postgres', isJoined: true, connectionConfig: running, close: async () => {} };
  const server = await startEmbeddedPostgres({
    dataDir: database.dataDir,
    log,
    ...(database.binDir === null ? {} : { binDir: database.binDir }),
    ...(database.runAs === null ? {} : { user: database.runAs }),
  });
  return {
    name: 'embedded postgres',
    isJoined: false,
    connectionConfig: server.connectionConfig,
    close: () => server.stop(),
  };
}

function openQueue({ queue }: Config, connectionConfig: ConnectionConfig, log: Log): Promise<JobQueue> {
  return queue.engine === 'redis'
    ? redisQueue({ url: queue.url, log })
    : postgresQueue({ connectionConfig, log });
}

async function openStore({ store, dataDir }: Config, log: Log): Promise<MediaStore> {
  if (store.engine === 'local') return localStore({ rootDir: store.dir, log });
  // Loaded only where it is used: the client warns about coming Node versions as soon as it is imported.
  const { s3Store } = await import('./engines/store/s3.ts');
  const { endpoint, region, credentials, bucket } = store;
  return s3Store({ endpoint, region, credentials, bucket, scratchDir: join(dataDir, 'tmp'), log });
}

/** A batch of documents is taken within seconds; searches have a limit of their own. */
const indexRequestMs = 30_000;

interface IndexDeps {
  readonly config: Config;
  readonly db: Database;
  readonly log: Log;
  readonly meaning: ReturnType<typeof openMeaning>;
}

/** `null`: search goes by words. */
function openMeaning(embedder: Embedder, db: Database) {
  if (embedder.space === null) return null;
  const space = spaceInUse(db, embedder);
  return { vectors: queryVectors({ embedder, spaceInUse: space }), spaceInUse: space };
}

async function openIndex({ config: { search }, db, log, meaning }: IndexDeps): Promise<SearchIndex> {
  const fallback = postgresIndex({ db, ...(meaning && { vectors: meaning.vectors }) });
  if (search.engine === 'postgres') return fallback;
  const client = new Meilisearch({
    host: search.url,
    timeout: indexRequestMs,
    ...(search.key === null ? {} : { apiKey: search.key }),
  });
  const primary = meilisearchIndex({
    ...{ client, indexName: search.index, db, log },
    ...(meaning && { meaning }),
  });
  return withFallback({ primary, fallback, log });
}

interface OpenAiSettings {
  readonly apiKey: string | null;
  readonly baseUrl: string | null;
}

/** Servers of one's own often want no key; the client insists on one. */
function openAiClient({ apiKey, baseUrl }: OpenAiSettings): OpenAI {
  return new OpenAI({ apiKey: apiKey ?? 'none', baseURL: baseUrl, maxRetries: 0 });
}

async function openTranscriber(config: Config, log: Log): Promise<Transcriber> {
  const { transcriber, workerConcurrency, modelDir } = config;
  if (transcriber.engine === 'openai')
    return openaiTranscriber({
      ...{ client: openAiClient(transcriber), model: transcriber.model, log },
      compress: speechCompressor(ffmpegSettings(config, log)),
    });
  if (transcriber.engine === 'none') return noTranscriber();
  const hasModel = transcriber.engine === 'local' && (await findModels(modelDir)).speech.length > 0;
  if (transcriber.engine === 'sherpa' || hasModel)
    return sherpaTranscriber({ modelDir, model: transcriber.model, threads: workerConcurrency });
  return pocketsphinxTranscriber({ modelDir: debianModelDir, processes: workerConcurrency });
}

function openTagger({ tagger }: Config, log: Log): Tagger {
  if (tagger.engine === 'openai')
    return openaiTagger({ client: openAiClient(tagger), model: tagger.model, log });
  return tagger.engine === 'keyphrase' ? keyphraseTagger() : noTagger();
}

function openEmbedder({ embedder }: Config): Embedder {
  if (embedder.engine === 'none') return noEmbedder();
  const { model, dimensions } = embedder;
  return openaiEmbedder({ client: openAiClient(embedder), model, dimensions });
}
