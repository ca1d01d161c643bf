import { z } from 'zod';
import { hasLetters, isMishearing, mostMisheardWords, termKinds } from '../model/vocabulary/term.ts';
import { Instant, PageQuery } from './common.ts';

const Name = z.string().trim().min(1).max(100).refine(hasLetters, 'A name has a letter or a digit.');
const Mishearing = z
  .string()
  .trim()
  .max(100)
  .refine(isMishearing, `A mishearing has from one to ${mostMisheardWords} words.`);

const fields = {
  name: Name,
  kind: z.enum(termKinds),
  /** Mean the same: topics that are called so become this one. */
  aliases: z.array(Name).max(50),
  /** What recognisers write instead of it; corrections are offered, nothing is changed by them. */
  mishearings: z.array(Mishearing).max(50),
  /** Markdown. */
  note: z.string().max(2_000),
};

export const Term = z
  .object({
    id: z.string(),
    /** Its topic has the same one, if there is a topic. */
    slug: z.string(),
    name: z.string(),
    kind: z.enum(termKinds),
    aliases: z.array(z.string()),
    mishearings: z.array(z.string()),
    note: z.string(),
    updatedAt: Instant,
  })
  .meta({ id: 'Term' });
export type Term = z.infer<typeof Term>;
export const TermList = z.object({ items: z.array(Term), nextCursor: z.string().nullable() });
export type TermList = z.infer<typeof TermList>;

export const TermListQuery = PageQuery.extend({
  /** Only those with this in a name, an alias, a mishearing or the note. */
  q: z.string().max(200).optional(),
});

export const TermFields = z
  .object({
    ...fields,
    kind: fields.kind.default('other'),
    aliases: fields.aliases.default([]),
    mishearings: fields.mishearings.default([]),
    note: fields.note.default(''),
  })
  .strict();
export type TermFields = z.infer<typeof TermFields>;
export const TermPatch = z.object(fields).partial().strict();
export type TermPatch = z.infer<typeof TermPatch>;
export const TermParams = z.object({ id: z.uuid() });

/** How many terms of a file were new, were changed, and were there already as they are. */
export const VocabularyImported = z
  .object({ added: z.int(), changed: z.int(), unchanged: z.int() })
  .meta({ id: 'VocabularyImported' });
export type VocabularyImported = z.infer<typeof VocabularyImported>;

export const Corrections = z
  .object({
    /** Of the transcript that `items` speak of; `PATCH` it with `If-Match`. */
    version: z.int(),
    items: z.array(
      z.object({
        /** Index of the segment. */
        segment: z.int(),
        /** Where in its text, in UTF-16 units. */
        start: z.int(),
        end: z.int(),
        startSeconds: z.number(),
        endSeconds: z.number(),
        /** What is written there. */
        from: z.string(),
        to: z.string(),
        termId: z.string(),
      }),
    ),
  })
  .meta({ id: 'Corrections' });
export type Corrections = z.infer<typeof Corrections>;

/** These words are right in this session, wherever they are in it: the term is not offered for them again. */
export const CorrectionDismissal = z.object({ termId: z.uuid(), from: z.string().min(1).max(200) }).strict();
