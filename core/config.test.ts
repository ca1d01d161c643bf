import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { listenUrl, readConfig } from './config.ts';

const dir = mkdtempSync(join(tmpdir(), 'brownbag-config-'));
afterAll(() => rmSync(dir, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}

const openaiKey = { OPENAI_API_KEY: 'sk-1' };
const ownServer = { OPENAI_BASE_URL: 'http://whisper:8000/v1' };
const secret = 's'.repeat(32);

describe('readConfig', () => {
  test('an empty environment gives the embedded defaults', () => {
    expect(readConfig({})).toMatchObject({
      role: 'all',
      http: { host: '127.0.0.1', port: 3000, publicUrl: null },
      dataDir: resolve('data'),
      database: { engine: 'embedded', dataDir: resolve('data'), binDir: null, runAs: null },
      queue: { engine: 'postgres' },
      search: { engine: 'postgres' },
      store: { engine: 'local', dir: resolve('data/media') },
      transcriber: { engine: 'local', model: null },
      modelDir: resolve('data/models'),
      tagger: { engine: 'keyphrase' },
      maxUploadBytes: 17_179_869_184,
      firstAdmin: null,
      authSecret: null,
      singleSignOn: null,
      hasSample: true,
      logLevel: 'info',
    });
  });

  test('an empty variable counts as unset, and unknown ones are left alone', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '', PATH: '/bin' })).toEqual(readConfig({}));
  });

  test.each([
    [
      'a database of its own',
      { DATABASE_URL: 'postgresql://db/b' },
      { database: { engine: 'server', url: 'postgresql://db/b' } },
    ],
    [
      'other PostgreSQL programs',
      { PG_BIN_DIR: '/pg', PG_RUN_AS: 'ann' },
      { database: { binDir: '/pg', runAs: 'ann' } },
    ],
    ['Redis', { REDIS_URL: 'rediss://r:1/2' }, { queue: { engine: 'redis', url: 'rediss://r:1/2' } }],
    [
      'Meilisearch',
      { MEILI_URL: 'http://m:7700' },
      { search: { engine: 'meilisearch', url: 'http://m:7700', key: null, index: 'brownbag' } },
    ],
    [
      'a bucket at AWS',
      { S3_BUCKET: 'b' },
      { store: { engine: 's3', endpoint: null, bucket: 'b', region: 'us-east-1', credentials: null } },
    ],
    [
      'a bucket elsewhere',
      { S3_BUCKET: 'b', S3_ENDPOINT: 'http://s3:9000', S3_ACCESS_KEY_ID: 'i', S3_SECRET_ACCESS_KEY: 'k' },
      { store: { endpoint: 'http://s3:9000', credentials: { accessKeyId: 'i', secretAccessKey: 'k' } } },
    ],
    [
      'a public URL without its last slash',
      { PUBLIC_URL: 'https://b.example/' },
      { http: { publicUrl: 'https://b.example' } },
    ],
    ['models elsewhere', { MODEL_DIR: '/srv/models' }, { modelDir: '/srv/models' }],
    [
      'a first admin',
      { ADMIN_EMAIL: 'Ann@b.example', ADMIN_PASSWORD: 'twelve chars' },
      { firstAdmin: { email: 'ann@b.example', password: 'twelve chars' } },
    ],
    [
      'single sign-on',
      { OIDC_ISSUER: 'https://i.example', OIDC_CLIENT_ID: 'b' },
      { singleSignOn: { issuer: 'https://i.example', clientId: 'b', clientSecret: null } },
    ],
    [
      'single sign-on with a provider on this machine',
      { OIDC_ISSUER: 'http://localhost:9000', OIDC_CLIENT_ID: 'b' },
      { singleSignOn: { issuer: 'http://localhost:9000' } },
    ],
    [
      'a worker beside a database',
      { ROLE: 'worker', DATABASE_URL: 'postgres://db/b', WORKER_CONCURRENCY: '3' },
      { role: 'worker', workerConcurrency: 3 },
    ],
    [
      'meaning beside words',
      { ...openaiKey, EMBED_MODEL: 'text-embedding-3-small', EMBED_DIMENSIONS: '512' },
      { embedder: { engine: 'openai', apiKey: 'sk-1', model: 'text-embedding-3-small', dimensions: 512 } },
    ],
    ['words alone', openaiKey, { embedder: { engine: 'none' } }],
    ['no sample', { SAMPLE: 'off' }, { hasSample: false }],
  ])('%s', (_, env, expected) => {
    expect(readConfig(env)).toMatchObject(expected);
  });

  test.each([
    [{}, 'local', 'keyphrase'],
    [{ TRANSCRIBER: 'sherpa', ...openaiKey }, 'sherpa', 'openai gpt-4o-mini'],
    [{ TRANSCRIBER: 'sherpa', TRANSCRIBE_MODEL: 'whisper-base' }, 'sherpa whisper-base', 'keyphrase'],
    [openaiKey, 'openai whisper-1', 'openai gpt-4o-mini'],
    [ownServer, 'openai whisper-1', 'keyphrase'],
    [{ ...ownServer, TRANSCRIBE_MODEL: 'base', TAG_MODEL: 'qwen' }, 'openai base', 'openai qwen'],
    [{ ...openaiKey, TRANSCRIBER: 'pocketsphinx', TAGGER: 'none' }, 'pocketsphinx', 'none'],
    [{ TRANSCRIBER: 'none', TAGGER: 'keyphrase' }, 'none', 'keyphrase'],
    [{ TAG_MODEL: 'qwen' }, 'local', 'keyphrase'],
  ])('%o transcribes with %s and tags with %s', (env, transcriber, tagger) => {
    const { transcriber: chosen, tagger: chosenTagger } = readConfig(env);
    const named = (one: object): string =>
      Object.entries(one)
        .filter(([key, value]) => (key === 'engine' || key === 'model') && value !== null)
        .map(([, value]) => value)
        .join(' ');
    expect([named(chosen), named(chosenTagger)]).toEqual([transcriber, tagger]);
  });

  test.each([
    [{ PORT: 'http' }, 'PORT is "http"; allowed: a whole number from 0 to 65535 (0: any free port)'],
    [{ PORT: '70000' }, 'PORT is "70000"'],
    [{ PORT: '1e3' }, 'PORT is "1e3"'],
    [{ ROLE: 'both' }, 'ROLE is "both"; allowed: all, or with DATABASE_URL also server or worker'],
    [{ ROLE: 'worker' }, 'ROLE is "worker"; allowed: all, or with DATABASE_URL'],
    [{ DATABASE_URL: 'mysql://root:pw@db/b' }, 'DATABASE_URL is set to something else (not shown)'],
    [{ PUBLIC_URL: 'brownbag.example' }, 'PUBLIC_URL is "brownbag.example"'],
    [
      { REDIS_URL: 'http://r' },
      'REDIS_URL is set to something else (not shown); allowed: a URL such as redis://',
    ],
    [
      { MEILI_KEY: 'k' },
      'MEILI_KEY is set to something else (not shown); allowed: a key, together with MEILI_URL',
    ],
    [{ S3_ENDPOINT: 'http://s3' }, 'S3_ENDPOINT is "http://s3"'],
    [{ S3_BUCKET: 'b', S3_ACCESS_KEY_ID: 'i' }, 'S3_ACCESS_KEY_ID'],
    [{ S3_BUCKET: 'b', S3_SECRET_ACCESS_KEY: 'k' }, 'S3_SECRET_ACCESS_KEY'],
    [{ TRANSCRIBER: 'openai' }, 'TRANSCRIBER is "openai"; allowed: auto, openai (with OPENAI_API_KEY'],
    [{ ...ownServer, TAGGER: 'openai' }, 'TAGGER is "openai"'],
    [{ EMBED_MODEL: 'nomic-embed-text' }, 'EMBED_MODEL is "nomic-embed-text"; allowed: the name of a model'],
    [{ ...ownServer, EMBED_MODEL: 'two words' }, 'EMBED_MODEL is "two words"'],
    [{ ...ownServer, EMBED_DIMENSIONS: '512' }, 'EMBED_DIMENSIONS is "512"'],
    [{ ...ownServer, EMBED_MODEL: 'm', EMBED_DIMENSIONS: '8' }, 'EMBED_DIMENSIONS is "8"; allowed: a whole'],
    [{ TRANSCRIBER: 'whisper' }, 'TRANSCRIBER is "whisper"'],
    [{ WORKER_CONCURRENCY: '0' }, 'WORKER_CONCURRENCY is "0"'],
    [
      { ADMIN_EMAIL: 'a@b.example' },
      'ADMIN_EMAIL is "a@b.example"; allowed: an e-mail address, together with ADMIN_PASSWORD',
    ],
    [
      { ADMIN_EMAIL: 'a@b.example', ADMIN_PASSWORD: 'short' },
      'ADMIN_PASSWORD is set to something else (not shown); allowed: 12 to 200',
    ],
    [{ AUTH_SECRET: 'short' }, 'AUTH_SECRET is set to something else (not shown); allowed: at least 32'],
    [
      { OIDC_ISSUER: 'https://i.example' },
      'OIDC_ISSUER is "https://i.example"; allowed: the https URL of the provider (http on this',
    ],
    [{ OIDC_ISSUER: 'http://i.example', OIDC_CLIENT_ID: 'b' }, 'OIDC_ISSUER is "http://i.example"'],
    [{ OIDC_CLIENT_ID: 'b' }, 'OIDC_CLIENT_ID is "b"'],
    [{ OIDC_CLIENT_SECRET: 'x' }, 'OIDC_CLIENT_SECRET is set'],
    [{ SAMPLE: 'yes' }, 'SAMPLE is "yes"; allowed: on or off'],
    [
      { AUTH_SECRET_FILE: '/nowhere/secret' },
      'AUTH_SECRET_FILE is "/nowhere/secret"; allowed: the path of a file that can be read',
    ],
  ])('%o stops the start with one line', (env, line) => {
    let message = '';
    try {
      readConfig(env);
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain(line);
    expect(message).not.toContain('\n');
    expect(message).not.toContain('root:pw');
  });

  test('a secret may come from a file, without the line break at its end', () => {
    expect(readConfig({ AUTH_SECRET_FILE: file('auth', `${secret}\n`) }).authSecret).toBe(secret);
  });

  test('an empty secret file, or a secret given twice, is refused', () => {
    expect(() => readConfig({ AUTH_SECRET_FILE: file('empty', '\n') })).toThrow('a file that is not empty');
    expect(() => readConfig({ AUTH_SECRET: secret, AUTH_SECRET_FILE: file('again', secret) })).toThrow(
      'either AUTH_SECRET or AUTH_SECRET_FILE',
    );
  });

  test('a file is read for secrets alone', () => {
    expect(readConfig({ PORT_FILE: file('port', '4000') }).http.port).toBe(3000);
  });
});

test.each([
  ['127.0.0.1', 'http://localhost:3000'],
  ['0.0.0.0', 'http://localhost:3000'],
  ['::', 'http://localhost:3000'],
  ['192.168.1.5', 'http://192.168.1.5:3000'],
  ['fd00::1', 'http://[fd00::1]:3000'],
])('a server at %s is opened at %s', (host, url) => {
  expect(listenUrl(host, 3000)).toBe(url);
});
