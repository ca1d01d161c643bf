import type { Topic, TopicPin, TopicShort } from '../../core/api/topics.ts';
import { playedSeconds } from '../../core/model/collection.ts';
import type { Database } from '../../drizzle/client.ts';
import type { SessionWithOwner } from '../../drizzle/queries/sessions.ts';
import type { Speaking } from '../../drizzle/queries/speaking.ts';
import type { TopicPage } from '../../drizzle/queries/topic-pages.ts';
import type { ShownPin } from '../../drizzle/queries/topic-pins.ts';
import { presentMoments } from './moment.ts';
import { presentShort } from './session.ts';

export const presentTopicShort = ({ slug, name, description, sessionCount }: TopicPage): TopicShort => ({
  ...{ slug, name, description, sessionCount },
});

/** What stands on the page of a topic beside itself. */
interface OnPage {
  readonly pins: readonly ShownPin[];
  readonly speaking: readonly Speaking[];
  /** Ids of sessions of which a tagger alone says that they are about it. */
  readonly suggestedIn: readonly string[];
  readonly sessions: { readonly items: readonly SessionWithOwner[]; readonly nextCursor: string | null };
}

const mostExplainers = 12;

/** The topic with a page of its sessions. */
export async function presentTopic(
  db: Database,
  topic: TopicPage,
  { pins, speaking, suggestedIn, sessions: { items, nextCursor } }: OnPage,
): Promise<Topic> {
  return {
    ...presentTopicShort(topic),
    aliases: [...topic.aliases],
    startHere: await presentPins(db, pins),
    explainedBy: speaking
      .toSorted(longestFirst)
      .slice(0, mostExplainers)
      .map(({ name, personId, seconds, sessionCount }) => ({ name, personId, seconds, sessionCount })),
    suggestedIn: [...suggestedIn],
    sessions: await presentShort(db, items),
    nextCursor,
  };
}

export async function presentPins(db: Database, pins: readonly ShownPin[]): Promise<TopicPin[]> {
  const presented = await presentMoments(db, pins);
  return presented.map(({ moment }) => ({
    ...moment,
    seconds: playedSeconds(moment, moment.session.durationSeconds),
  }));
}

const longestFirst = (a: Speaking, b: Speaking): number =>
  b.seconds - a.seconds || b.sessionCount - a.sessionCount || (a.key < b.key ? -1 : 1);
