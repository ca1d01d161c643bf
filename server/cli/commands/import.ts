import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Transform } from 'node:stream';
import { addSession, type ReceivedFile } from '../../../core/actions/add-session.ts';
import { SessionFields } from '../../../core/api/sessions.ts';
import type { Reader } from '../../../core/model/access.ts';
import { DomainError } from '../../../core/model/errors.ts';
import { captionsFileName, originalFileName } from '../../../core/model/media-names.ts';
import { newId } from '../../../drizzle/ids.ts';
import { findDuplicate } from '../../../drizzle/queries/sessions.ts';
import { findFirstWithRole, findUserByEmail } from '../../../drizzle/queries/users.ts';
import { checkedHead } from '../../uploads/checked-head.ts';
import { type Command, type CommandRun, UsageError } from '../command.ts';
import { findItems, type ImportItem } from '../import-items.ts';
import { processUntilIdle } from '../process-until-idle.ts';
import { sha256Of } from '../sha256.ts';

/** Adds files and folders as sessions; known content is skipped, a failed item does not stop the rest. */
export const importFiles: Command = async (run) => {
  const { values, positionals, parts } = run;
  if (positionals.length === 0) throw new UsageError('import needs a file or a folder.');
  const owner = await findOwner(run);
  const fields = parseFields(values);
  const items = await findItems(positionals, {
    hasCaptions: parseCaptionsOption(values['captions']),
    transcriptsOnly: values['transcripts-only'] === true,
  });
  if (items.length === 0) throw new UsageError('There is nothing to import there.');
  const added: string[] = [];
  let failures = 0;
  for (const item of items) {
    try {
      const id = await importOne(run, owner, fields, item);
      if (id !== null) added.push(id);
    } catch (error) {
      failures += 1;
      const detail = error instanceof Error ? error.message : String(error);
      run.print.item({ file: item.path, status: 'failed', detail }, `✗ ${item.path}: ${detail}`);
    }
  }
  if (!parts.isJoined && added.length > 0) failures += await processUntilIdle(run, added);
  return failures === 0 ? 0 : 1;
};

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

/** `null`: the content is here already. */
async function importOne(
  run: CommandRun,
  owner: Reader,
  fields: SessionFields,
  item: ImportItem,
): Promise<string | null> {
  const { parts, log, print } = run;
  const known = await findDuplicate(parts.db, owner, await sha256Of(item.path));
  if (known) {
    print.item({ file: item.path, status: 'known', session: known.id }, `= ${item.path}: is here already`);
    return null;
  }
  const id = newId();
  const files = await receive(run, id, item).catch(async (error: unknown) => {
    await parts.store.removeSession(id);
    throw error;
  });
  try {
    const { url } = await addSession({ ...parts, log }, { id, owner, fields, ...files });
    print.item({ file: item.path, status: 'added', session: id, url }, `✓ ${item.path}: ${url}`);
    return id;
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'duplicate-recording')) throw error;
    print.item(
      { file: item.path, status: 'known', session: error.extra['id'] },
      `= ${item.path}: is here already`,
    );
    return null;
  }
}

async function receive(run: CommandRun, id: string, item: ImportItem) {
  const captions =
    item.captionsPath === null ? null : await store(run, id, captionsFileName, item.captionsPath);
  const recording = item.isTranscript ? null : await store(run, id, originalFileName, item.path);
  return { recording, captions };
}

async function store(run: CommandRun, id: string, name: string, path: string): Promise<ReceivedFile> {
  const { size } = await stat(path);
  const { parts, config, print } = run;
  const source = createReadStream(path);
  let seen = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      print.progress(basename(path), size === 0 ? 1 : seen / size);
      done(null, chunk);
    },
  });
  source.on('error', (error) => counted.destroy(error));
  const checked = name === originalFileName ? checkedHead((head) => parts.media.recognises(head)) : null;
  counted.on('error', (error) => checked?.destroy(error));
  const stream = checked ? source.pipe(counted).pipe(checked) : source.pipe(counted);
  const stored = await parts.store.write(`${id}/${name}`, stream, { maxBytes: config.maxUploadBytes });
  return { fileName: basename(path), ...stored };
}
