import { z } from 'zod';
import { suggestionKinds } from '../model/search/suggest.ts';

export const SuggestRequest = z.object({ q: z.string().max(1_000).default('') });
export type SuggestRequest = z.infer<typeof SuggestRequest>;

export const Suggestion = z
  .object({
    text: z.string(),
    /** `phrase`: what was searched before. */
    kind: z.enum(suggestionKinds),
    /** The page of the session or the person, or the search it stands for. */
    url: z.string(),
  })
  .meta({ id: 'Suggestion' });
export type Suggestion = z.infer<typeof Suggestion>;

/** At most eight, best first. */
export const SuggestResponse = z.object({ items: z.array(Suggestion) });
export type SuggestResponse = z.infer<typeof SuggestResponse>;
