import { z } from 'zod';
import { Email, Password } from './api/people.ts';
import { isLoopbackUrl } from './model/loopback.ts';

/** What people are told about a variable; the README's table and the error lines are made from it. */
export interface VariableNote {
  /** Ends the sentence "allowed: ...". */
  readonly allowed: string;
  /** As shown to people, where it is not the plain value of the schema. */
  readonly default?: string;
  readonly meaning: string;
  /** Never shown, and may also be given as `<NAME>_FILE`. */
  readonly secret?: true;
}

const notes = z.registry<VariableNote>();

const text = z.string().min(1).max(4096);
const webUrl = z.url({ protocol: /^https?$/, hostname: /.+/ });
const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

/** The environment as strings in, checked values out. An empty variable counts as unset. */
export const Environment = z.object({
  HOST: text.default('127.0.0.1').register(notes, {
    allowed: 'a host name or address to listen on',
    meaning: 'where the server listens; `0.0.0.0` for every interface',
  }),
  PORT: wholeNumber.pipe(z.int().max(65535)).default(3000).register(notes, {
    allowed: 'a whole number from 0 to 65535 (0: any free port)',
    meaning: 'the port it listens on',
  }),
  PUBLIC_URL: webUrl.optional().register(notes, {
    allowed: 'an absolute URL such as https://brownbag.example.org',
    default: 'derived from `HOST` and `PORT`',
    meaning: 'absolute URL used in links and cookies',
  }),
  DATA_DIR: text.default('./data').register(notes, {
    allowed: 'the path of a folder',
    meaning: 'embedded database, media and temporary files: all state of the embedded mode is below it',
  }),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .register(notes, {
      allowed: 'a URL such as postgres://user:password@host:5432/brownbag',
      default: 'embedded PostgreSQL below `DATA_DIR`',
      meaning: 'any PostgreSQL 15 or newer',
      secret: true,
    }),
  PG_BIN_DIR: text.optional().register(notes, {
    allowed: 'the path of a folder with initdb and postgres',
    default: 'the programs npm installed',
    meaning: 'other PostgreSQL programs for the embedded database, such as `/usr/lib/postgresql/15/bin`',
  }),
  PG_RUN_AS: z
    .string()
    .regex(/^[a-z_][a-z0-9_-]{0,31}$/)
    .optional()
    .register(notes, {
      allowed: 'the name of a user of this machine',
      default: '`postgres`, else `nobody`',
      meaning:
        'when started as root: the user the embedded database runs as (PostgreSQL refuses to run as root)',
    }),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .register(notes, {
      allowed: 'a URL such as redis://host:6379/0 or rediss://…',
      default: 'the queue is kept in the database',
      meaning: 'the queue on Redis or Valkey instead; set `maxmemory-policy noeviction` there',
      secret: true,
    }),
  MEILI_URL: webUrl.optional().register(notes, {
    allowed: 'a URL such as http://host:7700',
    default: 'search in the database',
    meaning: 'search in Meilisearch instead',
  }),
  MEILI_KEY: text.optional().register(notes, {
    allowed: 'a key, together with MEILI_URL',
    meaning: 'its master or admin API key',
    secret: true,
  }),
  MEILI_INDEX: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .default('brownbag')
    .register(notes, {
      allowed: 'letters, digits, - and _, at most 100',
      meaning: 'the name of the index there',
    }),
  S3_BUCKET: text.optional().register(notes, {
    allowed: 'the name of a bucket',
    default: 'files below `DATA_DIR`',
    meaning: 'keep media in this bucket of an S3-compatible object store',
  }),
  S3_ENDPOINT: webUrl.optional().register(notes, {
    allowed: 'a URL such as https://s3.example.org, together with S3_BUCKET',
    default: 'AWS',
    meaning: 'the URL of the object store',
  }),
  S3_REGION: text.default('us-east-1').register(notes, {
    allowed: 'the name of a region',
    meaning: 'its region',
  }),
  S3_ACCESS_KEY_ID: text.optional().register(notes, {
    allowed: 'S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY together, or no keys',
    default: "the machine's own AWS identity",
    meaning: 'its access key',
    secret: true,
  }),
  S3_SECRET_ACCESS_KEY: text.optional().register(notes, {
    allowed: 'S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY together, or no keys',
    meaning: 'its secret key',
    secret: true,
  }),
  OPENAI_API_KEY: text.optional().register(notes, {
    allowed: 'a key',
    meaning: 'a key for OpenAI or for the server at `OPENAI_BASE_URL`',
    secret: true,
  }),
  OPENAI_BASE_URL: webUrl.optional().register(notes, {
    allowed: 'a URL such as http://host:8000/v1',
    default: 'OpenAI itself, once there is a key',
    meaning: 'any server that speaks its API: Speaches, LocalAI, vLLM, whisper.cpp, Ollama',
  }),
  TRANSCRIBER: z.enum(['auto', 'openai', 'sherpa', 'pocketsphinx', 'none']).default('auto').register(notes, {
    allowed: 'auto, openai (with OPENAI_API_KEY or OPENAI_BASE_URL), sherpa, pocketsphinx or none',
    meaning:
      'who writes transcripts; `auto`: `openai` when it is configured, else `sherpa` (models on this machine) when `MODEL_DIR` holds one, else `pocketsphinx` (rough, English only)',
  }),
  TRANSCRIBE_MODEL: text.optional().register(notes, {
    allowed: 'the name of a model',
    default: '`whisper-1` for `openai`, the only one in `MODEL_DIR` for `sherpa`',
    meaning:
      'the model that transcribes; word times come from one that answers `verbose_json`; for `sherpa` the name of its folder',
  }),
  MODEL_DIR: text.optional().register(notes, {
    allowed: 'the path of a folder',
    default: '`models` below `DATA_DIR`',
    meaning: 'speech models on this machine, added by `npm run cli -- model add`',
  }),
  TAGGER: z.enum(['auto', 'openai', 'keyphrase', 'none']).default('auto').register(notes, {
    allowed: 'auto, openai (with OPENAI_API_KEY, or OPENAI_BASE_URL and TAG_MODEL), keyphrase or none',
    meaning:
      'who suggests topics and writes summaries; `auto`: `openai` when it and a model are configured, else `keyphrase`',
  }),
  TAG_MODEL: text.optional().register(notes, {
    allowed: 'the name of a model',
    default: '`gpt-4o-mini` at OpenAI, none elsewhere',
    meaning: 'the chat model that tags; it must follow a JSON schema',
  }),
  EMBED_MODEL: text.regex(/^\S+$/).optional().register(notes, {
    allowed: 'the name of a model without blanks, with OPENAI_API_KEY or OPENAI_BASE_URL',
    default: 'search goes by words alone',
    meaning:
      'the embedding model with which search also finds what means the same in other words; what is said in sessions is sent to it',
  }),
  EMBED_DIMENSIONS: wholeNumber.pipe(z.int().min(32).max(4096)).optional().register(notes, {
    allowed: 'a whole number from 32 to 4096, together with EMBED_MODEL',
    default: "the model's own",
    meaning: 'shorter vectors, from a model that can give them: less to keep and to look through',
  }),
  ROLE: z.enum(['all', 'server', 'worker']).default('all').register(notes, {
    allowed: 'all, or with DATABASE_URL also server or worker',
    meaning: 'what this process runs; `server` and `worker` need `DATABASE_URL`',
  }),
  WORKER_CONCURRENCY: wholeNumber.pipe(z.int().min(1).max(256)).optional().register(notes, {
    allowed: 'a whole number from 1 to 256',
    default: 'number of cores',
    meaning: 'parallel CPU-bound jobs in this process',
  }),
  MAX_UPLOAD_BYTES: wholeNumber
    .pipe(z.int().min(1))
    .default(16 * 1024 ** 3)
    .register(notes, {
      allowed: 'a whole number of bytes from 1',
      default: '`17179869184` (16 GiB)',
      meaning: 'larger uploads are refused before they are stored',
    }),
  ADMIN_EMAIL: Email.optional().register(notes, {
    allowed: 'an e-mail address, together with ADMIN_PASSWORD',
    meaning:
      'create this admin on the first start; unset: the first visitor from this machine sets up the installation, from elsewhere with the one-time code the start prints',
  }),
  ADMIN_PASSWORD: Password.optional().register(notes, {
    allowed: '12 to 200 characters, together with ADMIN_EMAIL',
    meaning: "that admin's password",
    secret: true,
  }),
  AUTH_SECRET: z.string().min(32).max(4096).optional().register(notes, {
    allowed: 'at least 32 characters',
    default: 'generated once, kept in `DATA_DIR`',
    meaning: 'signs cookies',
    secret: true,
  }),
  OIDC_ISSUER: webUrl
    .refine((url) => url.startsWith('https:') || isLoopbackUrl(new URL(url)))
    .optional()
    .register(notes, {
      allowed: 'the https URL of the provider (http on this machine alone), together with OIDC_CLIENT_ID',
      meaning: 'single sign-on with this OpenID Connect provider',
    }),
  OIDC_CLIENT_ID: text.optional().register(notes, {
    allowed: 'the client id, together with OIDC_ISSUER',
    meaning: 'our client id there',
  }),
  OIDC_CLIENT_SECRET: text.optional().register(notes, {
    allowed: 'the client secret, together with OIDC_ISSUER and OIDC_CLIENT_ID',
    meaning: 'our client secret there; unset: a public client',
    secret: true,
  }),
  SAMPLE: z.enum(['on', 'off']).default('on').register(notes, {
    allowed: 'on or off',
    meaning: '`off`: no sample session on the first start',
  }),
  SEARCH_LOG: z.enum(['on', 'off']).default('on').register(notes, {
    allowed: 'on or off',
    meaning:
      'what people search for and open is kept for 90 days, for suggestions and for what nobody has shown yet; `off`: nothing is, and what was kept is forgotten',
  }),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .register(notes, {
      allowed: 'fatal, error, warn, info, debug, trace or silent',
      meaning: 'how much is logged',
    }),
});
export type Environment = z.output<typeof Environment>;
export type VariableName = keyof Environment;

export interface Variable extends VariableNote {
  readonly name: VariableName;
  /** Markdown: the value, or what happens without one. */
  readonly default: string;
}

/** Every variable the program reads, in the order of the documentation. */
export const variables: readonly Variable[] = Environment.keyof().options.map((name) => {
  const schema: z.ZodType = Environment.shape[name];
  const note = notes.get(Environment.shape[name]);
  if (note === undefined) throw new Error(`${name} has no note`);
  const unset = schema.safeParse(undefined);
  const plainDefault = unset.data === undefined ? 'unset' : `\`${String(unset.data)}\``;
  return { ...note, name, default: note.default ?? plainDefault };
});
