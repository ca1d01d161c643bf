import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../core/config.ts';
import { variables } from '../core/config-variables.ts';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

const Service = z.object({
  image: z.string(),
  environment: z.record(z.string(), z.string()).default({}),
  depends_on: z.record(z.string(), z.unknown()).default({}),
  volumes: z.array(z.string()).default([]),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
});
const Compose = z.object({
  services: z.record(z.string(), Service),
  volumes: z.record(z.string(), z.null()),
});

const { services, volumes } = Compose.parse(parse(read('docker-compose.yml'), { merge: true }));
const ours = Object.entries(services).filter(([name]) => name === 'server' || name === 'worker');

/** As `docker compose` replaces `${NAME}`, `${NAME:-default}` and `${NAME:?message}`. */
function interpolate(value: string, env: Readonly<Record<string, string>>): string {
  return value.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind?: string, rest?: string) => {
    const given = env[name];
    if (given) return given;
    if (kind === '-') return rest ?? '';
    throw new Error(`${name} is not set`);
  });
}

const filledIn = {
  POSTGRES_PASSWORD: 'p'.repeat(48),
  MEILI_MASTER_KEY: 'm'.repeat(48),
  AUTH_SECRET: 'a'.repeat(48),
};

describe('docker-compose.yml', () => {
  test.each(ours)('gives the %s only variables that exist', (_, { environment }) => {
    const known: readonly string[] = variables.map((variable) => variable.name);
    expect(Object.keys(environment).filter((name) => !known.includes(name))).toEqual([]);
  });

  test.each(ours)(
    'starts the %s with valid settings and engines that are services',
    (role, { environment }) => {
      const env = Object.fromEntries(
        Object.entries(environment).map(([name, value]) => [name, interpolate(value, filledIn)]),
      );
      const config = readConfig(env);
      expect(config).toMatchObject({ role, firstAdmin: null });
      const engines = [config.database, config.queue, config.search, config.transcriber, config.tagger];
      expect(engines.map(({ engine }) => engine)).toEqual([
        'server',
        'redis',
        'meilisearch',
        'openai',
        'keyphrase',
      ]);
      const hosts = Object.values(env).flatMap(
        (value) => /:\/\/(?:\S+@)?([\w-]+):\d+/.exec(value)?.[1] ?? [],
      );
      expect(hosts.filter((host) => host !== 'localhost' && !(host in services))).toEqual([]);
      expect(hosts.length).toBeGreaterThan(3);
    },
  );

  test('without its secrets it does not start', () => {
    const given = services['server']?.environment['DATABASE_URL'] ?? '';
    expect(() => interpolate(given, {})).toThrow('POSTGRES_PASSWORD is not set');
  });

  test('its example file names every secret it needs', () => {
    const named = [...read('docker.env.example').matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]);
    const used = [...read('docker-compose.yml').matchAll(/\$\{(\w+)/g)].map((match) => match[1]);
    expect(named.sort()).toEqual([...new Set(used)].sort());
  });

  test('services and volumes that are referred to exist', () => {
    for (const service of Object.values(services)) {
      expect(Object.keys(service.depends_on).filter((name) => !(name in services))).toEqual([]);
      const named = service.volumes.map((volume) => volume.split(':')[0] ?? '');
      expect(named.filter((name) => !(name in volumes))).toEqual([]);
    }
  });

  test('images of others are pinned, and every lasting service says how its health is seen', () => {
    for (const [name, { image, healthcheck }] of Object.entries(services)) {
      expect(image).toMatch(/:v?\d+\.\d+\.?\d*/);
      if (!['server', 'whisper-model'].includes(name))
        expect([name, healthcheck]).not.toEqual([name, undefined]);
    }
  });
});

test('the Dockerfile pins its base image, runs as a user and copies files that exist', () => {
  const dockerfile = read('Dockerfile');
  const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map((match) => match[1]);
  expect(new Set(bases)).toEqual(new Set(['node:20.20.2-bookworm-slim']));
  expect(dockerfile).toMatch(/^USER node$/m);
  for (const [, path = ''] of dockerfile.matchAll(/\/app\/(server\/\S+\.mjs)/g))
    expect(read(path)).not.toBe('');
});
