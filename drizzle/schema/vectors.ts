import { bigint, index, pgTable, primaryKey, real, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bits, bytes, textC } from './columns.ts';
import { passages } from './passages.ts';

/**
 * What texts mean, as an embedding model has it: paid for once a text, whoever says it and however often it is indexed.
 * Only there when a model is configured.
 */
export const textVectors = pgTable(
  'text_vectors',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** `Embedder.space`. */
    space: textC('space').notNull(),
    /** SHA-256 of the text. */
    textHash: bytes('text_hash').notNull(),
    /** `shrink` of `core/model/search/vectors.ts`, a byte a dimension; none for a text that has no vector. */
    values: bytes('values').notNull(),
    scale: real('scale').notNull(),
    /** `signsOf` the same. */
    signs: bits('signs').notNull(),
  },
  (table) => [uniqueIndex('text_vectors_key').on(table.space, table.textHash)],
);

/** Which passage has which vector. Narrow, because a search by meaning reads all of it. */
export const passageVectors = pgTable(
  'passage_vectors',
  {
    passageId: bigint('passage_id', { mode: 'number' })
      .notNull()
      .references(() => passages.id, { onDelete: 'cascade' }),
    space: textC('space').notNull(),
    /** The passage's. */
    sessionId: uuid('session_id').notNull(),
    vectorId: bigint('vector_id', { mode: 'number' })
      .notNull()
      .references(() => textVectors.id),
    /** The vector's. */
    signs: bits('signs').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.passageId, table.space] }),
    index('passage_vectors_vector').on(table.vectorId),
  ],
);
