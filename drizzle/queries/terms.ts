import { and, arrayOverlaps, asc, count, desc, eq, gt, inArray, ne, or, type SQL, sql } from 'drizzle-orm';
import { slugsOf, type TermText } from '../../core/model/vocabulary/term.ts';
import type { Queryable } from '../client.ts';
import { newId } from '../ids.ts';
import { dismissedCorrections, terms } from '../schema/terms.ts';
import { sessionTopics, topics } from '../schema/topics.ts';
import { folded } from './folded.ts';

export type TermRow = typeof terms.$inferSelect;

/** By slug, byte by byte: an order that no language setting changes. */
const inOrder = sql`${terms.slug} collate "C"`;

export function listTerms(
  db: Queryable,
  page: {
    readonly limit?: number;
    readonly after?: string | undefined;
    /** Only those with these letters in one of their texts, case and accents aside. */
    readonly having?: string | undefined;
  } = {},
): Promise<TermRow[]> {
  const { limit, after, having } = page;
  const rows = db
    .select()
    .from(terms)
    .where(
      and(
        after === undefined ? undefined : gt(inOrder, after),
        having === undefined ? undefined : isHaving(having),
      ),
    )
    .orderBy(asc(inOrder))
    .$dynamic();
  return limit === undefined ? rows : rows.limit(limit);
}

function isHaving(letters: string): SQL {
  const texts = sql`array[${terms.name}, ${terms.note}] || ${terms.aliases} || ${terms.mishearings}`;
  return sql`exists (select from unnest(${texts}) one
    where strpos(${folded(sql`one`)}, ${folded(sql`${letters}::text`)}) > 0)`;
}

/** What corrections are found by, of all terms in the order of `listTerms`. */
export function listCorrectable(db: Queryable) {
  const { id, name, aliases, mishearings } = terms;
  return db.select({ id, name, aliases, mishearings }).from(terms).orderBy(asc(inOrder));
}

export async function findTerm(db: Queryable, id: string): Promise<TermRow | undefined> {
  const [row] = await db.select().from(terms).where(eq(terms.id, id));
  return row;
}

export const countTerms = (db: Queryable): Promise<number> => db.$count(terms);

/** The terms that one of the slugs names, by their names or aliases. */
export async function listTermsNamed(db: Queryable, slugs: readonly string[]): Promise<TermRow[]> {
  if (slugs.length === 0) return [];
  const wanted = [...slugs];
  return db
    .select()
    .from(terms)
    .where(or(inArray(terms.slug, wanted), arrayOverlaps(terms.aliasSlugs, wanted)));
}

/** How else the things are called that one of the slugs names: name, aliases and their slugs, in the same order. */
export async function listOtherNames(
  db: Queryable,
  slugs: readonly string[],
): Promise<{ readonly names: readonly string[]; readonly slugs: readonly string[] }[]> {
  const rows = await listTermsNamed(db, slugs);
  return rows.map(({ name, slug, aliases, aliasSlugs }) => ({
    names: [name, ...aliases],
    slugs: [slug, ...aliasSlugs],
  }));
}

/** No engine takes as many. */
const mostNames = 500;

/** Names of the vocabulary for who is to recognise them: of the topics of most sessions first, then the latest. */
export async function listTermNames(db: Queryable): Promise<string[]> {
  const rows = await db
    .select({ name: terms.name })
    .from(terms)
    .leftJoin(topics, eq(topics.slug, terms.slug))
    .leftJoin(sessionTopics, and(eq(sessionTopics.topicId, topics.id), ne(sessionTopics.status, 'rejected')))
    .groupBy(terms.id)
    .orderBy(desc(count(sessionTopics.sessionId)), desc(terms.updatedAt), terms.slug)
    .limit(mostNames);
  return rows.map((row) => row.name);
}

const columnsOf = (term: TermText) => {
  const [slug = '', ...aliasSlugs] = slugsOf(term);
  const { name, kind, aliases, mishearings, note } = term;
  return { name, kind, slug, aliasSlugs, note, aliases: [...aliases], mishearings: [...mishearings] };
};

/** Rows of one statement, whose parameters are limited. */
const batch = 1_000;

/** In `lockTopicNames`; nobody else may have one of the slugs. */
export async function insertTerms(
  db: Queryable,
  added: readonly TermText[],
  createdBy: string,
): Promise<TermRow[]> {
  const rows: TermRow[] = [];
  for (let from = 0; from < added.length; from += batch) {
    const values = added
      .slice(from, from + batch)
      .map((term) => ({ ...columnsOf(term), id: newId(), createdBy }));
    rows.push(...(await db.insert(terms).values(values).returning()));
  }
  return rows;
}

/** As `insertTerms`. `undefined`: there is no such term. */
export async function updateTerm(db: Queryable, id: string, term: TermText): Promise<TermRow | undefined> {
  const values = { ...columnsOf(term), updatedAt: sql`now()` };
  const [row] = await db.update(terms).set(values).where(eq(terms.id, id)).returning();
  return row;
}

export async function deleteTerm(db: Queryable, id: string): Promise<boolean> {
  const gone = await db.delete(terms).where(eq(terms.id, id)).returning({ id: terms.id });
  return gone.length > 0;
}

/** False: there is no such term. */
export async function dismissCorrection(
  db: Queryable,
  dismissed: typeof dismissedCorrections.$inferInsert,
): Promise<boolean> {
  const { sessionId, termId, heard } = dismissed;
  // Whoever takes the term away meanwhile waits, or is waited for.
  const [term] = await db.select({ id: terms.id }).from(terms).where(eq(terms.id, termId)).for('key share');
  if (term) await db.insert(dismissedCorrections).values({ sessionId, termId, heard }).onConflictDoNothing();
  return term !== undefined;
}

/** What is not to be offered any more in a session. */
export function listDismissed(
  db: Queryable,
  sessionId: string,
): Promise<{ readonly termId: string; readonly heard: string }[]> {
  return db
    .select({ termId: dismissedCorrections.termId, heard: dismissedCorrections.heard })
    .from(dismissedCorrections)
    .where(eq(dismissedCorrections.sessionId, sessionId));
}
