import { doublePrecision, integer, text, uuid } from 'drizzle-orm/pg-core';
import { sessions } from './sessions.ts';

/**
 * Columns of a session, or a moment of one, that a curator has put into an ordered list. Both times absent: the whole
 * session. Times, not passages: they stay when the text is edited or written anew.
 */
export const sessionPart = () => ({
  sessionId: uuid('session_id')
    .notNull()
    .references(() => sessions.id, { onDelete: 'cascade' }),
  /** Its place in the list, from 0; what lies in the bin keeps its place too. */
  position: integer('position').notNull(),
  startSeconds: doublePrecision('start_seconds'),
  /** Never without a start; absent: to the end of the recording. */
  endSeconds: doublePrecision('end_seconds'),
  /** A curator's, plain text. */
  note: text('note').notNull().default(''),
});
