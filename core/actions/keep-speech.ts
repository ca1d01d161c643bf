import type { Database } from '../../drizzle/client.ts';
import type { Log } from '../../drizzle/log.ts';
import { findAnySession, lockSession } from '../../drizzle/queries/sessions.ts';
import { listWithoutSpeech, replaceSpeech } from '../../drizzle/queries/speech.ts';
import { findTranscript } from '../../drizzle/queries/transcripts.ts';
import { speechOf } from '../model/speakers.ts';

/** Counts anew how long each speaker of the session speaks. A session that is gone is fine. */
export async function keepSpeech(db: Database, sessionId: string): Promise<void> {
  await db.transaction(async (tx) => {
    // Who writes the same session waits, and then reads what was written last.
    await lockSession(tx, sessionId);
    const session = await findAnySession(tx, sessionId);
    if (!session) return;
    const transcript = await findTranscript(tx, sessionId);
    await replaceSpeech(tx, sessionId, speechOf(session.speakers, transcript?.segments ?? []));
  });
}

const batch = 200;

/** The same for all sessions that an earlier release has added. */
export async function countSpeech({ db, log }: { readonly db: Database; readonly log: Log }): Promise<void> {
  let sessionCount = 0;
  for (;;) {
    const ids = await listWithoutSpeech(db, batch);
    for (const id of ids) await keepSpeech(db, id);
    sessionCount += ids.length;
    if (ids.length < batch) break;
  }
  if (sessionCount > 0) log.info({ sessionCount }, 'it is known from now on who speaks for how long');
}
