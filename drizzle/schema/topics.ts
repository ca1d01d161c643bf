import { index, pgTable, primaryKey, real, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { sessions } from './sessions.ts';

export const topics = pgTable(
  'topics',
  {
    id: uuid('id').primaryKey(),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [uniqueIndex('topics_slug').on(table.slug)],
);

/** A person's topics outlive every re-tagging; the tagger replaces only its own (`ai`). */
export const sessionTopics = pgTable(
  'session_topics',
  {
    sessionId: uuid('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    topicId: uuid('topic_id')
      .notNull()
      .references(() => topics.id, { onDelete: 'cascade' }),
    origin: text('origin', { enum: ['ai', 'person'] }).notNull(),
    /** A person took it off: kept, so that no tagger brings it back. */
    status: text('status', { enum: ['active', 'rejected'] })
      .notNull()
      .default('active'),
    confidence: real('confidence').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.topicId] }),
    index('session_topics_topic').on(table.topicId),
  ],
);
