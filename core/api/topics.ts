import { z } from 'zod';
import { hasLetters } from '../model/vocabulary/term.ts';
import { PageQuery } from './common.ts';
import { SessionShort } from './sessions.ts';

const Slug = z.string().min(1).max(200);
const Name = z.string().trim().min(1).max(100).refine(hasLetters, 'A name has a letter or a digit.');

const listed = {
  slug: z.string(),
  name: z.string(),
  /** Markdown. */
  description: z.string(),
  /** Sessions that the one who asks may open. */
  sessionCount: z.int(),
};

export const TopicShort = z.object(listed).meta({ id: 'TopicShort' });
export type TopicShort = z.infer<typeof TopicShort>;
export const TopicList = z.object({ items: z.array(TopicShort), nextCursor: z.string().nullable() });
export type TopicList = z.infer<typeof TopicList>;

/** With a page of its sessions, newest first. */
export const Topic = z
  .object({
    ...listed,
    /** Other names of the same, from the vocabulary. */
    aliases: z.array(z.string()),
    sessions: z.array(SessionShort),
    /** For more sessions. */
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'Topic' });
export type Topic = z.infer<typeof Topic>;

/** A slug, or that of an alias. */
export const TopicParams = z.object({ slug: Slug });
export const TopicQuery = PageQuery;
export const TopicPatch = z
  .object({ name: Name, description: z.string().max(20_000) })
  .partial()
  .strict();
export type TopicPatch = z.infer<typeof TopicPatch>;
/** The slug of the topic that stays. */
export const TopicMerge = z.object({ into: Slug }).strict();

export const SessionTopicParams = z.object({ id: z.string().min(1).max(200), slug: Slug });
/** A person's word is for ever: no tagger changes it. */
export const SessionTopicPut = z.object({ status: z.enum(['accepted', 'rejected']) }).strict();
export const SessionTopicAdd = z.object({ name: Name }).strict();
