import { and, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { topicSlug } from '../../core/model/topic-slug.ts';
import type { Queryable } from '../client.ts';
import { newId } from '../ids.ts';
import type { terms } from '../schema/terms.ts';
import { topics } from '../schema/topics.ts';
import { listTermsNamed } from './terms.ts';

/** Any number; an advisory lock of the database. */
const topicNamesLock = 7_420_001;

/**
 * Until the transaction ends no topic is made, renamed or merged and no term written by anybody else. Taken first,
 * before any row: who gives topics to a session has locked the session by then, and waits here.
 */
export async function lockTopicNames(db: Queryable): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(${topicNamesLock})`);
}

/** Until the transaction ends topics and terms keep their names; new topics may come. */
export async function keepTopicNames(db: Queryable): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock_shared(${topicNamesLock})`);
}

/** The slug of the topic that a slug stands for: its own, unless it is an alias in the vocabulary. */
export async function currentSlug(db: Queryable, slug: string): Promise<string> {
  const [term] = await listTermsNamed(db, [slug]);
  return term?.slug ?? slug;
}

/**
 * Finds topics by name or makes them, under the names that the vocabulary has for them: slug of each given name to
 * id. What a curator took off everywhere comes back for a person alone.
 */
export async function ensureTopics(
  db: Queryable,
  names: readonly string[],
  by: 'ai' | 'person',
): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  await keepTopicNames(db);
  const given = new Map(names.map((name) => [topicSlug(name), name.trim()]));
  const bySlug = new Map((await listTermsNamed(db, [...given.keys()])).flatMap(slugsWith));
  const meant = [...given].map(([slug, name]) => ({ given: slug, ...(bySlug.get(slug) ?? { slug, name }) }));
  const nameOf = new Map(meant.map(({ slug, name }) => [slug, name]));
  // Sorted, so that two sessions that bring the same new topics cannot deadlock.
  const slugs = [...nameOf.keys()].sort();
  await db
    .insert(topics)
    .values(slugs.map((slug) => ({ id: newId(), slug, name: nameOf.get(slug) ?? slug })))
    .onConflictDoNothing({ target: topics.slug });
  if (by === 'person')
    await db
      .update(topics)
      .set({ removedAt: null })
      .where(and(inArray(topics.slug, slugs), isNotNull(topics.removedAt)));
  const rows = await db
    .select({ id: topics.id, slug: topics.slug })
    .from(topics)
    .where(and(inArray(topics.slug, slugs), isNull(topics.removedAt)));
  const ids = new Map(rows.map((row) => [row.slug, row.id]));
  return new Map(meant.flatMap(({ given, slug }) => pairIfThere(given, ids.get(slug))));
}

const slugsWith = ({ slug, name, aliasSlugs }: typeof terms.$inferSelect) =>
  [slug, ...aliasSlugs].map((known) => [known, { slug, name }] as const);

const pairIfThere = (key: string, value: string | undefined): [string, string][] =>
  value === undefined ? [] : [[key, value]];
