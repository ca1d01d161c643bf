import { jsonb, pgTable, text } from 'drizzle-orm/pg-core';

/** What an installation remembers of itself, such as that its sample session was made. */
export const settings = pgTable('settings', {
  key: text('key').primaryKey(),
  value: jsonb('value').notNull(),
});
