import { z } from 'zod';
import { visibilities } from '../model/access.ts';
import { hasLetters } from '../model/vocabulary/term.ts';
import { Instant, PageQuery } from './common.ts';
import { SessionShort } from './sessions.ts';

/** More is no list that anybody goes through. */
export const mostItems = 500;

const Slug = z.string().min(1).max(200);
const Id = z.string().min(1).max(200);
const Title = z.string().trim().min(1).max(200).refine(hasLetters, 'A title has a letter or a digit.');
const Description = z.string().max(20_000);
const Note = z.string().trim().max(2_000);
const Seconds = z.number().min(0).max(1e7);

const listed = {
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  /** Markdown. */
  description: z.string(),
  visibility: z.enum(visibilities),
  owner: z.object({ id: z.string(), name: z.string() }),
  /** Items whose sessions the one who asks may open; everything below counts only these. */
  itemCount: z.int(),
  sessionCount: z.int(),
  /** How long all of it plays. */
  totalSeconds: z.number(),
  /** Items that the one who asks has done. */
  doneCount: z.int(),
  /** Of the first item: path below `/media/`. */
  poster: z.string().nullable(),
  createdAt: Instant,
  updatedAt: Instant,
  /** Whether the one who asks may change it. */
  canEdit: z.boolean(),
};

export const CollectionShort = z.object(listed).meta({ id: 'CollectionShort' });
export type CollectionShort = z.infer<typeof CollectionShort>;
export const CollectionList = z.object({
  items: z.array(CollectionShort),
  nextCursor: z.string().nullable(),
});
export type CollectionList = z.infer<typeof CollectionList>;

/** A session, or with `startSeconds` a moment of it. */
export const CollectionItem = z
  .object({
    id: z.string(),
    session: SessionShort,
    startSeconds: z.number().nullable(),
    /** `null`: to the end of the recording. */
    endSeconds: z.number().nullable(),
    /** How long it plays. */
    seconds: z.number(),
    /** A curator's, plain text. */
    note: z.string(),
    /** What is said at the start of a moment; `null` for a session, and where nothing is said. */
    said: z.object({ speaker: z.string().nullable(), text: z.string() }).nullable(),
    /** `/sessions/<slug>`, of a moment with `?t=<seconds>`. */
    url: z.string(),
    isDone: z.boolean(),
  })
  .meta({ id: 'CollectionItem' });
export type CollectionItem = z.infer<typeof CollectionItem>;

export const Collection = z
  .object({
    ...listed,
    /** For `If-Match`, in quotes. */
    version: z.int(),
    items: z.array(CollectionItem),
  })
  .meta({ id: 'Collection' });
export type Collection = z.infer<typeof Collection>;

export const CollectionParams = z.object({ slug: Slug });
export const CollectionItemParams = CollectionParams.extend({ itemId: Id });
export const CollectionListQuery = PageQuery.extend({
  /** Only those with this in their title. */
  q: z.string().max(200).optional(),
});

const moment = {
  sessionId: Id,
  startSeconds: Seconds.nullish(),
  endSeconds: Seconds.nullish(),
  note: Note.default(''),
};
/** One more item. */
export const CollectionItemAdd = z.object(moment).strict();
export type CollectionItemAdd = z.infer<typeof CollectionItemAdd>;
/** With its id an item stays the one it was; without, one that begins at the same second does. */
export const CollectionItemPut = z.object({ id: Id.optional(), ...moment }).strict();
export type CollectionItemPut = z.infer<typeof CollectionItemPut>;
export const CollectionItemsPut = z.object({ items: z.array(CollectionItemPut).max(mostItems) }).strict();
export type CollectionItemsPut = z.infer<typeof CollectionItemsPut>;

export const CollectionFields = z
  .object({
    title: Title,
    description: Description.default(''),
    visibility: z.enum(visibilities).default('organisation'),
    items: z.array(CollectionItemAdd).max(mostItems).default([]),
  })
  .strict();
export type CollectionFields = z.infer<typeof CollectionFields>;
export const CollectionPatch = z
  .object({ title: Title, description: Description, visibility: z.enum(visibilities) })
  .partial()
  .strict();
export type CollectionPatch = z.infer<typeof CollectionPatch>;

/** The id of the item that it goes next to. */
export const CollectionItemMove = z.union([
  z.object({ before: Id }).strict(),
  z.object({ after: Id }).strict(),
]);
export const CollectionProgressPut = z.object({ itemId: Id, done: z.boolean() }).strict();
