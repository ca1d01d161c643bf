import { Readable } from 'node:stream';
import { binDays } from '../core/model/bin.ts';
import type { MediaStore } from '../core/ports/media-store.ts';
import type { Database } from '../drizzle/client.ts';
import { newId } from '../drizzle/ids.ts';
import type { Log } from '../drizzle/log.ts';
import { dropReplacedFiles } from '../drizzle/queries/media-files.ts';
import { sessionExists } from '../drizzle/queries/sessions.ts';
import { readSetting, writeSetting } from '../drizzle/queries/settings.ts';

interface OrphanDeps {
  readonly db: Database;
  readonly store: MediaStore;
  readonly log: Log;
}

/**
 * A file this old that its session does not name is not one that somebody is about to name; and who plays one that
 * was replaced so long ago has seen its end.
 */
const orphanFileAgeMs = 6 * 3_600_000;
/** Files of a session that is not there at all may be all that is left of it after an old backup was restored. */
const orphanSessionAgeMs = binDays * 24 * 3_600_000;
const settingKey = 'installation-id';
/** Folder of the store whose one file names the installation it belongs to. */
const markFolder = 'installation';

/**
 * Whether database and store belong together: both carry the same mark, made when neither had one and the store
 * was empty or known here. A fresh or wrong database beside a full store must never make it look like orphans.
 */
export async function isStoreOurs({ db, store, log }: OrphanDeps): Promise<boolean> {
  const known = await readSetting(db, settingKey);
  const marks = (await store.list(markFolder)).map((object) => object.key.slice(markFolder.length + 1));
  if (typeof known === 'string' && marks.includes(known)) return true;
  if (known !== undefined || marks.length > 0 || !(await isEmptyOrKnown({ db, store }))) {
    log.warn({ known, marks }, 'the media store belongs to another database: nothing is tidied there');
    return false;
  }
  const id = newId();
  await store.write(`${markFolder}/${id}`, Readable.from([id]), { maxBytes: 100 });
  await writeSetting(db, settingKey, id);
  return true;
}

async function isEmptyOrKnown({ db, store }: Pick<OrphanDeps, 'db' | 'store'>): Promise<boolean> {
  let isEmpty = true;
  for await (const sessionId of store.listSessions()) {
    if (!isSessionId(sessionId)) continue;
    if (await sessionExists(db, sessionId)) return true;
    isEmpty = false;
  }
  return isEmpty;
}

const isSessionId = (name: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name);

/** Removes old files of sessions that no row names; whatever else lies in the store is not ours to touch. */
export async function removeOrphans({ db, store, log }: OrphanDeps, isStopped: () => boolean): Promise<void> {
  for await (const sessionId of store.listSessions()) {
    if (isStopped()) return;
    if (!isSessionId(sessionId)) continue;
    // In this order: a session comes with the rows of its files in one transaction, and the files may be old by
    // then (a long upload). One that comes in between is not yet there for the first question, or all its rows
    // are there for the last; and what is listed before the rows are read was not named only after them.
    const ageMs = (await sessionExists(db, sessionId)) ? orphanFileAgeMs : orphanSessionAgeMs;
    const objects = await store.list(sessionId);
    const known = new Set(await dropReplacedFiles(db, sessionId, orphanFileAgeMs));
    for (const object of objects) {
      const isOld = object.modifiedAt.getTime() < Date.now() - ageMs;
      if (!isOld || known.has(object.key.slice(sessionId.length + 1))) continue;
      await store.remove(object.key);
      log.info({ sessionId }, 'removed a file without a row');
    }
  }
}
