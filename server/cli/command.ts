import type { Config } from '../../core/config.ts';
import type { Parts } from '../../core/parts.ts';
import type { Log } from '../../drizzle/log.ts';
import type { Printer } from './printer.ts';

/** For a command that needs no database. */
export interface PlainRun {
  readonly config: Config;
  /** Options as given; each command checks its own. */
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  /** Arguments after the command's name. */
  readonly positionals: readonly string[];
  readonly print: Printer;
}

export interface CommandRun extends PlainRun {
  readonly parts: Parts;
  readonly log: Log;
}

/** Gives the exit status. */
export type Command = (run: CommandRun) => Promise<number>;
export type PlainCommand = (run: PlainRun) => Promise<number>;

/** The command was called wrongly: the message says how, the usage follows. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
