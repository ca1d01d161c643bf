import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { repositoryRoot } from '../../../core/root.ts';
import { freePort } from '../../support/free-port.ts';
import { environment, withAdmin } from '../../support/product.ts';
import { waitUntil } from './wait-until.ts';

export interface RunningProduct {
  readonly url: string;
  readonly pid: number;
  /** From the start of the process until it answers that it is ready. */
  readonly readySeconds: number;
  /** Asks it to end, and makes it after half a minute. */
  stop(): Promise<void>;
}

/** Starts what `npm start` starts, without the sample; resolves when it is ready. */
export async function startProduct(
  dataDir: string,
  signal: AbortSignal,
  given: Readonly<Record<string, string>> = {},
): Promise<RunningProduct> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const start = performance.now();
  const child = spawn(process.execPath, ['server/cli/start.mjs'], {
    cwd: repositoryRoot(),
    env: environment({
      DATA_DIR: dataDir,
      PORT: String(port),
      SAMPLE: 'off',
      LOG_LEVEL: 'warn',
      ...withAdmin,
      ...given,
    }),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-4000);
  });
  const exited = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), 30_000);
    await exited;
    clearTimeout(force);
  };
  try {
    await waitUntil(async () => {
      if (child.exitCode !== null) throw new Error(`The product ended instead of starting:\n${errors}`);
      return isReady(url);
    }, signal);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, pid: child.pid ?? 0, readySeconds: (performance.now() - start) / 1000, stop };
}

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    (answer) => answer.ok,
    () => false, // it does not listen yet
  );
