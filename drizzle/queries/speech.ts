import { and, eq, exists, notExists, sql } from 'drizzle-orm';
import { foldText } from '../../core/model/search/asked.ts';
import type { Speech } from '../../core/model/speakers.ts';
import type { Queryable, Transaction } from '../client.ts';
import { sessions } from '../schema/sessions.ts';
import { speech } from '../schema/speech.ts';
import { transcripts } from '../schema/transcripts.ts';

/** Writes anew who speaks in the session, which is locked. */
export async function replaceSpeech(
  tx: Transaction,
  sessionId: string,
  spoken: readonly Speech[],
): Promise<void> {
  await tx.delete(speech).where(eq(speech.sessionId, sessionId));
  if (spoken.length > 0)
    await tx
      .insert(speech)
      .values(spoken.map(({ name, seconds }) => ({ ...namesOf(name), sessionId, seconds })));
}

const namesOf = (name: string | null) => ({ name: name ?? '', folded: name === null ? '' : foldText(name) });

/** Sessions that somebody speaks in and that have never been written so, such as those of an earlier release. */
export async function listWithoutSpeech(db: Queryable, limit: number): Promise<string[]> {
  const written = db.select({ one: sql`1` }).from(speech).where(eq(speech.sessionId, sessions.id));
  const text = db.select({ one: sql`1` }).from(transcripts).where(eq(transcripts.sessionId, sessions.id));
  const rows = await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(notExists(written), sql`(${exists(text)} or ${sessions.speakers} <> '{}')`))
    .limit(limit);
  return rows.map(({ id }) => id);
}
