import { and, asc, eq, sql } from 'drizzle-orm';
import type { Queryable } from '../client.ts';
import { sessionSpeakers, sessions } from '../schema/sessions.ts';
import { users } from '../schema/users.ts';

/** The session's speakers who are a person here, with that person; a name that left the list is kept for its return. */
export async function listSpeakerPeople(db: Queryable, sessionId: string) {
  return db
    .select({ name: sessionSpeakers.name, personId: users.id, personName: users.name })
    .from(sessionSpeakers)
    .innerJoin(users, eq(users.id, sessionSpeakers.userId))
    .innerJoin(sessions, eq(sessions.id, sessionSpeakers.sessionId))
    .where(
      and(eq(sessionSpeakers.sessionId, sessionId), sql`${sessionSpeakers.name} = any(${sessions.speakers})`),
    )
    .orderBy(asc(sessionSpeakers.name));
}

/** From now on `to` stands for whom `from` stood for, unless it stands for somebody already. */
export async function moveSpeakerPerson(
  db: Queryable,
  sessionId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const isFrom = and(eq(sessionSpeakers.sessionId, sessionId), eq(sessionSpeakers.name, from));
  const [link] = await db.delete(sessionSpeakers).where(isFrom).returning();
  if (link)
    await db
      .insert(sessionSpeakers)
      .values({ ...link, name: to })
      .onConflictDoNothing();
}

/** Says for whom a name stands; `null`: for nobody here. */
export async function setSpeakerPerson(
  db: Queryable,
  sessionId: string,
  name: string,
  userId: string | null,
): Promise<void> {
  if (userId === null)
    await db
      .delete(sessionSpeakers)
      .where(and(eq(sessionSpeakers.sessionId, sessionId), eq(sessionSpeakers.name, name)));
  else
    await db
      .insert(sessionSpeakers)
      .values({ sessionId, name, userId })
      .onConflictDoUpdate({
        target: [sessionSpeakers.sessionId, sessionSpeakers.name],
        set: { userId },
      });
}
