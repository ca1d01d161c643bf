import { and, asc, desc, eq, gte, lt, ne } from 'drizzle-orm';
import { readAgainst } from '../../core/model/transcript/stored-version.ts';
import type { Queryable } from '../client.ts';
import { transcripts } from '../schema/transcripts.ts';
import { users } from '../schema/users.ts';
import type { TranscriptRow } from './transcripts.ts';

export type VersionRow = Awaited<ReturnType<typeof listVersions>>[number];

/** Newest first, from below the version `before`. */
export async function listVersions(
  db: Queryable,
  sessionId: string,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
) {
  return db
    .select({
      sessionId: transcripts.sessionId,
      id: transcripts.id,
      version: transcripts.version,
      origin: transcripts.origin,
      authorId: transcripts.authorId,
      authorName: users.name,
      isSetAside: transcripts.isSetAside,
      engine: transcripts.engine,
      grade: transcripts.grade,
      language: transcripts.language,
      words: transcripts.words,
      confidence: transcripts.confidence,
      correctedShare: transcripts.correctedShare,
      createdAt: transcripts.createdAt,
    })
    .from(transcripts)
    .leftJoin(users, eq(users.id, transcripts.authorId))
    .where(
      and(
        eq(transcripts.sessionId, sessionId),
        before === undefined ? undefined : lt(transcripts.version, before),
      ),
    )
    .orderBy(desc(transcripts.version))
    .limit(limit);
}

/** A version with all of its text, however it is kept. */
export async function findVersion(
  db: Queryable,
  sessionId: string,
  version: number,
): Promise<TranscriptRow | undefined> {
  const [row] = await db
    .select()
    .from(transcripts)
    .where(and(eq(transcripts.sessionId, sessionId), eq(transcripts.version, version)));
  if (!row || isWhole(row)) return row;
  const newer = await db
    .select({
      keptHead: transcripts.keptHead,
      keptTail: transcripts.keptTail,
      segments: transcripts.segments,
    })
    .from(transcripts)
    .where(
      and(
        eq(transcripts.sessionId, sessionId),
        gte(transcripts.version, version),
        ne(transcripts.origin, 'machine'),
      ),
    )
    .orderBy(asc(transcripts.version));
  // Back from the first one that is whole: those after it say nothing of this one.
  const chain = newer.slice(0, newer.findIndex(isWhole) + 1).reverse();
  const segments = chain.reduce<TranscriptRow['segments']>((after, one) => readAgainst(one, after), []);
  return { ...row, segments };
}

/** The number of the version before this one, whoever it is by; `null` for the first that is still kept. */
export async function findVersionBefore(
  db: Queryable,
  sessionId: string,
  version: number,
): Promise<number | null> {
  const [row] = await listVersions(db, sessionId, { before: version, limit: 1 });
  return row?.version ?? null;
}

const isWhole = ({ keptHead, keptTail }: Pick<TranscriptRow, 'keptHead' | 'keptTail'>): boolean =>
  keptHead === 0 && keptTail === 0;
