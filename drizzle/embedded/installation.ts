import { mkdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PermanentError } from '../../core/model/errors.ts';
import { type Binaries, copyBinaries, findBinaries } from './binaries.ts';
import { run } from './processes.ts';
import { moveCluster } from './relocate.ts';
import { type RunAs, type UserId, waysToRun } from './run-as.ts';

const probeTimeoutMs = 10_000;

/** Which PostgreSQL runs, as whom, and where its cluster lies. */
export interface Installation {
  readonly binaries: Binaries;
  readonly runAs: RunAs;
  /** Such as `18.4`. */
  readonly version: string;
  readonly major: number;
  /** Holds `pg` (the cluster), `pg.tmp` and `s` (the socket); the data directory unless it had to be moved. */
  readonly baseDir: string;
}

export interface InstallationOptions {
  /** Absolute, without symbolic links. */
  readonly dataDir: string;
  readonly dataOwner: UserId;
  readonly binDir?: string | undefined;
  readonly user?: string | undefined;
  /** Where to copy what lies in folders that no other user may enter. */
  readonly systemDir: string;
  readonly signal?: AbortSignal | undefined;
}

/** The environment of every PostgreSQL program: messages in English, since one is waited for. */
export function environment(binaries: Binaries): Readonly<Record<string, string>> {
  const base = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };
  return binaries.libraryPath === null ? base : { ...base, LD_LIBRARY_PATH: binaries.libraryPath };
}

/** Tries every place and every way, best first, and takes what really starts. PermanentError when nothing does. */
export async function chooseInstallation(options: InstallationOptions): Promise<Installation> {
  const { dataDir, binDir, user, dataOwner } = options;
  const places = await findBinaries({ binDir, linkDir: join(dataDir, 'lib') });
  const ways = await waysToRun({ dataOwner, user });
  const baseDir = await clusterBase(dataDir);
  const neededMajor = await clusterMajor(baseDir);
  const search: Search = { ...options, baseDir, neededMajor, failures: [], otherVersions: new Set() };
  for (const binaries of places) {
    const found =
      (await tryAll(search, binaries, [...ways.direct, ...ways.namespace], baseDir)) ??
      (process.getuid?.() === 0 ? await relocate(search, binaries, ways.direct) : null);
    if (found) return found;
  }
  throw new PermanentError(explain(search));
}

interface Search extends InstallationOptions {
  readonly baseDir: string;
  /** Of the cluster that exists; `null`: none yet, any version will do. */
  readonly neededMajor: number | null;
  readonly failures: string[];
  readonly otherVersions: Set<number>;
}

function explain({ baseDir, neededMajor, otherVersions, failures }: Search): string {
  const tried = failures.length > 0 ? ` Tried ${failures.join('; ')}.` : '';
  if (otherVersions.size === 0) {
    return `No PostgreSQL could be started here: run "npm ci", install the package "postgresql", or set DATABASE_URL.${tried}`;
  }
  return (
    `The database in ${baseDir} was made by PostgreSQL ${neededMajor}, and here is only version ` +
    `${[...otherVersions].join(', ')}: install PostgreSQL ${neededMajor}, or restore a backup into an empty data directory.${tried}`
  );
}

/** Copies the cluster, the binaries or both to where every user can reach them; `null` when that does not help. */
async function relocate(
  search: Search,
  binaries: Binaries,
  ways: readonly RunAs[],
): Promise<Installation | null> {
  const { dataDir, systemDir, baseDir } = search;
  if (search.otherVersions.size > 0) return null;
  await mkdir(systemDir, { recursive: true, mode: 0o755 });
  const moved = async (found: Installation) => ({ ...found, baseDir: await moveCluster(dataDir, systemDir) });
  const reachable = await tryAll(search, binaries, ways, systemDir);
  if (reachable) return moved(reachable);
  const copied = await copyBinaries(binaries, systemDir);
  const inPlace = await tryAll(search, copied, ways, baseDir);
  if (inPlace) return inPlace;
  const elsewhere = await tryAll(search, copied, ways, systemDir);
  return elsewhere && moved(elsewhere);
}

/** The first way in which `postgres --version` runs with `folder` as its directory; remembers what went wrong. */
async function tryAll(
  search: Search,
  binaries: Binaries,
  ways: readonly RunAs[],
  folder: string,
): Promise<Installation | null> {
  const { neededMajor, failures, otherVersions, signal } = search;
  const script = 'cd -- "$1" && exec "$2" --version';
  const args = ['-c', script, 'sh', folder, join(binaries.binDir, 'postgres')];
  for (const runAs of ways) {
    const command = runAs.command('/bin/sh', args, environment(binaries));
    const { ok, stdout, stderr } = await run(command, probeTimeoutMs, signal);
    const version = /\(PostgreSQL\) (\S+)/.exec(stdout)?.[1];
    if (!ok || version === undefined) {
      failures.push(`${binaries.origin} ${runAs.label} (${stderr.trim()})`);
      continue;
    }
    const major = Number.parseInt(version, 10);
    if (neededMajor === null || neededMajor === major)
      return { binaries, runAs, version, major, baseDir: folder };
    otherVersions.add(major);
  }
  return null;
}

/** Where `pg` really is: a cluster that was moved leaves a symbolic link behind. */
async function clusterBase(dataDir: string): Promise<string> {
  return dirname(await realpath(join(dataDir, 'pg')).catch(() => join(dataDir, 'pg')));
}

async function clusterMajor(baseDir: string): Promise<number | null> {
  const text = await readFile(join(baseDir, 'pg', 'PG_VERSION'), 'utf8').catch(() => null);
  return text === null ? null : Number.parseInt(text, 10);
}
