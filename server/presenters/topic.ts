import type { Topic, TopicShort } from '../../core/api/topics.ts';
import type { Database } from '../../drizzle/client.ts';
import type { SessionWithOwner } from '../../drizzle/queries/sessions.ts';
import type { TopicPage } from '../../drizzle/queries/topic-pages.ts';
import { presentShort } from './session.ts';

export const presentTopicShort = ({ slug, name, description, sessionCount }: TopicPage): TopicShort => ({
  ...{ slug, name, description, sessionCount },
});

/** The topic with a page of its sessions. */
export async function presentTopic(
  db: Database,
  topic: TopicPage,
  { items, nextCursor }: { readonly items: readonly SessionWithOwner[]; readonly nextCursor: string | null },
): Promise<Topic> {
  return {
    ...presentTopicShort(topic),
    aliases: [...topic.aliases],
    sessions: await presentShort(db, items),
    nextCursor,
  };
}
