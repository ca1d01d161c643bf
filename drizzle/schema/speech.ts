import { index, pgTable, primaryKey, real, text, uuid } from 'drizzle-orm/pg-core';
import { sessions } from './sessions.ts';

/**
 * How long each speaker of a session speaks; replaced whenever the session is indexed. Every such session has a row
 * of the empty name, for those whom nobody has named.
 */
export const speech = pgTable(
  'speech',
  {
    sessionId: uuid('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** As `foldText` has the name. */
    folded: text('folded').notNull(),
    seconds: real('seconds').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.name] }),
    index('speech_folded').on(table.folded),
  ],
);
