import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './free-port.ts';

/** Whether a Redis can be started here. */
export const hasRedis: boolean = spawnSync('redis-server', ['--version']).status === 0;

export interface TestRedis {
  /** For ioredis; names a private unix socket. */
  readonly url: string;
  /** Ends it with SIGKILL, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again on the same socket and append-only file. */
  start(): Promise<void>;
  /** Kills it and removes its files. */
  remove(): Promise<void>;
}

/**
 * A real redis-server in a private directory, with the append-only file synced at every write; on a private
 * socket, or on a free port for programs that are given a URL.
 */
export async function startRedis({ listens = 'socket' as 'socket' | 'port' } = {}): Promise<TestRedis> {
  const directory = await mkdtemp(join(tmpdir(), 'brownbag-redis-'));
  const socketPath = join(directory, 'redis.sock');
  const port = listens === 'port' ? await freePort() : 0;
  let server: ChildProcess | undefined;

  const start = async () => {
    const settings = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--unixsocket',
      socketPath,
      '--dir',
      directory,
    ];
    const durability = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
    const child = spawn('redis-server', [...settings, ...durability], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    server = child;
    for await (const line of createInterface({ input: child.stdout })) {
      if (/ready to accept connections/i.test(line)) break;
    }
    child.stdout.resume();
  };
  const kill = async () => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };

  await start();
  return {
    url: port === 0 ? socketPath : `redis://127.0.0.1:${port}`,
    kill,
    start,
    async remove() {
      await kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
