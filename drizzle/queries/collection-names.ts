import { eq, or, type SQL, sql } from 'drizzle-orm';
import { topicSlug } from '../../core/model/topic-slug.ts';
import { hasLetters } from '../../core/model/vocabulary/term.ts';
import { collections } from '../schema/collections.ts';
import { folded } from './folded.ts';

/** A collection of this slug or title; case, accents and punctuation aside. The name holds no NUL. */
export function isNamedCollection(name: string): SQL {
  const bySlug = hasLetters(name) ? eq(collections.slug, topicSlug(name)) : undefined;
  return or(hasTitle(name), bySlug) ?? sql`false`;
}

export const hasTitle = (title: string): SQL =>
  sql`${folded(sql`${collections.title}`)} = ${folded(sql`${title}::text`)}`;

/** The title has these letters somewhere. */
export const hasInTitle = (part: string): SQL =>
  sql`position(${folded(sql`${part}::text`)} in ${folded(sql`${collections.title}`)}) > 0`;
