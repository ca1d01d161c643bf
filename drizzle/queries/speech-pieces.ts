import { and, asc, eq, gt, inArray, isNull, lt, ne, notInArray, or, type SQL, sql } from 'drizzle-orm';
import type { SampleRange } from '../../core/model/silence.ts';
import type { Queryable } from '../client.ts';
import { sessionStages, sessions } from '../schema/sessions.ts';
import { speechPieces } from '../schema/speech-pieces.ts';

/** The pieces of one sound of a session, cut and recognised in one way. */
export interface SpeechKey {
  readonly sessionId: string;
  readonly channel: number;
  readonly sampleCount: number;
  readonly settings: string;
}

export interface NumberedPiece {
  readonly number: number;
  readonly piece: SampleRange;
}

/** Who works on pieces says so every few seconds; after this long without a word others take them. */
const claimSeconds = 30;

const isFree = or(isNull(speechPieces.claimedUntil), lt(speechPieces.claimedUntil, sql`now()`));
const isOpen = isNull(speechPieces.answer);
const claimEnd = sql`now() + make_interval(secs => ${claimSeconds})`;
const range = { start: speechPieces.startSample, end: speechPieces.endSample };

/** Its transcription is under way, in some process. */
const isRunning = sql`exists (
  select 1 from ${sessionStages} stage where stage.session_id = ${speechPieces.sessionId}
    and stage.name = 'transcribe' and stage.status = 'running')`;

function ofKey({ sessionId, channel, sampleCount, settings }: SpeechKey): SQL | undefined {
  return and(
    eq(speechPieces.sessionId, sessionId),
    eq(speechPieces.channel, channel),
    eq(speechPieces.sampleCount, sampleCount),
    eq(speechPieces.settings, settings),
  );
}

/** In order of time; `answer` is `null` where there is none yet. */
export function listPieces(db: Queryable, key: SpeechKey) {
  return db
    .select({ piece: range, answer: speechPieces.answer })
    .from(speechPieces)
    .where(ofKey(key))
    .orderBy(asc(speechPieces.number));
}

/** Adds pieces after those that are there; what was cut or recognised in another way is forgotten. */
export async function addPieces(
  db: Queryable,
  key: SpeechKey,
  firstNumber: number,
  pieces: readonly SampleRange[],
): Promise<void> {
  const { sessionId, channel, sampleCount, settings } = key;
  const isOther = or(ne(speechPieces.settings, settings), ne(speechPieces.sampleCount, sampleCount));
  await db
    .delete(speechPieces)
    .where(and(eq(speechPieces.sessionId, sessionId), eq(speechPieces.channel, channel), isOther));
  const starts = pieces.map(({ start }) => start);
  const ends = pieces.map(({ end }) => end);
  await db.execute(sql`
    insert into ${speechPieces} (session_id, channel, number, sample_count, settings, start_sample, end_sample)
    select ${sessionId}::uuid, ${channel}, ${firstNumber} + at - 1, ${sampleCount}, ${settings}, start_sample, end_sample
    from unnest(${sql.param(starts)}::int[], ${sql.param(ends)}::int[]) with ordinality as given (start_sample, end_sample, at)`);
}

/** Takes up to `limit` pieces that nobody works on, the first ones; none when the stage does not run any more. */
export async function claimPieces(
  db: Queryable,
  key: SpeechKey,
  workerId: string,
  limit: number,
): Promise<readonly NumberedPiece[]> {
  const free = db
    .select({ number: speechPieces.number })
    .from(speechPieces)
    .where(and(ofKey(key), isOpen, isFree, isRunning))
    .orderBy(asc(speechPieces.number))
    .limit(limit)
    .for('update', { skipLocked: true });
  const claimed = await db
    .update(speechPieces)
    .set({ claimedBy: workerId, claimedUntil: claimEnd })
    // An array is made once; `in (select …)` may be joined, run for each row, and take more than the limit.
    .where(and(ofKey(key), sql`${speechPieces.number} = any(array(${free}))`))
    .returning({ number: speechPieces.number, piece: range });
  return claimed.sort((a, b) => a.number - b.number);
}

