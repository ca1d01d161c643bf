import { z } from 'zod';
import { matchKinds, searchLevels } from '../model/search/explain.ts';
import { operatorNames } from '../model/search/operators.ts';
import { isInCommonYears } from './common.ts';
import { SessionShort } from './sessions.ts';

/** `2026-03-12`, `2026-03`, `2026`, or a full instant. */
const Day = z
  .string()
  .regex(/^\d{4}(-\d{2}(-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?)?)?$/, 'A date is written like 2026-03-12.')
  .refine((day) => !Number.isNaN(Date.parse(day)) && isInCommonYears(day), 'There is no such date.');

export const SearchRequest = z.object({
  q: z.string().max(1_000).default(''),
  topic: z.string().max(100).optional(),
  speaker: z.string().max(100).optional(),
  collection: z.string().max(200).optional(),
  language: z.string().max(35).optional(),
  from: Day.optional(),
  to: Day.optional(),
  sort: z.enum(['relevance', 'newest']).default('relevance'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(500).optional(),
  moments: z.coerce.number().int().min(1).max(50).default(3),
  /** `off`: not something that a person has just asked, such as more of what was found. */
  log: z.enum(['on', 'off']).default('on'),
  explain: z
    .enum(['0', '1'])
    .optional()
    .describe('`1`: each moment says why it was found and ranked so; for curators, 403 for others'),
});
export type SearchRequest = z.infer<typeof SearchRequest>;

/** Why a moment has its score: (the words' worth + `near`) x `phraseFactor` x `trustFactor`. */
export const Explanation = z
  .object({
    /** The level of the search that finds it. */
    level: z.enum(searchLevels),
    words: z.array(
      z.object({
        word: z.string(),
        /** How much the word says, as a share of the whole query: rare words say more. */
        weight: z.number(),
        how: z.enum(matchKinds).nullable(),
        found: z.string().nullable(),
        timesSaid: z.int(),
        isInHeading: z.boolean(),
        worth: z.number(),
      }),
    ),
    near: z.number(),
    phraseFactor: z.number(),
    trustFactor: z.number(),
    score: z.number(),
    /** The share of it that the session's score has. */
    sessionShare: z.number(),
  })
  .meta({ id: 'Explanation' });

export const Moment = z
  .object({
    startSeconds: z.number(),
    endSeconds: z.number(),
    speaker: z.string().nullable(),
    /** Plain text escaped for HTML, with `<mark>` around what matched. */
    snippet: z.string(),
    /** It means what was asked for, in other words: nothing in it is marked. */
    by: z.literal('meaning').optional(),
    /** `/sessions/<slug>?t=<seconds>` */
    url: z.string(),
    /** 0 to 1 against the best moment of the answer: below 0.5 the strip shows it pale. */
    strength: z.number(),
    /** Where `explain=1` asked for it and the engine can tell. */
    explanation: Explanation.optional(),
  })
  .meta({ id: 'Moment' });
export type Moment = z.infer<typeof Moment>;

/** Words to find within one session. */
export const FindRequest = z.object({
  q: z.string().max(1_000).default(''),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
  cursor: z.string().max(500).optional(),
});
export type FindRequest = z.infer<typeof FindRequest>;

export const FoundMoment = Moment.extend({
  /** Each word of the query where it is said: as it is said, and as it was typed. */
  places: z.array(z.object({ startSeconds: z.number(), text: z.string(), word: z.string() })),
}).meta({ id: 'FoundMoment' });
export type FoundMoment = z.infer<typeof FoundMoment>;

export const FindResponse = z
  .object({
    query: z.string(),
    tookMs: z.number(),
    /** Of all pages. */
    total: z.int(),
    corrections: z.array(z.object({ from: z.string(), to: z.string() })),
    /** In order of time. */
    items: z.array(FoundMoment),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'FindResponse' });
export type FindResponse = z.infer<typeof FindResponse>;

const Facets = z.array(z.object({ value: z.string(), count: z.int() }));

export const SearchResponse = z
  .object({
    query: z.string(),
    tookMs: z.number(),
    /** Sessions. */
    total: z.int(),
    /** True: there are at least `total`. */
    totalIsCapped: z.boolean(),
    totalMoments: z.int(),
    /** Parts of `query` that were read as filters; `text` is the part as typed. */
    understood: z.array(z.object({ operator: z.enum(operatorNames), value: z.string(), text: z.string() })),
    corrections: z.array(z.object({ from: z.string(), to: z.string() })),
    hits: z.array(
      z.object({ session: SessionShort, score: z.number(), momentCount: z.int(), moments: z.array(Moment) }),
    ),
    facets: z.object({
      topics: Facets,
      speakers: Facets,
      languages: Facets,
      years: Facets,
      /** By title; of those that the one who asks may open. */
      collections: Facets,
    }),
    /** True: the search server is away or still being filled, and the database answered in its place. */
    isDegraded: z.boolean(),
    nextCursor: z.string().nullable(),
    /** By which to tell what was opened; `null`: the search was not written down. */
    searchId: z.string().nullable(),
  })
  .meta({ id: 'SearchResponse' });
export type SearchResponse = z.infer<typeof SearchResponse>;
