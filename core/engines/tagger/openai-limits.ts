import { tidyChapters } from '../../model/chapters.ts';
import { languageTag } from '../../model/language-tag.ts';
import { topicMoments } from '../../model/topic-moments.ts';
import type { Segment } from '../../model/transcript.ts';
import type { TagRequest, TagResult, TopicSuggestion } from '../../ports/tagger.ts';
import type { Suggestions } from './openai-answer.ts';
import { foldTopic, topicName, topicsByName } from './topic-names.ts';

const maxTopics = 8;
const maxNewTopics = 3;
const maxNameLength = 60;
const maxTitleLength = 120;
const maxSummarySentences = 4;
const maxSummaryLength = 1_200;
/** No more of any text is looked at: a model that runs wild costs no time here. */
const maxReadLength = 5_000;

/** A stretch of a recording, in seconds. */
export interface Stretch {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** What a model says of a part of a talk, without times outside of that part: it cannot have read of those. */
export function withinStretch(suggestions: Suggestions, { startSeconds, endSeconds }: Stretch): Suggestions {
  // The marks that the model read are whole seconds.
  const isWithin = (seconds: number) => seconds >= Math.floor(startSeconds) && seconds <= endSeconds;
  return {
    ...suggestions,
    topics: suggestions.topics.map((topic) => ({ ...topic, seconds: topic.seconds.filter(isWithin) })),
    chapters: suggestions.chapters.filter((chapter) => isWithin(chapter.startSeconds)),
  };
}

/**
 * Whatever the model says, brought into the port's limits: topics that exist in their own spelling, at most three
 * new ones that are really spoken of, eight in all, plain one-line text, all times inside the recording.
 */
export function tidySuggestions(suggestions: Suggestions, request: TagRequest): TagResult {
  const durationSeconds = durationOf(request);
  const title = plainLine(suggestions.title).slice(0, maxTitleLength).trim();
  const summary = firstSentences(plainLine(suggestions.summary));
  return {
    topics: tidyTopics(suggestions.topics, request),
    summary: summary === '' ? null : summary,
    chapters: tidyChapters(
      suggestions.chapters.map((chapter) => ({ ...chapter, title: plainLine(chapter.title) })),
      durationSeconds,
    ),
    title: title === '' || title.toLowerCase() === request.title.trim().toLowerCase() ? null : title,
    language: languageTag(suggestions.language),
  };
}

export const durationOf = ({ durationSeconds, segments }: TagRequest): number =>
  durationSeconds ?? segments.at(-1)?.endSeconds ?? 0;

function tidyTopics(topics: Suggestions['topics'], request: TagRequest): TopicSuggestion[] {
  const known = topicsByName(request);
  const spoken = request.segments.map(foldSegment);
  const taken = new Set<string>();
  let newTopics = 0;
  const tidy: TopicSuggestion[] = [];
  for (const { name, confidence, seconds } of topics.toSorted((a, b) => b.confidence - a.confidence)) {
    const plain = plainLine(name);
    const existing = known.get(foldTopic(plain));
    const key = foldTopic(existing ?? plain);
    if (key === '' || plain.length > maxNameLength || taken.has(key)) continue;
    const uses = seconds.length > 0 ? seconds : usesOf(key, spoken);
    const moments = topicMoments(uses, durationOf(request));
    if (existing === undefined && (newTopics >= maxNewTopics || moments.length === 0)) continue;
    taken.add(key);
    if (existing === undefined) newTopics += 1;
    tidy.push({ name: existing ?? topicName(plain), confidence: shareOf(confidence), seconds: moments });
  }
  return tidy.slice(0, maxTopics);
}

/** Models that were asked for 0 to 1 answer 85 at times. */
function shareOf(confidence: number): number {
  if (!Number.isFinite(confidence)) return 0.01;
  const share = confidence > 1 && confidence <= 100 ? confidence / 100 : confidence;
  return Math.min(1, Math.max(0.01, share));
}

interface Spoken {
  readonly startSeconds: number;
  /** Folded, with a blank at both ends. */
  readonly text: string;
}

const foldSegment = ({ startSeconds, text }: Segment): Spoken => ({
  startSeconds,
  text: ` ${foldTopic(text)} `,
});

const usesOf = (key: string, spoken: readonly Spoken[]): number[] =>
  spoken.filter(({ text }) => text.includes(` ${key} `)).map(({ startSeconds }) => startSeconds);

/** One line without addresses and without characters that are not seen, but for those that scripts need. */
const plainLine = (text: string): string =>
  text
    .slice(0, maxReadLength)
    .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replace(/\b(?:[a-z][a-z0-9+.-]*:\/\/|www\.)\S+/giu, '')
    .replace(/<[^<>]*>/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();

/** At most four sentences and 1,200 characters. */
function firstSentences(text: string): string {
  const sentences = [...new Intl.Segmenter(undefined, { granularity: 'sentence' }).segment(text)];
  return sentences
    .slice(0, maxSummarySentences)
    .map(({ segment }) => segment)
    .join('')
    .slice(0, maxSummaryLength)
    .trim();
}
