import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../core/config-environment.ts';
import { DomainError, PermanentError } from '../core/model/errors.ts';
import { DataDirInUseError } from '../drizzle/embedded/app-lock.ts';
import { StopAsked } from './shutdown.ts';

/** Takes variables from `.env` where there is one; what the environment already says wins. */
export function loadDotEnv(dir: string): void {
  const path = join(dir, '.env');
  if (existsSync(path)) process.loadEnvFile(path);
}

/** One sentence for what a person can mend, the whole error for what only we can. Gives the exit status. */
export function explainFailure(error: unknown): number {
  if (error instanceof StopAsked) return 0;
  const isForPeople =
    error instanceof ConfigError ||
    error instanceof PermanentError ||
    error instanceof DomainError ||
    error instanceof DataDirInUseError ||
    isPortTaken(error);
  process.stderr.write(`${isForPeople ? `brownbag: ${sentence(error)}` : describe(error)}\n`);
  return 1;
}

const isPortTaken = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

function sentence(error: unknown): string {
  if (isPortTaken(error)) return 'The port is taken by another program. Set PORT to a free one.';
  return error instanceof Error ? error.message : String(error);
}

const describe = (error: unknown) =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
