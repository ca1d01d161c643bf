import { eq, type SQL, sql } from 'drizzle-orm';
import type { Reader } from '../../core/model/access.ts';
import { foldText } from '../../core/model/search/asked.ts';
import type { Queryable } from '../client.ts';
import { sessionSpeakers, sessions } from '../schema/sessions.ts';
import { speech } from '../schema/speech.ts';
import { sessionTopics, topics } from '../schema/topics.ts';
import { users } from '../schema/users.ts';
import type { SessionRow } from './sessions.ts';
import { visibleTo } from './visibility.ts';

/** Who speaks in sessions that a reader may open. */
export interface Speaking {
  /** Of a person, or of a name that stands for nobody here. */
  readonly key: string;
  readonly name: string;
  /** `null` for who has no page: nobody here, or nobody any more. */
  readonly personId: string | null;
  readonly seconds: number;
  readonly sessionCount: number;
}

/** What somebody speaks about. */
export interface SpokenTopic {
  readonly slug: string;
  readonly name: string;
  readonly seconds: number;
  readonly sessionCount: number;
}

/** Whom each name means that nobody has linked: the only active person who is called so, case aside. */
const namesakes = (names?: readonly string[]): SQL => sql`(
  select lower(${users.name}) as called, (array_agg(${users.id}))[1] as id from ${users}
  where ${users.disabledAt} is null ${
    names === undefined
      ? sql``
      : sql`and lower(${users.name}) in (select lower(name) from unnest(${sql.param([...names])}::text[]) name)`
  }
  group by 1 having count(*) = 1)`;

/**
 * Each speaker of each session that the reader may open: `session_id`, `seconds`, as `called` and `folded` there, `key`,
 * `name`, `person_id`. Who wants no page is left out, also under a name of theirs that nobody has linked; `self` finds themselves. With `named`
 * only those names are surely right.
 */
async function spokenBy(
  db: Queryable,
  reader: Reader,
  { self, named }: { readonly self?: string | undefined; readonly named?: readonly string[] } = {},
): Promise<SQL> {
  const hidden = await db
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(eq(users.isHidden, true));
  const names = hidden.filter(({ id }) => id !== self).map(({ name }) => foldText(name));
  return sql`
    select ${speech.sessionId} as session_id, ${speech.seconds} as seconds,
      ${speech.name} as called, ${speech.folded} as folded,
      coalesce('person ' || person.id, 'name ' || lower(${speech.name})) as key,
      coalesce(person.name, ${speech.name}) as name,
      case when person.disabled_at is null then person.id end as person_id
    from ${speech} join ${sessions} on ${sessions.id} = ${speech.sessionId}
    left join ${sessionSpeakers} link on link.session_id = ${speech.sessionId} and link.name = ${speech.name}
    left join ${namesakes(named)} namesake on link.user_id is null and namesake.called = lower(${speech.name})
    left join ${users} person on person.id = coalesce(link.user_id, namesake.id)
    where ${speech.name} <> '' and ${visibleTo(reader)}
      and (person.is_hidden is not true or person.id::text = ${self ?? ''})
      and (person.id is not null or ${speech.folded} <> all(${sql.param(names)}::text[]))`;
}

/** Topics that nobody took off the session. */
const isSaid = sql`${sessionTopics.status} <> 'rejected' and ${topics.removedAt} is null`;

/** Everybody, or those who speak about one of the topics; in no order. */
export async function listSpeaking(
  db: Queryable,
  reader: Reader,
  topicIds?: readonly string[],
): Promise<Speaking[]> {
  const about = sql`where spoken.session_id in (
    select ${sessionTopics.sessionId} from ${sessionTopics} join ${topics} on ${topics.id} = ${sessionTopics.topicId}
    where ${isSaid} and ${topics.id} = any(${sql.param(topicIds)}::uuid[]))`;
  return readSpeaking(db, await spokenBy(db, reader), topicIds === undefined ? sql`` : about);
}

