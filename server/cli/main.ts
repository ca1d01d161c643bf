import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { compose } from '../../core/compose.ts';
import { type Config, readConfig } from '../../core/config.ts';
import type { Parts } from '../../core/parts.ts';
import { repositoryRoot } from '../../core/root.ts';
import { explainFailure, loadDotEnv } from '../startup.ts';
import { type Command, type PlainCommand, UsageError } from './command.ts';
import { doctor } from './commands/doctor.ts';
import { importFiles } from './commands/import.ts';
import { model } from './commands/model.ts';
import { reindex, reprocess } from './commands/reprocess.ts';
import { searches } from './commands/searches.ts';
import { user } from './commands/user.ts';
import { printer } from './printer.ts';

const commands: Readonly<Record<string, Command>> = {
  import: importFiles,
  reindex,
  reprocess,
  searches,
  user,
  doctor,
};
/** Work where nothing else is set up yet. */
const plainCommands: Readonly<Record<string, PlainCommand>> = { model };

const usage = `Usage: npm run cli -- <command>

  import <file|folder…>   add recordings; a caption file of the same name beside one is taken with it
      --captions auto|none    default auto
      --transcripts-only      add caption files as sessions without a recording
      --topic <name>          a topic for all of them (repeatable)
      --visibility organisation|team|private
      --owner <email>         whose sessions they become; default: the first admin
      --watch                 stay, and add what comes as soon as nobody writes it any more; Ctrl-C ends it
      --every <seconds>       how often a watch looks; default 5
  reindex                 build the search index again from the database
  reprocess <id…>         run all stages of these sessions again
  searches export         what was searched for and opened in the last 90 days, without names
      --format csv|bench      default csv; bench: what npm run bench:search reads
  user add <email> <name> [--role member|champion|curator|admin] [--team <name>]
  user role <email> <role>
  user password <email>   asks for the password, or reads it from standard input
  model list              speech models for this machine
  model add <name…>       download some of them into MODEL_DIR
  doctor                  what is configured, reachable, missing

  --json                  one JSON line per item instead of progress bars

Exit status: 0 all went well, 1 something failed (of a watch: and has not come right since), 2 wrongly called.
`;

/** The command line; gives the exit status: 0 all went well, 1 something failed, 2 wrongly called. */
export async function main(argv: readonly string[]): Promise<number> {
  let parts: Parts | undefined;
  try {
    const { values, positionals } = parseArguments(argv);
    const [name = 'help', ...rest] = positionals;
    const command = commands[name];
    const plainCommand = plainCommands[name];
    if (values.help || !(command || plainCommand)) {
      process.stdout.write(usage);
      return values.help || name === 'help' ? 0 : 2;
    }
    loadDotEnv(repositoryRoot());
    const config: Config = readConfig(process.env);
    const run = { config, values, positionals: rest, print: printer(values.json === true) };
    if (!command) return (await plainCommand?.(run)) ?? 2;
    // The log goes to standard error: standard output is for the command's own lines.
    const log = pino({ level: config.logLevel === 'info' ? 'warn' : config.logLevel }, pino.destination(2));
    await mkdir(config.dataDir, { recursive: true });
    parts = await compose(config, log, { joinsRunning: true });
    return await command({ ...run, parts, log });
  } catch (error) {
    if (!(error instanceof UsageError)) return explainFailure(error);
    process.stderr.write(`brownbag: ${error.message}\n\n${usage}`);
    return 2;
  } finally {
    await parts?.close();
  }
}

function parseArguments(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        json: { type: 'boolean' },
        captions: { type: 'string' },
        'transcripts-only': { type: 'boolean' },
        topic: { type: 'string', multiple: true },
        visibility: { type: 'string' },
        owner: { type: 'string' },
        watch: { type: 'boolean' },
        every: { type: 'string' },
        format: { type: 'string' },
        role: { type: 'string' },
        team: { type: 'string' },
      },
    });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
