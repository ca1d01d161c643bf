import { minChapterSeconds } from '../../model/chapters.ts';
import type { Chapter } from '../../model/session.ts';
import { noSuggestions, type Tagger, type TagRequest, type TagResult } from '../../ports/tagger.ts';
import { titleChapters } from './chapters.ts';
import { chooseTopics, isStopWord } from './choose-topics.ts';
import { type Sentence, sentencesOf } from './spoken-tokens.ts';
import { findTopicShifts } from './text-tiling.ts';
import { foldTopic } from './topic-names.ts';
import { type KeyPhrase, keyPhrases } from './yake.ts';

const minChapteredSeconds = 600;
/** A table of contents that is longer is not read. */
const maxChapters = 12;
/** The rarity of further ones would be asked for in vain: they are not chosen. */
const maxWeighedPhrases = 400;

/**
 * Topics and chapters without any model: key phrases by YAKE, weighed with how rare their words are in other
 * sessions; chapters by TextTiling. Writes no summary. New topics come from English alone, whose stop words it
 * knows; in other languages it finds topics that exist.
 */
export function keyphraseTagger(): Tagger {
  return {
    name: 'keyphrase',

    async suggest(request: TagRequest, signal: AbortSignal): Promise<TagResult> {
      signal.throwIfAborted();
      const sentences = sentencesOf(request.segments);
      const phrases = withoutSpeakers(keyPhrases(sentences, isStopWord), request);
      const wanted = isEnglish(request.language) ? phrases : knownAmong(phrases, request.knownTopics);
      const words = [...new Set(wanted.slice(0, maxWeighedPhrases).flatMap((phrase) => phrase.words))];
      const documentFrequency = await request.documentFrequency(words);
      signal.throwIfAborted();
      const topics = chooseTopics(wanted, {
        title: request.title,
        knownTopics: request.knownTopics,
        documentFrequency,
        documentCount: request.documentCount,
        durationSeconds: request.durationSeconds ?? request.segments.at(-1)?.endSeconds ?? 0,
        tokenCount: sentences.flat().length,
      });
      return { ...noSuggestions, topics, chapters: chaptersOf(request, sentences, phrases) };
    },

    async check() {},
  };
}

function chaptersOf(
  request: TagRequest,
  sentences: readonly Sentence[],
  phrases: readonly KeyPhrase[],
): Chapter[] {
  const durationSeconds = request.durationSeconds ?? request.segments.at(-1)?.endSeconds ?? 0;
  if (durationSeconds < minChapteredSeconds || !isEnglish(request.language)) return [];
  const shifts = findTopicShifts(sentences, isStopWord, {
    durationSeconds,
    minSeconds: minChapterSeconds,
    maxBoundaries: Math.min(maxChapters - 1, Math.floor(durationSeconds / (2 * minChapterSeconds)) - 1),
  });
  return titleChapters(shifts, durationSeconds, phrases);
}

/** The people who speak are no topics of what they say. */
function withoutSpeakers(phrases: readonly KeyPhrase[], { segments }: TagRequest): KeyPhrase[] {
  const names = new Set(segments.flatMap(({ speaker }) => (speaker ? foldTopic(speaker).split(' ') : [])));
  return phrases.filter((phrase) => !phrase.key.split(' ').some((word) => names.has(word)));
}

/** Unknown counts as English, as it does for the transcriber that does not tell. */
const isEnglish = (language: string): boolean => /^(en|und)(-|$)/i.test(language);

function knownAmong(phrases: readonly KeyPhrase[], knownTopics: readonly string[]): KeyPhrase[] {
  const known = new Set(knownTopics.map(foldTopic));
  return phrases.filter((phrase) => known.has(phrase.key));
}
