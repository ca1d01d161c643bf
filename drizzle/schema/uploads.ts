import { sql } from 'drizzle-orm';
import { bigint, boolean, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { users } from './users.ts';

/**
 * A recording that arrives in pieces; its id becomes the session's. The bytes are in a file of that name, and
 * the size of the file is how much has arrived.
 */
export const uploads = pgTable(
  'uploads',
  {
    id: uuid('id').primaryKey(),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** As the client sent it; `UploadMetadata` reads it. */
    metadata: jsonb('metadata').$type<Readonly<Record<string, string | null>>>().notNull(),
    /** What its owner said of it meanwhile, in place of that; `UploadAbout` reads it. */
    about: jsonb('about').$type<Readonly<Record<string, unknown>>>(),
    /** `null`: will be said later. */
    totalBytes: bigint('total_bytes', { mode: 'number' }),
    /** A recording in progress: what has arrived is kept when the rest never comes. */
    isLive: boolean('is_live').notNull(),
    /** Where a piece begins whose checksum is not verified yet: what a crash left of it is cut off. */
    uncheckedFrom: bigint('unchecked_from', { mode: 'number' }),
    /** Hex, once all bytes are there. */
    sha256: text('sha256'),
    /** What became of it: the session of the same id, or one that was here with the same content. */
    sessionId: uuid('session_id'),
    createdAt: instant('created_at').notNull().defaultNow(),
    finishedAt: instant('finished_at'),
  },
  (table) => [index('uploads_unfinished').on(table.ownerId).where(sql`session_id is null`)],
);
