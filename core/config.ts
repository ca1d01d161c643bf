import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { type Given, hasOpenai, readEnvironment, tagModel } from './config-environment.ts';
import type { Environment } from './config-variables.ts';

export type DatabaseConfig =
  | {
      readonly engine: 'embedded';
      readonly dataDir: string;
      /** Folder of initdb and postgres, `null`: the npm package's. */
      readonly binDir: string | null;
      /** User name for when this process is root, `null`: the launcher chooses. */
      readonly runAs: string | null;
    }
  | { readonly engine: 'server'; readonly url: string };

export type QueueConfig =
  | { readonly engine: 'postgres' }
  | { readonly engine: 'redis'; readonly url: string };

export type SearchConfig =
  | { readonly engine: 'postgres' }
  | {
      readonly engine: 'meilisearch';
      readonly url: string;
      readonly key: string | null;
      readonly index: string;
    };

export type StoreConfig =
  | { readonly engine: 'local'; readonly dir: string }
  | {
      readonly engine: 's3';
      /** `null`: AWS. */
      readonly endpoint: string | null;
      readonly bucket: string;
      readonly region: string;
      /** `null`: the machine's own identity. */
      readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null;
    };

interface OpenaiConfig {
  readonly engine: 'openai';
  readonly apiKey: string | null;
  /** `null`: OpenAI itself. */
  readonly baseUrl: string | null;
  readonly model: string;
}

export type TranscriberConfig =
  | OpenaiConfig
  | {
      /** `local`: `sherpa` where there is a model for it, else `pocketsphinx`; who opens it looks. */
      readonly engine: 'sherpa' | 'local';
      /** Folder of the model below `modelDir`, `null`: the only one. */
      readonly model: string | null;
    }
  | { readonly engine: 'pocketsphinx' }
  | { readonly engine: 'none' };
export type EmbedderConfig =
  | (OpenaiConfig & {
      /** `null`: the model's own. */
      readonly dimensions: number | null;
    })
  | { readonly engine: 'none' };
export type TaggerConfig = OpenaiConfig | { readonly engine: 'keyphrase' } | { readonly engine: 'none' };

export interface Config {
  readonly role: Environment['ROLE'];
  readonly http: {
    readonly host: string;
    readonly port: number;
    /** Without a slash at the end. `null`: derive it with `listenUrl` from where the server listens. */
    readonly publicUrl: string | null;
  };
  /** Absolute. */
  readonly dataDir: string;
  readonly database: DatabaseConfig;
  readonly queue: QueueConfig;
  readonly search: SearchConfig;
  readonly store: StoreConfig;
  readonly transcriber: TranscriberConfig;
  /** Absolute; may not be there. */
  readonly modelDir: string;
  readonly tagger: TaggerConfig;
  readonly embedder: EmbedderConfig;
  readonly workerConcurrency: number;
  readonly maxUploadBytes: number;
  readonly firstAdmin: { readonly email: string; readonly password: string } | null;
  /** `null`: generate one and keep it in `dataDir`. */
  readonly authSecret: string | null;
  readonly singleSignOn: {
    readonly issuer: string;
    readonly clientId: string;
    readonly clientSecret: string | null;
  } | null;
  readonly hasSample: boolean;
  /** What people search for is kept, for a while. */
  readonly logsSearches: boolean;
  readonly logLevel: Environment['LOG_LEVEL'];
}

/**
 * Checks the environment and says what was chosen. Reads the files that `<NAME>_FILE` variables name,
 * nothing else. Throws ConfigError.
 */
export function readConfig(env: Given): Config {
  return assemble(readEnvironment(env));
}

/** The URL to open in a browser on this machine for a server that listens at `host` and `port`. */
export function listenUrl(host: string, port: number): string {
  const isAnywhere = ['0.0.0.0', '::', '127.0.0.1', '::1', 'localhost'].includes(host);
  const name = isAnywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

function assemble(env: Environment): Config {
  const dataDir = resolve(env.DATA_DIR);
  return {
    role: env.ROLE,
    http: { host: env.HOST, port: env.PORT, publicUrl: env.PUBLIC_URL?.replace(/\/+$/, '') ?? null },
    dataDir,
    database: env.DATABASE_URL
      ? { engine: 'server', url: env.DATABASE_URL }
      : { engine: 'embedded', dataDir, binDir: env.PG_BIN_DIR ?? null, runAs: env.PG_RUN_AS ?? null },
    queue: env.REDIS_URL ? { engine: 'redis', url: env.REDIS_URL } : { engine: 'postgres' },
    search: env.MEILI_URL
      ? { engine: 'meilisearch', url: env.MEILI_URL, key: env.MEILI_KEY ?? null, index: env.MEILI_INDEX }
      : { engine: 'postgres' },
    store: chooseStore(env, dataDir),
    transcriber: chooseTranscriber(env),
    modelDir: env.MODEL_DIR === undefined ? join(dataDir, 'models') : resolve(env.MODEL_DIR),
    tagger: chooseTagger(env),
    embedder:
      env.EMBED_MODEL === undefined
        ? { engine: 'none' }
        : { ...openai(env, env.EMBED_MODEL), dimensions: env.EMBED_DIMENSIONS ?? null },
    workerConcurrency: env.WORKER_CONCURRENCY ?? availableParallelism(),
    maxUploadBytes: env.MAX_UPLOAD_BYTES,
    firstAdmin:
      env.ADMIN_EMAIL && env.ADMIN_PASSWORD ? { email: env.ADMIN_EMAIL, password: env.ADMIN_PASSWORD } : null,
    authSecret: env.AUTH_SECRET ?? null,
    singleSignOn:
      env.OIDC_ISSUER && env.OIDC_CLIENT_ID
        ? {
            issuer: env.OIDC_ISSUER,
            clientId: env.OIDC_CLIENT_ID,
            clientSecret: env.OIDC_CLIENT_SECRET ?? null,
          }
        : null,
    hasSample: env.SAMPLE === 'on',
    logsSearches: env.SEARCH_LOG === 'on',
    logLevel: env.LOG_LEVEL,
  };
}

function chooseStore(env: Environment, dataDir: string): StoreConfig {
  if (env.S3_BUCKET === undefined) return { engine: 'local', dir: join(dataDir, 'media') };
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  return {
    engine: 's3',
    endpoint: env.S3_ENDPOINT ?? null,
    bucket: env.S3_BUCKET,
    region: env.S3_REGION,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : null,
  };
}

function openai(env: Environment, model: string): OpenaiConfig {
  return {
    engine: 'openai',
    apiKey: env.OPENAI_API_KEY ?? null,
    baseUrl: env.OPENAI_BASE_URL ?? null,
    model,
  };
}

function chooseTranscriber(env: Environment): TranscriberConfig {
  const engine = env.TRANSCRIBER === 'auto' ? (hasOpenai(env) ? 'openai' : 'local') : env.TRANSCRIBER;
  if (engine === 'openai') return openai(env, env.TRANSCRIBE_MODEL ?? 'whisper-1');
  if (engine === 'sherpa' || engine === 'local') return { engine, model: env.TRANSCRIBE_MODEL ?? null };
  return { engine };
}

function chooseTagger(env: Environment): TaggerConfig {
  const model = hasOpenai(env) ? tagModel(env) : undefined;
  const engine = env.TAGGER === 'auto' ? (model === undefined ? 'keyphrase' : 'openai') : env.TAGGER;
  if (engine !== 'openai') return { engine };
  if (model === undefined) throw new TypeError('checkTogether let an openai tagger without a model pass');
  return openai(env, model);
}
