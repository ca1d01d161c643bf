import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { type Segment, type SpottedPhrase, transcriptGrades } from '../../core/model/transcript.ts';
import { instant } from './columns.ts';
import { sessions } from './sessions.ts';
import { users } from './users.ts';

/**
 * Every text that people wrote for a session, and the machine's latest. Shown is the newest one by a person that
 * nobody has set aside, else the newest of all: processing again never hides what people wrote.
 */
export const transcripts = pgTable(
  'transcripts',
  {
    id: uuid('id').primaryKey(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    /** Counts from 1 within the session. */
    version: integer('version').notNull(),
    origin: text('origin', { enum: ['machine', 'person'] }).notNull(),
    authorId: uuid('author_id').references(() => users.id),
    /** A person's text in whose place a person has put a caption file; it is kept as a version. */
    isSetAside: boolean('is_set_aside').notNull().default(false),
    engine: text('engine').notNull(),
    grade: text('grade', { enum: transcriptGrades }).notNull(),
    language: text('language').notNull(),
    words: integer('words').notNull(),
    segments: jsonb('segments').$type<readonly Segment[]>().notNull(),
    /** What was heard beside the text by listening for topics. */
    spotted: jsonb('spotted').$type<readonly SpottedPhrase[]>().notNull().default([]),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('transcripts_version').on(table.sessionId, table.version),
    index('transcripts_origin').on(table.sessionId, table.origin, table.version),
  ],
);
