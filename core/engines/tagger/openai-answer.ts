import { z } from 'zod';
import { tidyChapters } from '../../model/chapters.ts';
import type { TagRequest, TagResult, TopicSuggestion } from '../../ports/tagger.ts';
import { foldTopic, topicName } from './topic-names.ts';

/** What the model is asked for; also its JSON schema. Limits are kept by `tidySuggestions`, not by the model. */
export const Suggestions = z.object({
  summary: z.string(),
  topics: z.array(z.object({ name: z.string(), confidence: z.number() })),
  chapters: z.array(z.object({ startSeconds: z.number(), title: z.string() })),
});
export type Suggestions = z.infer<typeof Suggestions>;

const maxTopics = 8;
const maxNewTopics = 3;
const maxNameLength = 60;
const maxSummaryLength = 1_200;

/** The answer of the model, `null` when there is none in the text. A code fence or a sentence around it is fine. */
export function parseSuggestions(content: string): Suggestions | null {
  const start = content.indexOf('{');
  const end = content.lastIndexOf('}');
  if (start === -1 || end < start) return null;
  try {
    const parsed = Suggestions.safeParse(JSON.parse(content.slice(start, end + 1)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/**
 * Whatever the model says, brought into the port's limits: topics that exist in their own spelling, at most
 * three new ones, eight in all, plain one-line text, chapters inside the recording.
 */
export function tidySuggestions(suggestions: Suggestions, request: TagRequest): TagResult {
  const durationSeconds = request.durationSeconds ?? request.segments.at(-1)?.endSeconds ?? 0;
  const summary = oneLine(suggestions.summary).slice(0, maxSummaryLength);
  return {
    topics: tidyTopics(suggestions.topics, request.knownTopics),
    summary: summary === '' ? null : summary,
    chapters: tidyChapters(suggestions.chapters, durationSeconds),
  };
}

function tidyTopics(topics: Suggestions['topics'], knownTopics: readonly string[]): TopicSuggestion[] {
  const known = new Map<string, string>();
  for (const name of knownTopics.toReversed()) known.set(foldTopic(name), name);
  const taken = new Set<string>();
  let newTopics = 0;
  const tidy: TopicSuggestion[] = [];
  for (const { name, confidence } of topics.toSorted((a, b) => b.confidence - a.confidence)) {
    const plain = oneLine(name);
    const key = foldTopic(plain);
    const existing = known.get(key);
    const isUsable = key !== '' && plain.length <= maxNameLength && !taken.has(key);
    if (!isUsable || (existing === undefined && newTopics >= maxNewTopics)) continue;
    taken.add(key);
    if (existing === undefined) newTopics += 1;
    tidy.push({ name: existing ?? topicName(plain), confidence: Math.min(1, Math.max(0, confidence)) });
  }
  return tidy.slice(0, maxTopics);
}

const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
