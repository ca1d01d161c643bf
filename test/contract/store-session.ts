import { eq } from 'drizzle-orm';
import { slugOf } from '../../core/model/slug.ts';
import type { SessionDocument } from '../../core/ports/search-index.ts';
import type { Database } from '../../drizzle/client.ts';
import { newId } from '../../drizzle/ids.ts';
import { sessions } from '../../drizzle/schema/sessions.ts';
import { sessionTopics, topics } from '../../drizzle/schema/topics.ts';
import { users } from '../../drizzle/schema/users.ts';
import { makeSession, makeUser } from '../factories.ts';

/** The session's rows as the product would have them. */
export async function storeSession(
  db: Database,
  document: SessionDocument,
  isDeleted: boolean,
): Promise<void> {
  const { id, title, description, language, audience } = document;
  const { visibility, ownerId, team } = audience;
  const [owner] = await db.select().from(users).where(eq(users.id, ownerId));
  if (owner === undefined) await makeUser(db, { id: ownerId });
  const deletedAt = isDeleted ? new Date() : null;
  const values = {
    ...{ title, description, language, visibility, team, deletedAt },
    ...{ speakers: [...document.speakers], recordedAt: document.heldAt },
  };
  const updated = await db.update(sessions).set(values).where(eq(sessions.id, id)).returning();
  if (updated.length > 0) return;
  await makeSession(db, { id, ownerId, ...values });
  for (const name of document.topics) {
    const [known] = await db.select().from(topics).where(eq(topics.name, name));
    const topicId = known?.id ?? newId();
    if (known === undefined) await db.insert(topics).values({ id: topicId, name, slug: slugOf(name) });
    await db.insert(sessionTopics).values({ sessionId: id, topicId, origin: 'person', confidence: 1 });
  }
}
