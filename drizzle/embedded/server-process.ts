import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { environment, type Installation } from './installation.ts';
import { run } from './processes.ts';

const readyMessage = 'database system is ready to accept connections';
/** Recovery after a crash reads at most `max_wal_size` (128 MB). */
const readyTimeoutMs = 60_000;
const stopPatienceMs = 10_000;
const keptLines = 50;

export interface ServerProcess {
  /** Resolves when the server has ended, asked or not. */
  readonly exited: Promise<void>;
  /** Resolves when connections are accepted; rejects with the server's last words. */
  ready(signal?: AbortSignal): Promise<void>;
  /** Ends sessions and stops; forces it after a while. May be called twice. */
  stop(): Promise<void>;
}

const mebibyte = 2 ** 20;
const bufferLimits = { least: 32, most: 512 } as const;

/**
 * MiB of the server's page cache: a sixteenth of the memory that this process may use. Only what is read is taken from
 * the machine: 16 MB measured for a small collection. With 32 MiB a search of 113,000 passages (200 MB of rows) takes
 * half as long again.
 */
export function sharedBuffers(
  bytes: number = Math.min(totalmem(), process.constrainedMemory() || Infinity),
): number {
  return Math.max(bufferLimits.least, Math.min(bufferLimits.most, Math.floor(bytes / 16 / mebibyte)));
}

/** Settings for one program on one machine. */
function settings({ major }: Installation, socketDir: string, durable: boolean): readonly string[] {
  return [
    `unix_socket_directories=${socketDir}`,
    'unix_socket_permissions=0700',
    'listen_addresses=',
    'port=5432',
    'max_connections=100',
    `shared_buffers=${sharedBuffers()}MB`,
    'wal_level=minimal',
    'max_wal_senders=0',
    'min_wal_size=32MB',
    'max_wal_size=128MB',
    'jit=off',
    // Parallel workers want more of /dev/shm than small containers have.
    'max_parallel_workers_per_gather=0',
    'timezone=UTC',
    'log_timezone=UTC',
    // Failing statements reach their caller; here they would write people's texts into the log.
    'log_min_messages=log',
    'log_min_error_statement=panic',
    ...(major >= 18 ? ['io_method=sync'] : []),
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ];
}

/**
 * Starts `postgres` in a session of its own, so that Ctrl-C reaches the program and not its database. Where
 * util-linux is there, the kernel stops it when the program dies in whatever way (prctl(2), PR_SET_PDEATHSIG).
 */
export async function spawnServer(options: {
  readonly installation: Installation;
  readonly socketDir: string;
  readonly durable: boolean;
  readonly log: Log;
}): Promise<ServerProcess> {
  const { installation, socketDir, durable, log } = options;
  const { binaries, runAs, baseDir } = installation;
  const env = environment(binaries);
  const pgDir = join(baseDir, 'pg');
  const postgres = join(binaries.binDir, 'postgres');
  const args = ['-D', pgDir, ...settings(installation, socketDir, durable).flatMap((line) => ['-c', line])];
  const guard = ['--pdeathsig', 'INT'];
  const canGuard = (await run({ file: 'setpriv', args: [...guard, 'true'], env }, 5_000)).ok;
  const {
    file,
    args: allArgs,
    user,
  } = canGuard
    ? runAs.command('setpriv', [...guard, postgres, ...args], env)
    : runAs.command(postgres, args, env);
  const child = spawn(file, allArgs, {
    ...user,
    env,
    cwd: pgDir,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return supervise(child, log);
}

function supervise(child: ChildProcess, log: Log): ServerProcess {
  const lastLines: string[] = [];
  let isStopping = false;
  let isReady = false;
  const exited = new Promise<void>((resolve) => {
    child.once('error', (err) => {
      lastLines.push(err.message);
      resolve();
    });
    child.once('exit', (code, signal) => {
      if (isReady && !isStopping)
        log.error({ code, signal, lastLines }, 'the embedded database ended by itself');
      resolve();
    });
  });
  // Where the kernel does not do it; `exit` listeners cannot wait.
  const onExit = () => child.kill('SIGINT');
  process.once('exit', onExit);
  exited.finally(() => process.off('exit', onExit)).catch(() => undefined);

  const readyLine = new Promise<void>((resolve) => {
    if (!child.stderr) return;
    createInterface({ input: child.stderr }).on('line', (line) => {
      log.debug({ postgres: line });
      lastLines.push(line);
      if (lastLines.length > keptLines) lastLines.shift();
      if (line.includes(readyMessage)) resolve();
    });
  });

  return {
    exited,
    async ready(signal) {
      signal?.throwIfAborted();
      const limit = AbortSignal.any([AbortSignal.timeout(readyTimeoutMs), ...(signal ? [signal] : [])]);
      const outcome = await Promise.race([
        readyLine.then(() => 'ready' as const),
        exited.then(() => 'exited' as const),
        once(limit, 'abort').then(() => 'aborted' as const),
      ]);
      signal?.throwIfAborted();
      isReady = outcome === 'ready';
      if (!isReady) throw new Error(`PostgreSQL did not start (${outcome}):\n${lastLines.join('\n')}`);
    },
    async stop() {
      isStopping = true;
      for (const kind of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
        if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
        child.kill(kind);
        const patience = new AbortController();
        await Promise.race([exited, sleep(stopPatienceMs, undefined, { signal: patience.signal })]);
        patience.abort();
      }
    },
  };
}
