import { and, desc, eq, inArray, max, ne, sql } from 'drizzle-orm';
import { meanConfidence } from '../../core/model/quality.ts';
import { type Claims, noClaims } from '../../core/model/transcript/claims.ts';
import { correctedShareOf } from '../../core/model/transcript/merge-machine-text.ts';
import { everything, isWithin } from '../../core/model/transcript/spans.ts';
import { storeAgainst } from '../../core/model/transcript/stored-version.ts';
import { countWords, type SpottedPhrase, type Transcript } from '../../core/model/transcript.ts';
import type { Queryable } from '../client.ts';
import { newId } from '../ids.ts';
import { sessions } from '../schema/sessions.ts';
import { transcripts } from '../schema/transcripts.ts';
import { lockSession } from './sessions.ts';

export type TranscriptRow = typeof transcripts.$inferSelect;

const about = {
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
  confidence: transcripts.confidence,
  correctedShare: transcripts.correctedShare,
  createdAt: transcripts.createdAt,
};
export type TranscriptSummary = Pick<TranscriptRow, keyof typeof about>;

const hasPeoplesPart = ne(transcripts.origin, 'machine');

/** People's text first, unless they set it aside, then the newest: what is shown. */
export const shownFirst = [
  sql`(${hasPeoplesPart} and not ${transcripts.isSetAside}) desc`,
  desc(transcripts.version),
];

/** The transcript that is shown: the newest one of people's that is not set aside, else the newest of all. */
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
    .selectDistinctOn([transcripts.sessionId], about)
    .from(transcripts)
    .where(inArray(transcripts.sessionId, [...sessionIds]))
    .orderBy(transcripts.sessionId, ...shownFirst);
  return new Map(rows.map((row) => [row.sessionId, row]));
}

/** What people answer for in a version: nothing of a machine's, and of one they have set aside nothing any more. */
export function claimsOf({ origin, isSetAside, held, named }: TranscriptRow): Claims {
  if (origin === 'machine' || isSetAside) return noClaims;
  return { held: held ?? [everything], named };
}

/** Versions of the first release do not say: all of what people saved is theirs. */
export const correctedShareOfVersion = ({ origin, correctedShare }: TranscriptSummary): number =>
  correctedShare ?? (origin === 'machine' ? 0 : 1);

const byMachine = (sessionId: string) =>
  and(eq(transcripts.sessionId, sessionId), eq(transcripts.origin, 'machine'));

/** What was heard beside a version's text, but not where people have said what was said. */
export async function findSpotted(db: Queryable, text: TranscriptRow): Promise<readonly SpottedPhrase[]> {
  const [row] = await db
    .select({ spotted: transcripts.spotted })
    .from(transcripts)
    .where(byMachine(text.sessionId))
    .limit(1);
  const { held } = claimsOf(text);
  return (row?.spotted ?? []).filter((find) => !isWithin(held, find));
}

/**
 * What people said of the language is forgotten: their text is in what was heard, which is given; `und` where nobody
 * knows.
 */
export async function forgetLanguage(db: Queryable, sessionId: string): Promise<string> {
  const { language } = transcripts;
  const [heard] = await db.select({ language }).from(transcripts).where(byMachine(sessionId)).limit(1);
  const known = heard?.language ?? 'und';
  await db
    .update(transcripts)
    .set({ language: known })
    .where(and(eq(transcripts.sessionId, sessionId), hasPeoplesPart));
  return known;
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
    .where(and(eq(transcripts.sessionId, sessionId), hasPeoplesPart));
}

export type TranscriptAuthor =
  | { readonly origin: 'machine' }
  /** Without `claims` all of it is the person's. */
  | { readonly origin: 'person'; readonly authorId: string; readonly claims?: Claims }
  | { readonly origin: 'merged'; readonly claims: Claims };

/**
 * Keeps one more version and gives it. A machine's text replaces the machine's earlier one, which can be made
 * again; one that people had a part in never replaces anything. Call in a transaction: the session row is locked
 * so that numbers follow each other.
 */
export async function addTranscript(
  db: Queryable,
  sessionId: string,
  transcript: Transcript,
  author: TranscriptAuthor,
): Promise<TranscriptRow> {
  await lockSession(db, sessionId);
  const version = await nextVersion(db, sessionId);
  if (author.origin === 'machine') await removeMachineTranscript(db, sessionId);
  else await shortenLast(db, sessionId, transcript);
  const { engine, grade, language, segments, spotted = [] } = transcript;
  const { held, named } =
    author.origin === 'machine' ? noClaims : (author.claims ?? { held: [everything], named: [] });
  const [row] = await db
    .insert(transcripts)
    .values({
      id: newId(),
      sessionId,
      version,
      origin: author.origin,
      authorId: author.origin === 'person' ? author.authorId : null,
      ...{ engine, grade, language, segments, spotted, held, named },
      words: countWords(segments),
      confidence: meanConfidence(segments.flatMap((segment) => segment.words ?? [])),
      correctedShare: correctedShareOf(segments, { held }),
    })
    .returning();
  if (!row) throw new Error('insert into transcripts returned no row');
  return row;
}

/** Goes on from the newest that is there where the session has not counted yet. */
async function nextVersion(db: Queryable, sessionId: string): Promise<number> {
  const newest = db
    .select({ version: max(transcripts.version) })
    .from(transcripts)
    .where(eq(transcripts.sessionId, sessionId));
  const [session] = await db
    .update(sessions)
    .set({ transcriptVersions: sql`greatest(${sessions.transcriptVersions}, (${newest})) + 1` })
    .where(eq(sessions.id, sessionId))
    .returning({ version: sessions.transcriptVersions });
  if (!session) throw new Error('there is no session for this transcript');
  return session.version;
}

/** From now on people's version before this one is kept as its difference to it. */
async function shortenLast(db: Queryable, sessionId: string, { segments }: Transcript): Promise<void> {
  const [last] = await db
    .select({ id: transcripts.id, segments: transcripts.segments })
    .from(transcripts)
    .where(and(eq(transcripts.sessionId, sessionId), hasPeoplesPart))
    .orderBy(desc(transcripts.version))
    .limit(1);
  if (last)
    await db
      .update(transcripts)
      .set(storeAgainst(last.segments, segments))
      .where(eq(transcripts.id, last.id));
}
