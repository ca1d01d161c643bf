import { sql } from 'drizzle-orm';
import { index, pgTable, primaryKey, real, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { sessionPart } from './session-part.ts';
import { sessions } from './sessions.ts';

export const topics = pgTable(
  'topics',
  {
    id: uuid('id').primaryKey(),
    /** `topicSlug` of the name. */
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    /** Markdown. */
    description: text('description').notNull().default(''),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** A curator took it off everywhere: kept, so that no tagger brings it back. */
    removedAt: instant('removed_at'),
  },
  (table) => [uniqueIndex('topics_slug').on(table.slug)],
);

/** What people brought up or decided on outlives every re-tagging; the tagger replaces only its own (`ai`). */
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
    /** `accepted`, `rejected`: a person's word, for ever; who brought it up and how sure they were stays known. */
    status: text('status', { enum: ['active', 'accepted', 'rejected'] })
      .notNull()
      .default('active'),
    confidence: real('confidence').notNull(),
    /** Where it is talked about, as the tagger says; seconds of the recording, in order. */
    seconds: real('seconds').array().notNull().default(sql`'{}'::real[]`),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.topicId] }),
    index('session_topics_topic').on(table.topicId),
  ],
);

/** Where to begin with a topic, as curators say: sessions and moments, in order. */
export const topicPins = pgTable(
  'topic_pins',
  {
    id: uuid('id').primaryKey(),
    topicId: uuid('topic_id')
      .notNull()
      .references(() => topics.id, { onDelete: 'cascade' }),
    ...sessionPart(),
  },
  (table) => [
    index('topic_pins_order').on(table.topicId, table.position),
    index('topic_pins_session').on(table.sessionId),
  ],
);
