import { index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { sessions } from './sessions.ts';

/**
 * Counts the changes of what a search may find or show of a session; no row: there was none since it was made. Apart
 * from `sessions`, whose rows a change of many sessions' topics must not lock.
 */
export const findableVersions = pgTable('findable_versions', {
  sessionId: uuid('session_id')
    .primaryKey()
    .references(() => sessions.id, { onDelete: 'cascade' }),
  version: integer('version').notNull(),
});

/** Which version of a session each copy of a search index has. What lags behind is written again. */
export const indexedSessions = pgTable(
  'indexed_sessions',
  {
    /** `IndexCopy.id`. */
    copy: text('copy').notNull(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    /** The newest that was sent: an older one is not sent after it. */
    sentVersion: integer('sent_version').notNull(),
    /** The newest that is known to be findable, or gone from there where the session is in the bin. */
    version: integer('version').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.copy, table.sessionId] }),
    index('indexed_sessions_session').on(table.sessionId),
  ],
);
