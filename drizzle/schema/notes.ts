import { integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { sessions } from './sessions.ts';
import { users } from './users.ts';

/** Every text that a session's notes ever had; the newest is shown. */
export const noteVersions = pgTable(
  'note_versions',
  {
    sessionId: uuid('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    /** Counts from 1 within the session. */
    version: integer('version').notNull(),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    /** Markdown. */
    text: text('text').notNull(),
    /** Against the version before; a changed line counts as both. */
    linesAdded: integer('lines_added').notNull(),
    linesRemoved: integer('lines_removed').notNull(),
    /** The version whose text this one brought back. */
    restoredFrom: integer('restored_from'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.version] })],
);