/** One person; `undefined`: in none of the sessions that the reader may open. */
export async function findSpeaking(
  db: Queryable,
  reader: Reader,
  personId: string,
): Promise<Speaking | undefined> {
  const spoken = await spokenBy(db, reader, { self: personId });
  const [found] = await readSpeaking(db, spoken, sql`where spoken.person_id = ${personId}`);
  return found;
}

async function readSpeaking(db: Queryable, spoken: SQL, where: SQL): Promise<Speaking[]> {
  const { rows } = await db.execute<Record<keyof Speaking, unknown>>(sql`
    select key, min(name) as name, (array_agg(person_id))[1] as "personId",
      sum(seconds)::float8 as seconds, count(distinct session_id) as "sessionCount"
    from (${spoken}) spoken ${where} group by key`);
  return rows.map((row) => ({
    ...{ key: String(row.key), name: String(row.name) },
    personId: row.personId === null ? null : String(row.personId),
    ...{ seconds: Number(row.seconds), sessionCount: Number(row.sessionCount) },
  }));
}

/** What those of these keys speak about, by key; for each of them most first. */
export async function listSpokenTopics(
  db: Queryable,
  reader: Reader,
  { keys, self }: { readonly keys: readonly string[]; readonly self?: string },
): Promise<ReadonlyMap<string, readonly SpokenTopic[]>> {
  const found = new Map<string, SpokenTopic[]>();
  if (keys.length === 0) return found;
  const { rows } = await db.execute<Record<string, unknown>>(sql`
    select spoken.key, ${topics.slug} as slug, ${topics.name} as name,
      sum(spoken.seconds)::float8 as seconds, count(distinct spoken.session_id) as sessions
    from (${await spokenBy(db, reader, { self })}) spoken
    join ${sessionTopics} on ${sessionTopics.sessionId} = spoken.session_id
    join ${topics} on ${topics.id} = ${sessionTopics.topicId}
    where spoken.key = any(${sql.param([...keys])}::text[]) and ${isSaid}
    group by spoken.key, ${topics.id} order by seconds desc, sessions desc, slug`);
  for (const row of rows) {
    const { slug, name, seconds, sessions: sessionCount } = row;
    const topic = { slug: String(slug), name: String(name), seconds: Number(seconds) };
    const key = String(row['key']);
    found.set(key, [...(found.get(key) ?? []), { ...topic, sessionCount: Number(sessionCount) }]);
  }
  return found;
}

/** The sessions in which the person speaks, as a condition for `listSessions`. */
export async function isSpokenBy(db: Queryable, reader: Reader, personId: string): Promise<SQL> {
  const spoken = await spokenBy(db, reader, { self: personId });
  return sql`${sessions.id} in (select session_id from (${spoken}) spoken where person_id = ${personId})`;
}

/** Those of the session's speakers who have a page, each with whose it is. */
export async function listSpeakerPages(
  db: Queryable,
  { id: sessionId, speakers }: Pick<SessionRow, 'id' | 'speakers'>,
): Promise<{ readonly name: string; readonly personId: string }[]> {
  if (speakers.length === 0) return [];
  const { rows } = await db.execute<{ name: unknown; id: unknown }>(sql`
    select speaker.name, person.id
    from unnest(${sql.param([...speakers])}::text[]) with ordinality speaker (name, place)
    left join ${sessionSpeakers} link on link.session_id = ${sessionId} and link.name = speaker.name
    left join ${namesakes(speakers)} namesake on link.user_id is null and namesake.called = lower(speaker.name)
    join ${users} person on person.id = coalesce(link.user_id, namesake.id)
    where person.disabled_at is null and not person.is_hidden
    order by speaker.place`);
  return rows.map(({ name, id }) => ({ name: String(name), personId: String(id) }));
}

/** Says that a person wants no page about them, or wants one again. */
export async function setHidden(db: Queryable, userId: string, isHidden: boolean): Promise<void> {
  await db.update(users).set({ isHidden }).where(eq(users.id, userId));
}
