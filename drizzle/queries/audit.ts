import { and, desc, eq, lt, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Reader } from '../../core/model/access.ts';
import type { AuditAction, AuditSubject } from '../../core/model/audit.ts';
import type { Queryable, Transaction } from '../client.ts';
import { newId } from '../ids.ts';
import { auditEntries } from '../schema/audit.ts';
import { sessions } from '../schema/sessions.ts';
import { users } from '../schema/users.ts';
import { openTo } from './visibility.ts';

/** Ids and names alone: what people write has no place here, since it outlives what it was written in. */
export interface AuditEntry {
  /** `null`: the command line, or Brownbag itself. */
  readonly by: string | null;
  readonly action: AuditAction;
  readonly subject: AuditSubject;
  readonly subjectId: string;
  /** Only where everybody may know it for ever. */
  readonly subjectName?: string | null;
  readonly before?: string | null;
  readonly after?: string | null;
}

/** Notes what is done, in the transaction that does it: neither happens without the other. */
export async function writeAudit(tx: Transaction, entry: AuditEntry): Promise<void> {
  const { by, ...rest } = entry;
  await tx.insert(auditEntries).values({ id: newId(), actorId: by, ...rest });
}

/** The whole text, by another one or a caption file; what single edits change is told by the versions. */
export const auditReplacedTranscript = (tx: Transaction, by: string, sessionId: string): Promise<void> =>
  writeAudit(tx, { by, action: 'transcript-replaced', subject: 'session', subjectId: sessionId });

/** Counts a failed sign-in with the others of the same hour and person; `null`: an address that nobody has. */
export async function tallyFailedSignIn(db: Queryable, userId: string | null): Promise<void> {
  const hour = sql`to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24')`;
  await db
    .insert(auditEntries)
    .values({
      id: newId(),
      action: 'sign-in-failed',
      ...(userId === null ? {} : { subject: 'person' as const, subjectId: userId }),
      tallyKey: sql`${`sign-in-failed ${userId ?? 'nobody'} `} || ${hour}`,
    })
    .onConflictDoUpdate({ target: auditEntries.tallyKey, set: { times: sql`${auditEntries.times} + 1` } });
}

/** Who moved the session to the bin the last time. */
export async function findBinnedBy(
  db: Queryable,
  sessionId: string,
): Promise<{ id: string; name: string } | undefined> {
  const [row] = await db
    .select({ id: users.id, name: users.name })
    .from(auditEntries)
    .leftJoin(users, eq(users.id, auditEntries.actorId))
    .where(and(eq(auditEntries.subjectId, sessionId), eq(auditEntries.action, 'session-binned')))
    .orderBy(desc(auditEntries.id))
    .limit(1);
  return row?.id && row.name ? { id: row.id, name: row.name } : undefined;
}

export interface AuditFilter {
  readonly action?: AuditAction | undefined;
  /** Did it, or had it done to them. */
  readonly personId?: string | undefined;
  readonly limit: number;
  /** Id of the last row of the page before. */
  readonly before?: string | undefined;
}

export type ListedAuditEntry = Omit<typeof auditEntries.$inferSelect, 'tallyKey'> & {
  readonly actorName: string | null;
  /** `null`: not kept, or not for this reader. */
  readonly subjectName: string | null;
  /** Where the session is, while the reader may open it. */
  readonly subjectSlug: string | null;
};

const people = alias(users, 'people');

/** Newest first. Which session it was, and its title, is told to who may open it, bin or not. */
export async function listAudit(
  db: Queryable,
  reader: Reader,
  { action, personId, limit, before }: AuditFilter,
): Promise<ListedAuditEntry[]> {
  const mayOpen = openTo(reader);
  const rows = await db
    .select({
      entry: auditEntries,
      actorName: users.name,
      personName: people.name,
      title: sql<string | null>`case when ${mayOpen} then ${sessions.title} end`,
      isHidden: sql<boolean>`${sessions.id} is not null and not (${mayOpen})`,
      slug: sql<
        string | null
      >`case when ${mayOpen} and ${sessions.deletedAt} is null then ${sessions.slug} end`,
    })
    .from(auditEntries)
    .leftJoin(users, eq(users.id, auditEntries.actorId))
    .leftJoin(people, and(eq(auditEntries.subject, 'person'), eq(people.id, auditEntries.subjectId)))
    .leftJoin(sessions, and(eq(auditEntries.subject, 'session'), eq(sessions.id, auditEntries.subjectId)))
    .where(
      and(
        action && eq(auditEntries.action, action),
        personId === undefined
          ? undefined
          : or(
              eq(auditEntries.actorId, personId),
              and(eq(auditEntries.subject, 'person'), eq(auditEntries.subjectId, personId)),
            ),
        before === undefined ? undefined : lt(auditEntries.id, before),
      ),
    )
    .orderBy(desc(auditEntries.id))
    .limit(limit);
  return rows.map(({ entry: { tallyKey: _, ...entry }, isHidden, actorName, personName, title, slug }) => ({
    ...entry,
    subjectId: isHidden ? null : entry.subjectId,
    actorName,
    subjectName: (entry.subject === 'person' ? personName : title) ?? entry.subjectName,
    subjectSlug: slug,
  }));
}

/** Forgets what is older than `days`. */
export async function deleteOldAudit(db: Queryable, days: number): Promise<void> {
  await db.delete(auditEntries).where(lt(auditEntries.at, sql`now() - make_interval(days => ${days})`));
}
