import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { countWords, type SpottedPhrase, type Transcript } from '../../core/model/transcript.ts';
import type { Queryable } from '../client.ts';
import { newId } from '../ids.ts';
import { transcripts } from '../schema/transcripts.ts';
import { lockSession } from './sessions.ts';

export type TranscriptRow = typeof transcripts.$inferSelect;
export type TranscriptSummary = Omit<TranscriptRow, 'segments' | 'spotted'>;

/** People's text first, unless they set it aside, then the newest: what is shown. */
const shownFirst = [
  sql`(${transcripts.origin} = 'person' and not ${transcripts.isSetAside}) desc`,
  desc(transcripts.version),
];

/** The transcript that is shown: the newest one by a person that is not set aside, else the newest of all. */
export async function findTranscript(db: Queryable, sessionId: string): Promise<TranscriptRow | undefined> {
  const [row] = await db
    .select()
    .from(transcripts)
    .where(eq(transcripts.sessionId, sessionId))
    .orderBy(...shownFirst)
    .limit(1);
  return row;
}

/** What is said of the shown transcripts, without their text. */
export async function summariseTranscripts(
  db: Queryable,
  sessionIds: readonly string[],
): Promise<Map<string, TranscriptSummary>> {
  if (sessionIds.length === 0) return new Map();
  const rows = await db
    .selectDistinctOn([transcripts.sessionId], {
      id: transcripts.id,
      sessionId: transcripts.sessionId,
      version: transcripts.version,
      origin: transcripts.origin,
      authorId: transcripts.authorId,
      isSetAside: transcripts.isSetAside,
      engine: transcripts.engine,
      grade: transcripts.grade,
      language: transcripts.language,
      words: transcripts.words,
      createdAt: transcripts.createdAt,
    })
    .from(transcripts)
    .where(inArray(transcripts.sessionId, [...sessionIds]))
    .orderBy(transcripts.sessionId, ...shownFirst);
  return new Map(rows.map((row) => [row.sessionId, row]));
}

const byMachine = (sessionId: string) =>
  and(eq(transcripts.sessionId, sessionId), eq(transcripts.origin, 'machine'));

/** The machine's text, shown or not. */
export async function findMachineTranscript(
  db: Queryable,
  sessionId: string,
): Promise<TranscriptRow | undefined> {
  const [row] = await db.select().from(transcripts).where(byMachine(sessionId)).limit(1);
  return row;
}

/** What was heard beside the text: of the recording, whoever's text is shown. */
export async function findSpotted(db: Queryable, sessionId: string): Promise<readonly SpottedPhrase[]> {
  const [row] = await db
    .select({ spotted: transcripts.spotted })
    .from(transcripts)
    .where(byMachine(sessionId))
    .limit(1);
  return row?.spotted ?? [];
}

/** What people wrote stays. */
export async function removeMachineTranscript(db: Queryable, sessionId: string): Promise<void> {
  await db.delete(transcripts).where(byMachine(sessionId));
}

/** Text by people is from now on shown only until the machine has a newer one; what they write later is shown again. */
export async function setEditsAside(db: Queryable, sessionId: string): Promise<void> {
  await db
    .update(transcripts)
    .set({ isSetAside: true })
    .where(and(eq(transcripts.sessionId, sessionId), eq(transcripts.origin, 'person')));
}

export type TranscriptAuthor =
  | { readonly origin: 'machine' }
  | { readonly origin: 'person'; readonly authorId: string };

/**
 * Keeps one more version and gives its number. A machine's text replaces the machine's earlier one, which can be
 * made again; a person's text never replaces anything. Call in a transaction: the session row is locked so that
 * numbers follow each other.
 */
export async function addTranscript(
  db: Queryable,
  sessionId: string,
  transcript: Transcript,
  author: TranscriptAuthor,
): Promise<number> {
  await lockSession(db, sessionId);
  const [last] = await db
    .select({ version: sql<number>`coalesce(max(${transcripts.version}), 0)::int` })
    .from(transcripts)
    .where(eq(transcripts.sessionId, sessionId));
  const version = (last?.version ?? 0) + 1;
  if (author.origin === 'machine') await removeMachineTranscript(db, sessionId);
  await db.insert(transcripts).values({
    id: newId(),
    sessionId,
    version,
    origin: author.origin,
    authorId: author.origin === 'person' ? author.authorId : null,
    engine: transcript.engine,
    grade: transcript.grade,
    language: transcript.language,
    words: countWords(transcript.segments),
    segments: transcript.segments,
    spotted: transcript.spotted ?? [],
  });
  return version;
}
