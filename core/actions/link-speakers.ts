import type { Transaction } from '../../drizzle/client.ts';
import { moveSpeakerPerson, setSpeakerPerson } from '../../drizzle/queries/session-speakers.ts';
import { findActiveUser } from '../../drizzle/queries/users.ts';
import type { TranscriptEdit } from '../api/transcripts.ts';
import { badEdit } from '../model/transcript/bad-edit.ts';

/** After speakers were renamed: the new name stands for whom the old one stood for, or for whom the edit says. */
export async function linkSpeakers(
  tx: Transaction,
  sessionId: string,
  edits: readonly TranscriptEdit[],
): Promise<void> {
  for (const [at, edit] of edits.entries()) {
    if (edit.op !== 'renameSpeaker') continue;
    const { from, to, personId } = edit;
    if (from !== null && from !== to) await moveSpeakerPerson(tx, sessionId, { from, to });
    if (personId === undefined) continue;
    if (personId !== null && !(await findActiveUser(tx, personId)))
      throw badEdit(`edits.${at}.personId`, 'is nobody here');
    await setSpeakerPerson(tx, sessionId, to, personId);
  }
}
