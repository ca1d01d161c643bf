import { sql } from 'drizzle-orm';
import {
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  real,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import type { AskedFilters } from '../../core/model/search/asked.ts';
import { instant, textC } from './columns.ts';
import { sessions } from './sessions.ts';
import { users } from './users.ts';

/** What people looked for, for 90 days. One row a search, however many times the server was asked while it was typed. */
export const searchLog = pgTable(
  'search_log',
  {
    id: uuid('id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** When it was last typed at. */
    at: instant('at').notNull().defaultNow(),
    /** Under which answers of the search know it, oldest first: the row's own, and those that went on from it. */
    ids: uuid('ids').array().notNull(),
    /** As typed. */
    query: text('query').notNull(),
    /** Its words as `asHeard` folds them. */
    words: textC('words').notNull(),
    /** The words that say something, sorted: searches with the same are for the same. */
    subject: textC('subject').notNull(),
    /** Nothing but words, nowhere but everywhere: no operator, no excluded word, no filter. */
    isPlain: boolean('is_plain').notNull(),
    filters: jsonb('filters').$type<AskedFilters>().notNull().default({}),
    sessionCount: integer('session_count').notNull(),
    momentCount: integer('moment_count').notNull(),
    tookMs: real('took_ms').notNull(),
    /** What was opened last. */
    openedSessionId: uuid('opened_session_id').references(() => sessions.id, { onDelete: 'set null' }),
    openedSeconds: doublePrecision('opened_seconds'),
    openedAt: instant('opened_at'),
    /** The reader wants somebody to show it. */
    askedAt: instant('asked_at'),
  },
  (table) => [
    index('search_log_user').on(table.userId, table.at),
    index('search_log_at').on(table.at),
    index('search_log_opened').on(table.openedSessionId),
    index('search_log_phrases')
      .using('gin', sql`array_to_tsvector(string_to_array(${table.words}, ' '))`)
      .with({ fastupdate: false })
      .where(sql`is_plain and opened_at is not null`),
    index('search_log_words').on(table.words, table.userId).where(sql`is_plain and opened_at is not null`),
    index('search_log_unanswered').on(table.subject).where(sql`is_plain and opened_at is null`),
  ],
);

/** What curators do not want to see asked for; forgotten with the searches. */
export const dismissedSubjects = pgTable('dismissed_subjects', {
  subject: textC('subject').primaryKey(),
  dismissedAt: instant('dismissed_at').notNull().defaultNow(),
});
