import { and, type SQL, sql } from 'drizzle-orm';
import type { Reader } from '../../core/model/access.ts';
import { sessions } from '../schema/sessions.ts';
import { sessionTopics, topics } from '../schema/topics.ts';
import { visibleTo } from './visibility.ts';

/** Which sessions a search is about; stands inside every statement of it, never after. */
export interface SearchScope {
  readonly reader: Reader;
  readonly filters: {
    readonly topic?: string | undefined;
    readonly speaker?: string | undefined;
    readonly collection?: string | undefined;
    readonly language?: string | undefined;
    readonly from?: Date | undefined;
    readonly to?: Date | undefined;
  };
}

/** When a session happened, else when it was added. */
export const heldAt = sql`coalesce(${sessions.recordedAt}, ${sessions.createdAt})`;

/** The scope as a condition on `sessions`. Names are compared without regard to case; both dates are inclusive. */
export function withinScope({ reader, filters }: SearchScope): SQL {
  const { topic, speaker, collection, language, from, to } = filters;
  const conditions = [
    visibleTo(reader),
    topic === undefined ? undefined : hasTopic(storable(topic)),
    speaker === undefined
      ? undefined
      : sql`exists (select 1 from unnest(${sessions.speakers}) name where lower(name) = lower(${storable(speaker)}))`,
    // There are no collections yet, so none holds a session.
    collection === undefined ? undefined : sql`false`,
    language === undefined ? undefined : sql`lower(${sessions.language}) = lower(${storable(language)})`,
    from === undefined ? undefined : sql`${heldAt} >= ${from.toISOString()}::timestamptz`,
    to === undefined ? undefined : sql`${heldAt} <= ${to.toISOString()}::timestamptz`,
  ];
  return and(...conditions) ?? sql`false`;
}

function hasTopic(topic: string): SQL {
  return sql`exists (select 1 from ${sessionTopics} join ${topics} on ${topics.id} = ${sessionTopics.topicId}
    where ${sessionTopics.sessionId} = ${sessions.id} and ${sessionTopics.status} = 'active'
      and (${topics.slug} = ${topic} or lower(${topics.name}) = lower(${topic})))`;
}

/** Postgres' text holds no NUL; with this in its place the value equals nothing stored. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd');
}
