import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface WriterProcess {
  /** Resolves when some bytes have reached the disk; the rest never comes. */
  hasWritten(): Promise<void>;
  /** SIGKILL, and wait until the process is gone. */
  kill(): Promise<void>;
}

/** Starts a real process that writes an object to a local store and never ends it. */
export async function startWriterProcess(target: { rootDir: string; key: string }): Promise<WriterProcess> {
  const main = fileURLToPath(new URL('./writer-process-main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', main, target.rootDir, target.key], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const written = Promise.race([
    once(child.stdout, 'data'),
    ended.then(() => Promise.reject(new Error('The writer ended before it wrote'))),
  ]);
  written.catch(() => undefined);
  return {
    async hasWritten() {
      await written;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
