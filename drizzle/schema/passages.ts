import { bigint, index, integer, pgTable, real, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { textC, tsvector } from './columns.ts';
import { sessions } from './sessions.ts';

/** What a search finds. Rebuilt from transcripts at any time. */
export const passages = pgTable(
  'passages',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    sessionId: uuid('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    startSeconds: real('start_seconds').notNull(),
    endSeconds: real('end_seconds').notNull(),
    speaker: text('speaker'),
    body: text('body').notNull(),
    tsv: tsvector('tsv').notNull(),
  },
  (table) => [
    index('passages_tsv').using('gin', table.tsv).with({ fastupdate: false }),
    index('passages_session').on(table.sessionId, table.startSeconds),
  ],
);

/** Surface words with the number of passages they occur in. */
export const words = pgTable(
  'words',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    word: textC('word').notNull(),
    documentFrequency: integer('document_frequency').notNull(),
    lexeme: textC('lexeme').notNull(),
  },
  (table) => [uniqueIndex('words_word').on(table.word)],
);

/** Hashes of a word with letters left out: finds misspelt words (symmetric delete). */
export const wordKeys = pgTable(
  'word_keys',
  { hash: integer('hash').notNull(), wordId: integer('word_id').notNull() },
  (table) => [index('word_keys_hash').on(table.hash, table.wordId)],
);
