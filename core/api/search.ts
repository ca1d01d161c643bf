import { z } from 'zod';
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
});
export type SearchRequest = z.infer<typeof SearchRequest>;

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
  })
  .meta({ id: 'Moment' });
export type Moment = z.infer<typeof Moment>;

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
    facets: z.object({ topics: Facets, speakers: Facets, languages: Facets, years: Facets }),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'SearchResponse' });
export type SearchResponse = z.infer<typeof SearchResponse>;
