import { integer, jsonb, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { sessions } from './sessions.ts';

/**
 * Parts of a recording that is being transcribed: what was recognised of them is kept here until the transcript is
 * made, so that nothing is recognised twice and several processes can share the work.
 */
export const speechPieces = pgTable(
  'speech_pieces',
  {
    sessionId: uuid('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    /** Which of a recording's voices that were recorded apart; 0 where all are one sound. */
    channel: smallint('channel').notNull().default(0),
    /** Counts from 0, in order of time. */
    number: integer('number').notNull(),
    /** Samples of the whole sound: who reads it with another length has other pieces. */
    sampleCount: integer('sample_count').notNull(),
    /** `Transcriber.settingsFor`: answers under another name are of no use. */
    settings: text('settings').notNull(),
    startSample: integer('start_sample').notNull(),
    endSample: integer('end_sample').notNull(),
    /** The process that works on it, as long as it says so. */
    claimedBy: uuid('claimed_by'),
    claimedUntil: instant('claimed_until'),
    /** `null`: not yet. */
    answer: jsonb('answer').$type<unknown>(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.channel, table.number] })],
);
