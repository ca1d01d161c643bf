import { sql } from 'drizzle-orm';
import { index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { termKinds } from '../../core/model/vocabulary/term.ts';
import { instant } from './columns.ts';
import { sessions } from './sessions.ts';
import { users } from './users.ts';

/** The company's vocabulary: how its names are written, what else they are called, and what recognisers hear. */
export const terms = pgTable(
  'terms',
  {
    id: uuid('id').primaryKey(),
    name: text('name').notNull(),
    /** `topicSlug` of the name; a topic of the same slug is the same thing. */
    slug: text('slug').notNull(),
    kind: text('kind', { enum: termKinds }).notNull(),
    aliases: text('aliases').array().notNull().default(sql`'{}'::text[]`),
    /** `topicSlug` of each alias: no two terms share a slug, whether of a name or an alias. */
    aliasSlugs: text('alias_slugs').array().notNull().default(sql`'{}'::text[]`),
    mishearings: text('mishearings').array().notNull().default(sql`'{}'::text[]`),
    note: text('note').notNull().default(''),
    createdBy: uuid('created_by').references(() => users.id, { onDelete: 'set null' }),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('terms_slug').on(table.slug),
    index('terms_alias_slugs').using('gin', table.aliasSlugs),
  ],
);

/** Corrections that people do not want to be offered in a session any more. */
export const dismissedCorrections = pgTable(
  'dismissed_corrections',
  {
    sessionId: uuid('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    termId: uuid('term_id')
      .notNull()
      .references(() => terms.id, { onDelete: 'cascade' }),
    /** The words that stay, as `asHeard` folds them. */
    heard: text('heard').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.termId, table.heard] }),
    index('dismissed_corrections_term').on(table.termId),
  ],
);