/** Says that a process still works on what it took. False: there is nothing left of these pieces, it must stop. */
export async function renewClaims(db: Queryable, key: SpeechKey, workerId: string): Promise<boolean> {
  await db
    .update(speechPieces)
    .set({ claimedUntil: claimEnd })
    .where(and(ofKey(key), isOpen, eq(speechPieces.claimedBy, workerId)));
  return (await countPieces(db, key)).pieces > 0;
}

/** Gives pieces back unanswered. */
export async function releasePieces(
  db: Queryable,
  key: SpeechKey,
  numbers: readonly number[],
): Promise<void> {
  await db
    .update(speechPieces)
    .set({ claimedBy: null, claimedUntil: null })
    .where(and(ofKey(key), isOpen, inArray(speechPieces.number, [...numbers])));
}

/** Gives back what every process took: for one that knows that nobody else works. */
export async function releaseAllPieces(db: Queryable): Promise<void> {
  await db
    .update(speechPieces)
    .set({ claimedBy: null, claimedUntil: null })
    .where(gt(speechPieces.claimedUntil, sql`now()`));
}

/** The first answer to a piece stays; one to a piece that is gone is forgotten. */
export async function keepAnswer(
  db: Queryable,
  key: SpeechKey,
  number: number,
  answer: unknown,
): Promise<void> {
  await db
    .update(speechPieces)
    .set({ answer, claimedBy: null, claimedUntil: null })
    .where(and(ofKey(key), isOpen, eq(speechPieces.number, number)));
}

/** How much there is and how much of it is done; seconds of sound would do as well as samples. */
export async function countPieces(db: Queryable, key: SpeechKey) {
  const samples = sql`${speechPieces.endSample} - ${speechPieces.startSample}`;
  const [row] = await db
    .select({
      pieces: sql<number>`count(*)::int`,
      open: sql<number>`(count(*) filter (where ${isOpen}))::int`,
      samples: sql<number>`coalesce(sum(${samples}), 0)::float8`,
      answeredSamples: sql<number>`coalesce(sum(${samples}) filter (where not ${isOpen}), 0)::float8`,
    })
    .from(speechPieces)
    .where(ofKey(key));
  return row ?? { pieces: 0, open: 0, samples: 0, answeredSamples: 0 };
}

/** Forgets what was cut of other channels than those that are listened to: nobody shall work on it. */
export async function deletePiecesOfOthers(
  db: Queryable,
  sessionId: string,
  channels: readonly number[],
): Promise<void> {
  await db
    .delete(speechPieces)
    .where(and(eq(speechPieces.sessionId, sessionId), notInArray(speechPieces.channel, [...channels])));
}

/** Once the transcript is made, or not wanted. */
export async function deletePieces(db: Queryable, sessionId: string): Promise<void> {
  await db.delete(speechPieces).where(eq(speechPieces.sessionId, sessionId));
}

/**
 * Sounds with pieces that nobody works on while their transcription runs, but none that this process works on
 * itself; those of the oldest sessions first.
 */
export async function listHelpWanted(
  db: Queryable,
  workerId: string,
  limit: number,
): Promise<readonly SpeechKey[]> {
  const isOurs = sql`exists (
    select 1 from ${speechPieces} mine where mine.session_id = ${speechPieces.sessionId}
      and mine.claimed_by = ${workerId} and mine.claimed_until >= now())`;
  return db
    .selectDistinct({
      sessionId: speechPieces.sessionId,
      channel: speechPieces.channel,
      sampleCount: speechPieces.sampleCount,
      settings: speechPieces.settings,
      createdAt: sessions.createdAt,
    })
    .from(speechPieces)
    .innerJoin(sessions, eq(sessions.id, speechPieces.sessionId))
    .where(and(isOpen, isFree, isRunning, isNull(sessions.deletedAt), sql`not ${isOurs}`))
    .orderBy(asc(sessions.createdAt))
    .limit(limit);
}
