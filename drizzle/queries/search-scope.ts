import { and, eq, not, type SQL, sql } from 'drizzle-orm';
import type { Reader } from '../../core/model/access.ts';
import type { SearchFilters } from '../../core/model/search/filters.ts';
import { collectionItems, collections } from '../schema/collections.ts';
import { sessions } from '../schema/sessions.ts';
import { sessionTopics, topics } from '../schema/topics.ts';
import { isNamedCollection } from './collection-names.ts';
import { folded } from './folded.ts';
import { isOpenTo, visibleTo } from './visibility.ts';

/** Which sessions a search is about; stands inside every statement of it, never after. */
export interface SearchScope {
  readonly reader: Reader;
  /** All must hold. */
  readonly filters: readonly SearchFilters[];
  /** Only this one. */
  readonly sessionId?: string | undefined;
}

/** When a session happened, else when it was added. */
export const heldAt = sql`coalesce(${sessions.recordedAt}, ${sessions.createdAt})`;

/** The scope as a condition on `sessions`. Names are compared without regard to case; both dates are inclusive. */
export function withinScope({ reader, filters, sessionId }: SearchScope): SQL {
  const isIt = sessionId === undefined ? undefined : eq(sessions.id, sessionId);
  return and(isIt, visibleTo(reader), ...filters.flatMap((one) => conditionsOf(one, reader))) ?? sql`false`;
}

function conditionsOf(filters: SearchFilters, reader: Reader): (SQL | undefined)[] {
  const { topic, speaker, speakerNamed, collection, language, from, to } = filters;
  const denied = filters.not && and(...conditionsOf(filters.not, reader));
  return [
    topic === undefined ? undefined : hasTopic(storable(topic)),
    speaker === undefined ? undefined : hasSpeaker(sql`lower(name) = lower(${storable(speaker)})`),
    speakerNamed === undefined ? undefined : hasSpeaker(isNamed(storable(speakerNamed))),
    collection === undefined ? undefined : isCollected(reader, storable(collection)),
    language === undefined ? undefined : isIn(storable(language)),
    from === undefined ? undefined : sql`${heldAt} >= ${from.toISOString()}::timestamptz`,
    to === undefined ? undefined : sql`${heldAt} <= ${to.toISOString()}::timestamptz`,
    denied && not(denied),
  ];
}

/** The language, with any script and region (RFC 4647, 3.3.1). */
const isIn = (language: string): SQL =>
  sql`starts_with(lower(${sessions.language}) || '-', lower(${language}) || '-')`;

const hasSpeaker = (condition: SQL): SQL =>
  sql`exists (select 1 from unnest(${sessions.speakers}) name where ${condition})`;

/** The whole name or words of it; accents of Latin letters aside. */
function isNamed(wanted: string): SQL {
  return sql`position(' ' || ${folded(sql`${wanted}::text`)} || ' ' in ' ' || ${folded(sql`name`)} || ' ') > 0`;
}

function hasTopic(topic: string): SQL {
  return sql`exists (select 1 from ${sessionTopics} join ${topics} on ${topics.id} = ${sessionTopics.topicId}
    where ${sessionTopics.sessionId} = ${sessions.id} and ${sessionTopics.status} <> 'rejected'
      and (${topics.slug} = ${topic} or lower(${topics.name}) = lower(${topic})))`;
}

/** The session, or a moment of it, is in a collection of this name that the reader may open. */
function isCollected(reader: Reader, name: string): SQL {
  return sql`exists (select 1 from ${collectionItems}
    join ${collections} on ${collections.id} = ${collectionItems.collectionId}
    where ${collectionItems.sessionId} = ${sessions.id} and ${isNamedCollection(name)}
      and ${isOpenTo(reader, collections)})`;
}

/** Postgres' text holds no NUL; with this in its place the value equals nothing stored. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd');
}
