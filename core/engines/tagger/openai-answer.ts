import { z } from 'zod';

const Topic = z.object({ name: z.string(), confidence: z.number(), seconds: z.array(z.number()) });

/** What the model is asked for; also its JSON schema. Limits are kept by `tidySuggestions`, not by the model. */
export const Suggestions = z.object({
  title: z.string(),
  summary: z.string(),
  topics: z.array(Topic),
  chapters: z.array(z.object({ startSeconds: z.number(), title: z.string() })),
  language: z.string(),
});
export type Suggestions = z.infer<typeof Suggestions>;

/** Models that follow no schema forget some members. */
const LooseSuggestions = Suggestions.extend({
  title: z.string().catch(''),
  topics: z.array(Topic.extend({ seconds: z.array(z.number()).catch([]) })),
  language: z.string().catch(''),
});

/** The answer of the model, `null` when there is none in the text. A code fence or a sentence around it is fine. */
export function parseSuggestions(content: string): Suggestions | null {
  const start = content.indexOf('{');
  const end = content.lastIndexOf('}');
  if (start === -1 || end < start) return null;
  try {
    const parsed = LooseSuggestions.safeParse(JSON.parse(content.slice(start, end + 1)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
