import { z } from 'zod';
import { Instant } from './common.ts';

/** The `searchId` of an answer. */
export const SearchParams = z.object({ id: z.uuid() });

/** What of an answer was opened. */
export const SearchOpened = z.object({
  sessionId: z.uuid(),
  /** Where it was opened; `null`: at its page rather than at a moment. */
  startSeconds: z.number().min(0).nullable().default(null),
});
export type SearchOpened = z.infer<typeof SearchOpened>;

/** What people looked for and nobody has shown yet. */
export const Asked = z
  .object({
    /** The words that say something, sorted: names it to whoever dismisses it. */
    subject: z.string(),
    /** As somebody typed it. */
    query: z.string(),
    people: z.int(),
    /** How many of them asked for it outright. */
    asks: z.int(),
    lastAskedAt: Instant,
    /** Everybody can find something, but nobody opened any of it. */
    wasFound: z.boolean(),
  })
  .meta({ id: 'Asked' });
export type Asked = z.infer<typeof Asked>;

export const AskedList = z.object({ items: z.array(Asked) });
export type AskedList = z.infer<typeof AskedList>;

export const AskedDismissal = z.object({ subject: z.string().min(1).max(1_000) });
