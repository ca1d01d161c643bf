import { index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { visibilities } from '../../core/model/access.ts';
import { instant } from './columns.ts';
import { sessionPart } from './session-part.ts';
import { users } from './users.ts';

/** A curated, ordered list of sessions and moments. */
export const collections = pgTable(
  'collections',
  {
    id: uuid('id').primaryKey(),
    /** `topicSlug` of its first title; stays when the title changes, so that links do. */
    slug: text('slug').notNull(),
    title: text('title').notNull(),
    /** Markdown. */
    description: text('description').notNull().default(''),
    visibility: text('visibility', { enum: visibilities }).notNull(),
    team: text('team'),
    /** Who made it. */
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => users.id),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
    updatedById: uuid('updated_by_id')
      .notNull()
      .references(() => users.id),
    /** Counts its changes. */
    version: integer('version').notNull().default(1),
  },
  (table) => [uniqueIndex('collections_slug').on(table.slug)],
);

/** What is in a collection, in order. */
export const collectionItems = pgTable(
  'collection_items',
  {
    id: uuid('id').primaryKey(),
    collectionId: uuid('collection_id')
      .notNull()
      .references(() => collections.id, { onDelete: 'cascade' }),
    ...sessionPart(),
  },
  (table) => [
    index('collection_items_order').on(table.collectionId, table.position),
    index('collection_items_session').on(table.sessionId),
  ],
);

/** What a reader has done of a collection. */
export const collectionProgress = pgTable(
  'collection_progress',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    itemId: uuid('item_id')
      .notNull()
      .references(() => collectionItems.id, { onDelete: 'cascade' }),
    doneAt: instant('done_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.itemId] }),
    index('collection_progress_item').on(table.itemId),
  ],
);
