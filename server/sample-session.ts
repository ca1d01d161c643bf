import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addSession, type ReceivedFile } from '../core/actions/add-session.ts';
import type { ActionDeps } from '../core/actions/deps.ts';
import { SessionFields } from '../core/api/sessions.ts';
import { DomainError } from '../core/model/errors.ts';
import { captionsFileName, originalFileName } from '../core/model/media-names.ts';
import { repositoryRoot } from '../core/root.ts';
import { newId } from '../drizzle/ids.ts';
import { readSetting, sampleSetting, writeSetting } from '../drizzle/queries/settings.ts';
import { findFirstWithRole } from '../drizzle/queries/users.ts';

const folder = () => join(repositoryRoot(), 'server', 'sample');

/**
 * Adds the recording that explains Brownbag, once in the life of an installation and only after there is an
 * admin to own it. It goes through the same door as every other recording.
 */
export async function addSampleSession(deps: ActionDeps): Promise<void> {
  const { db, store, log } = deps;
  const owner = await findFirstWithRole(db, 'admin');
  if (!owner || (await readSetting(db, sampleSetting)) !== undefined) return;
  let id = newId();
  const receive = async (key: string, fileName: string): Promise<ReceivedFile> => {
    const source = createReadStream(join(folder(), fileName));
    return { fileName, ...(await store.write(`${id}/${key}`, source, { maxBytes: 2 ** 30 })) };
  };
  try {
    const fields = SessionFields.parse(JSON.parse(await readFile(join(folder(), 'sample.json'), 'utf8')));
    const recording = await receive(originalFileName, 'welcome.mp4');
    const captions = await receive(captionsFileName, 'welcome.vtt');
    await addSession(deps, { id, owner, fields, recording, captions });
    log.info({ sessionId: id }, 'added the sample session');
  } catch (error) {
    // A start that was killed after the commit: the sample is there.
    if (!(error instanceof DomainError && error.code === 'duplicate-recording')) throw error;
    id = String(error.extra['id']);
  }
  await writeSetting(db, sampleSetting, { addedAt: new Date().toISOString(), sessionId: id });
}
