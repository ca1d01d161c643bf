import { eq, sql } from 'drizzle-orm';
import type { Transaction } from '../client.ts';
import { sessionTopics, topics } from '../schema/topics.ts';
import { listSessionsWith } from './topic-pages.ts';
import { movePins } from './topic-pins.ts';

type TopicRow = typeof topics.$inferSelect;

/** What a thing is called, and the slugs of what else it is called. */
export interface TopicName {
  readonly slug: string;
  readonly name: string;
  readonly aliasSlugs: readonly string[];
}

/**
 * Brings topics in line with their names: one that is called by an alias becomes the topic of the name, or a part of
 * it. Call in `lockTopicNames`. Gives the sessions whose topics have other names now.
 */
export async function settleTopics(tx: Transaction, names: readonly TopicName[]): Promise<string[]> {
  const slugs = names.flatMap(({ slug, aliasSlugs }) => [slug, ...aliasSlugs]);
  if (slugs.length === 0) return [];
  // One array, since a large vocabulary has more slugs than a statement may have parameters.
  const isNamed = sql`${topics.slug} = any(${sql.param(slugs)}::text[])`;
  const found = await tx.select().from(topics).where(isNamed);
  const bySlug = new Map(found.map((topic) => [topic.slug, topic]));
  const changed: string[] = [];
  for (const { slug, name, aliasSlugs } of names) {
    const aliased = aliasSlugs.flatMap((alias) => bySlug.get(alias) ?? []);
    const into = bySlug.get(slug) ?? aliased[0];
    if (!into) continue;
    const merged = aliased.filter((topic) => topic !== into);
    const isRenamed = into.slug !== slug || into.name !== name;
    changed.push(
      ...(await listSessionsWith(
        tx,
        [...merged, ...(isRenamed ? [into] : [])].map(({ id }) => id),
      )),
    );
    for (const from of merged) await mergeTopic(tx, from, into);
    if (isRenamed) await tx.update(topics).set({ slug, name }).where(eq(topics.id, into.id));
  }
  return [...new Set(changed)];
}

/**
 * Everything of one topic goes to another, and the one is no more. Where a session has both, a person's word counts
 * more than a tagger's; of two words of people the one that keeps the topic, since the other took off a double.
 */
async function mergeTopic(tx: Transaction, from: TopicRow, into: TopicRow): Promise<void> {
  const isOldPersons = sql`(session_topics.origin = 'person' or session_topics.status <> 'active')`;
  const isNewPersons = sql`(excluded.origin = 'person' or excluded.status <> 'active')`;
  const isSame = sql`${isOldPersons} = ${isNewPersons}`;
  await tx.execute(sql`
    insert into ${sessionTopics} (session_id, topic_id, origin, status, confidence, seconds)
    select session_id, ${into.id}::uuid, origin, status, confidence, seconds
    from ${sessionTopics} where topic_id = ${from.id}
    on conflict (session_id, topic_id) do update set
      origin = case when ${isSame} then greatest(session_topics.origin, excluded.origin)
        when ${isNewPersons} then excluded.origin else session_topics.origin end,
      status = case when ${isSame} then least(session_topics.status, excluded.status)
        when ${isNewPersons} then excluded.status else session_topics.status end,
      confidence = case when ${isSame} then greatest(session_topics.confidence, excluded.confidence)
        when ${isNewPersons} then excluded.confidence else session_topics.confidence end,
      seconds = array(select distinct unnest(session_topics.seconds || excluded.seconds) order by 1)`);
  await tx
    .update(topics)
    .set({
      description: sql`coalesce(nullif(${topics.description}, ''), ${from.description})`,
      ...(from.removedAt === null && { removedAt: null }),
    })
    .where(eq(topics.id, into.id));
  await movePins(tx, from.id, into.id);
  await tx.delete(topics).where(eq(topics.id, from.id));
}
