import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { SessionFields } from '../../../core/api/sessions.ts';
import type { Reader } from '../../../core/model/access.ts';
import { findFirstWithRole, findUserByEmail } from '../../../drizzle/queries/users.ts';
import { type Command, type CommandRun, UsageError } from '../command.ts';
import { type FindOptions, findItems } from '../import-items.ts';
import { type ImportReport, openImportReport } from '../import-report.ts';
import { watchItems } from '../import-watch.ts';
import { openImporter } from '../importer.ts';
import { withInterrupt } from '../interrupt.ts';
import { openWorkers, processUntilIdle, tellEnded } from '../process-until-idle.ts';

interface Import {
  readonly paths: readonly string[];
  readonly options: FindOptions;
  readonly report: ImportReport;
  readonly signal: AbortSignal;
}

/** Adds files and folders as sessions; known content is skipped, a failed item does not stop the rest. */
export const importFiles: Command = async (run) => {
  const { values, positionals: paths, parts, config, log, print } = run;
  if (paths.length === 0) throw new UsageError('import needs a file or a folder.');
  const everyMs = parseEvery(values);
  const options = {
    hasCaptions: parseCaptionsOption(values['captions']),
    transcriptsOnly: values['transcripts-only'] === true,
  };
  const fields = parseFields(values);
  for (const path of paths)
    await stat(path).catch((cause: unknown) => {
      throw new UsageError(`There is no file or folder ${path} that could be read.`, { cause });
    });
  const owner = await findOwner(run);
  const isRecording = (head: Uint8Array) => parts.media.recognises(head);
  const { maxUploadBytes } = config;
  const importer = openImporter({ ...parts, log, print, isRecording, maxUploadBytes, owner, fields });
  return withInterrupt(
    'Interrupted. What was added stays; the same command goes on with the rest.',
    (signal) => {
      const work = { paths, options, signal, report: openImportReport({ importer, print, signal }) };
      return everyMs === null ? importOnce(run, work) : watch(run, work, everyMs);
    },
  );
};

async function importOnce(run: CommandRun, { paths, options, report, signal }: Import): Promise<number> {
  const { items, unreadable } = await findItems(paths, options);
  if (items.length + unreadable.length === 0) throw new UsageError('There is nothing to import there.');
  report.unreadable(unreadable);
  for (const item of items) {
    await report.take(item);
    signal.throwIfAborted();
  }
  const failures =
    run.parts.isJoined || report.added.size === 0
      ? 0
      : await processUntilIdle(run, [...report.added], signal);
  return report.hasFailures() || failures > 0 ? 1 : 0;
}

/** Until it is interrupted, which is how a watch ends; well, when all that failed has come right since. */
async function watch(
  run: CommandRun,
  { paths, options, report, signal }: Import,
  everyMs: number,
): Promise<number> {
  const workers = run.parts.isJoined ? null : await openWorkers(run);
  const failed = new Set<string>();
  run.print.note(`Watching ${paths.join(', ')}. Ctrl-C ends it.`);
  try {
    await watchItems(
      {
        find: () => findItems(paths, options),
        tellUnreadable: report.unreadable,
        take: ({ item, news }) => (news === 'captions' ? report.takeCaptions(item) : report.take(item)),
        async afterLook() {
          if (!workers) return;
          for (const { id, hasFailed } of await tellEnded(run, report.added))
            if (hasFailed) failed.add(id);
            else failed.delete(id);
        },
        tellFailed: (err) =>
          run.log.warn({ err }, 'how processing goes could not be read; it is tried again'),
        wait: () => sleep(everyMs, undefined, { signal }).catch(() => undefined),
      },
      signal,
    );
  } finally {
    await workers?.close();
  }
  return report.hasFailures() || failed.size > 0 ? 1 : 0;
}

/** Milliseconds between two looks of a watch; `null`: no watch. */
function parseEvery({ watch, every }: CommandRun['values']): number | null {
  if (watch !== true) {
    if (every !== undefined) throw new UsageError('--every goes with --watch.');
    return null;
  }
  const seconds = every === undefined ? 5 : Number(every);
  if (seconds >= 0.1 && seconds <= 3_600) return seconds * 1_000;
  throw new UsageError('--every is a number of seconds from 0.1 to 3600.');
}

function parseCaptionsOption(given: unknown): boolean {
  if (given === undefined || given === 'auto') return true;
  if (given === 'none') return false;
  throw new UsageError('--captions is auto or none.');
}

async function findOwner({ parts: { db }, values }: CommandRun): Promise<Reader> {
  const email = values['owner'];
  const owner =
    typeof email === 'string' ? await findUserByEmail(db, email) : await findFirstWithRole(db, 'admin');
  if (owner) return owner;
  throw new UsageError(
    typeof email === 'string'
      ? `Nobody here has the address ${email}.`
      : 'There is no admin yet. Make one first: npm run cli -- user add <email> <name> --role admin',
  );
}

function parseFields(values: CommandRun['values']): SessionFields {
  const parsed = SessionFields.safeParse({ topics: values['topic'] ?? [], visibility: values['visibility'] });
  if (parsed.success) return parsed.data;
  throw new UsageError(
    parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join(' '),
  );
}
