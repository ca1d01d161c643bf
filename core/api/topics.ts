import { z } from 'zod';
import { hasLetters } from '../model/vocabulary/term.ts';
import { CollectionItem, CollectionItemAdd, CollectionItemMove } from './collections.ts';
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

/** More is no place to start. */
export const mostPins = 50;

/** A session, or with `startSeconds` a moment, that curators say to begin with. */
export const TopicPin = CollectionItem.omit({ isDone: true }).meta({ id: 'TopicPin' });
export type TopicPin = z.infer<typeof TopicPin>;

/** Somebody who speaks in sessions that the one who asks may open. */
export const Speaks = z.object({
  name: z.string(),
  /** Of their page; `null` for who has none. */
  personId: z.string().nullable(),
  /** How long they speak in these sessions, as far as their text says who speaks. */
  seconds: z.number(),
  sessionCount: z.int(),
});
export type Speaks = z.infer<typeof Speaks>;

/** With what to begin with, who speaks about it, and a page of its sessions, newest first. */
export const Topic = z
  .object({
    ...listed,
    /** Other names of the same, from the vocabulary. */
    aliases: z.array(z.string()),
    /** In the curators' order. */
    startHere: z.array(TopicPin),
    /** At most twelve, who speaks longest first; without those who want no page about them. */
    explainedBy: z.array(Speaks),
    /** Those of the sessions below of which a tagger alone says that they are about it. */
    suggestedIn: z.array(z.string()),
    sessions: z.array(SessionShort),
    /** For more sessions. */
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'Topic' });
export type Topic = z.infer<typeof Topic>;

/** A slug, or that of an alias. */
export const TopicParams = z.object({ slug: Slug });
export const TopicQuery = PageQuery;
export const TopicListQuery = PageQuery.extend({
  /** Only those with this in their name or one of their aliases, case and accents aside. */
  q: z.string().max(200).optional(),
});
export const TopicPatch = z
  .object({ name: Name, description: z.string().max(20_000), aliases: z.array(Name).max(50) })
  .partial()
  .strict();
export type TopicPatch = z.infer<typeof TopicPatch>;
/** The slug of the topic that stays. */
export const TopicMerge = z.object({ into: Slug }).strict();

export const SessionTopicParams = z.object({ id: z.string().min(1).max(200), slug: Slug });
/** A person's word is for ever: no tagger changes it. */
export const SessionTopicPut = z.object({ status: z.enum(['accepted', 'rejected']) }).strict();
export const SessionTopicAdd = z.object({ name: Name }).strict();

export const TopicPinAdd = CollectionItemAdd;
export const TopicPinParams = TopicParams.extend({ pinId: z.string().min(1).max(200) });
export const TopicPinPatch = z
  .object({ note: CollectionItemAdd.shape.note.unwrap(), place: CollectionItemMove })
  .partial()
  .strict();
export type TopicPinPatch = z.infer<typeof TopicPinPatch>;
