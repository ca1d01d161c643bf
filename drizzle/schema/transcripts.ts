import { boolean, index, integer, jsonb, pgTable, real, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { NamedSpan } from '../../core/model/transcript/claims.ts';
import type { Span } from '../../core/model/transcript/spans.ts';
import {
  type Segment,
  type SpottedPhrase,
  transcriptGrades,
  transcriptOrigins,
} from '../../core/model/transcript.ts';
import { instant } from './columns.ts';
import { sessions } from './sessions.ts';
import { users } from './users.ts';

/**
 * Every text that people had a part in, and the machine's latest. Shown is the newest one of people's (`person`, or
 * `merged` when a machine has filled in around it) that nobody has set aside, else the newest of all: processing
 * again never hides what people wrote.
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
    origin: text('origin', { enum: transcriptOrigins }).notNull(),
    authorId: uuid('author_id').references(() => users.id),
    /** A person's text in whose place a person has put a caption file; it is kept as a version. */
    isSetAside: boolean('is_set_aside').notNull().default(false),
    engine: text('engine').notNull(),
    grade: text('grade', { enum: transcriptGrades }).notNull(),
    language: text('language').notNull(),
    words: integer('words').notNull(),
    /**
     * Of the newest version that people had a part in, and of the machine's, all of them. Of older ones what the
     * version after it does not begin (`keptHead`) and end (`keptTail`) with: `core/model/transcript/stored-version.ts`.
     */
    segments: jsonb('segments').$type<readonly Segment[]>().notNull(),
    /** What was heard beside the text by listening for topics. */
    spotted: jsonb('spotted').$type<readonly SpottedPhrase[]>().notNull().default([]),
    keptHead: integer('kept_head').notNull().default(0),
    keptTail: integer('kept_tail').notNull().default(0),
    /** What people answer for; `null` in versions of the first release, of which it is all. */
    held: jsonb('held').$type<readonly Span[]>(),
    /** Where people said who speaks. */
    named: jsonb('named').$type<readonly NamedSpan[]>().notNull().default([]),
    /** Mean of the words' confidence, 0 to 1; `null` where no word carries one. */
    confidence: real('confidence'),
    /** The share of words in `held`, 0 to 1; `null` as there. */
    correctedShare: real('corrected_share'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('transcripts_version').on(table.sessionId, table.version),
    index('transcripts_origin').on(table.sessionId, table.origin, table.version),
  ],
);
