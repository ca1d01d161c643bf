import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  pgTable,
  real,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
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
    /**
     * Each indexed session has one row that is no passage: its title, speakers and topics, a blank line, its
     * description. It makes a session without a transcript findable and says what was counted in `words`.
     */
    isHeading: boolean('is_heading').notNull().default(false),
    startSeconds: doublePrecision('start_seconds').notNull(),
    endSeconds: doublePrecision('end_seconds').notNull(),
    speaker: text('speaker'),
    body: text('body').notNull(),
    /** How far it can be trusted that this was said, 0 to 1: `textTrust` of `core/model/quality.ts`. */
    trust: real('trust').notNull().default(1),
    /** The dictionary of stems that `tsv` was made with: `core/model/search/configurations.ts`. */
    configuration: textC('configuration').notNull().default('english'),
    /** `flatten` of `core/model/search/clock.ts`: offset in `body` and second, in turn. */
    clock: real('clock').array().notNull().default(sql`'{}'::real[]`),
    /** What is said has weight D, a description C, title, speakers and topics A; `=english` names the dictionary. */
    tsv: tsvector('tsv').notNull(),
  },
  (table) => [
    index('passages_tsv').using('gin', table.tsv).with({ fastupdate: false }),
    index('passages_session').on(table.sessionId, table.startSeconds),
    // Of what very many passages match only some are looked at; whose title has the words is found here.
    index('passages_heading_tsv').using('gin', table.tsv).with({ fastupdate: false }).where(sql`is_heading`),
    uniqueIndex('passages_heading').on(table.sessionId).where(sql`is_heading`),
  ],
);

/** Surface words, without accents. The empty word counts the rows of `passages`. */
export const words = pgTable(
  'words',
  {
    word: textC('word').notNull(),
    configuration: textC('configuration').notNull().default('english'),
    /** As the dictionary stems the word with its accents: `peche` is both `pêche` and `péché`. */
    lexeme: textC('lexeme').notNull(),
    /** Rows of `passages` with the word, headings counted for each. A weight: it may drift. */
    documentFrequency: integer('document_frequency').notNull(),
    /** `deletionKeys` of `core/model/search/spelling.ts`: finds misspelt words. */
    deletionKeys: integer('deletion_keys').array().notNull(),
  },
  (table) => [
    uniqueIndex('words_key').on(table.word, table.configuration, table.lexeme),
    index('words_lexeme').on(table.lexeme),
    index('words_deletion_keys').using('gin', table.deletionKeys).with({ fastupdate: false }),
  ],
);
