import { index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { auditActions, auditSubjects } from '../../core/model/audit.ts';
import { instant } from './columns.ts';
import { users } from './users.ts';

/** Who did what. Rows are added by `writeAudit` and go when they are old; nothing changes one but its tally. */
export const auditEntries = pgTable(
  'audit_entries',
  {
    id: uuid('id').primaryKey(),
    at: instant('at').notNull().defaultNow(),
    action: text('action', { enum: auditActions }).notNull(),
    /** `null`: the command line, Brownbag itself, or somebody who is not known. */
    actorId: uuid('actor_id').references(() => users.id, { onDelete: 'set null' }),
    subject: text('subject', { enum: auditSubjects }),
    /** No reference: what was deleted is still named. */
    subjectId: uuid('subject_id'),
    /** What it was called, where everybody may know that; else it is looked up for who may. */
    subjectName: text('subject_name'),
    before: text('before'),
    after: text('after'),
    /** Counted together, such as failed sign-ins of one hour: the same action under the same key is one row. */
    tallyKey: text('tally_key'),
    times: integer('times').notNull().default(1),
  },
  (table) => [
    uniqueIndex('audit_entries_tally').on(table.tallyKey),
    index('audit_entries_actor').on(table.actorId, table.id),
    index('audit_entries_subject').on(table.subjectId, table.id),
    index('audit_entries_action').on(table.action, table.id),
  ],
);
