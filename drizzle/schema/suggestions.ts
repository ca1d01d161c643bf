import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { textC } from './columns.ts';
import { sessions } from './sessions.ts';
import { topics } from './topics.ts';

/** What each session can be reached by as one types; replaced whenever the session is indexed. */
export const suggestions = pgTable(
  'suggestions',
  {
    sessionId: uuid('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    /** `session`: its title. */
    kind: text('kind', { enum: ['session', 'speaker', 'topic'] }).notNull(),
    name: text('name').notNull(),
    /** Of a topic, whose name and aliases are read when it is suggested. */
    topicId: uuid('topic_id').references(() => topics.id, { onDelete: 'cascade' }),
    /** The words of the name as `asHeard` folds them. */
    folded: textC('folded').notNull(),
  },
  (table) => [
    index('suggestions_session').on(table.sessionId),
    index('suggestions_topic').on(table.topicId),
    // With the columns that are read, so that names that begin so are counted without their rows.
    index('suggestions_folded').on(table.folded, table.kind, table.topicId, table.sessionId),
    // What begins with one letter is too much to count: the newest of it.
    index('suggestions_letter').on(
      sql`left(${table.folded}, 1)`,
      table.sessionId.desc(),
      table.kind,
      table.topicId,
      table.folded,
    ),
    index('suggestions_words')
      .using('gin', sql`array_to_tsvector(string_to_array(${table.folded}, ' '))`)
      .with({ fastupdate: false }),
  ],
);

/** Words of what can be suggested, to tell what was meant by a slip. Says nothing of who may know them. */
export const suggestionWords = pgTable(
  'suggestion_words',
  {
    word: textC('word').primaryKey(),
    /** `prefixKeys` of `core/model/search/suggest.ts`. */
    keys: integer('keys').array().notNull(),
  },
  (table) => [index('suggestion_words_keys').using('gin', table.keys).with({ fastupdate: false })],
);
