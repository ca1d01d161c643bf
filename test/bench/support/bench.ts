import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

export interface BenchRun {
  /** An empty folder that goes when the measurement ends. */
  readonly dir: string;
  /** Aborts at the time limit and when the process is told to end. */
  readonly signal: AbortSignal;
}

/** Runs a measurement. An error makes the exit status 1; a missed bar does not. */
export async function bench(
  { limitMinutes }: { readonly limitMinutes: number },
  measure: (run: BenchRun) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const onSignal = () => stop.abort(new Error('told to end'));
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const dir = await realpath(await mkdtemp(join(tmpdir(), 'brownbag-bench-')));
  // Started by root, the database runs as another user who must get here.
  await chmod(dir, 0o711);
  console.log(`  ${availableParallelism()} cores, others' load ${loadavg()[0]?.toFixed(1)}`);
  try {
    await measure({
      dir,
      signal: AbortSignal.any([stop.signal, AbortSignal.timeout(limitMinutes * 60_000)]),
    });
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  } finally {
    await rm(dir, { recursive: true, force: true });
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
