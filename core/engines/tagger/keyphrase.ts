import { minChapterSeconds } from '../../model/chapters.ts';
import type { Chapter } from '../../model/session.ts';
import { noSuggestions, type Tagger, type TagRequest, type TagResult } from '../../ports/tagger.ts';
import { canTitleElsewhere, canTitleInEnglish, titleChapters } from './chapters.ts';
import { chooseTopics, isStopWord } from './choose-topics.ts';
import { type KeyPhrase, keyPhrases } from './key-phrases.ts';
import { knownPhrases } from './known-phrases.ts';
import { type Sentence, sentencesOf } from './spoken-tokens.ts';
import { readSpokenWords } from './spoken-words.ts';
import { findTopicShifts, type TermsOf } from './text-tiling.ts';
import { foldTopic, singular, topicsByName } from './topic-names.ts';
import { countedWords } from './weigh-phrases.ts';

const minChapteredSeconds = 600;
/** A table of contents that is longer is not read. */
const maxChapters = 12;
/** Those that are said most; of further ones none would be chosen. */
const maxWeighedPhrases = 1_000;

/**
 * Topics and chapters without any model: key phrases weighed by the measures of Maui, among them how rare their
 * words are in other sessions; chapters of any language by TextTiling and slides. Writes no summary. New topics come from
 * English alone, whose words of no subject it knows; in other languages it finds topics that exist.
 */
export function keyphraseTagger(): Tagger {
  return {
    name: 'keyphrase',
    readsSlides: true,

    async suggest(request: TagRequest, signal: AbortSignal): Promise<TagResult> {
      signal.throwIfAborted();
      const sentences = sentencesOf(request.segments, request.title);
      const phrases = withoutSpeakers(keyPhrases(sentences, isStopWord), request);
      const topicNames = topicsByName(request);
      const known = knownPhrases(sentences, topicNames, isStopWord);
      const title = ` ${foldTopic(request.title)} `;
      const said = phrases.filter(({ count, key }) => count > 1 || title.includes(` ${key} `));
      const wanted = isEnglish(request)
        ? [...known, ...said.filter(({ key }) => !topicNames.has(key))].slice(0, maxWeighedPhrases)
        : known;
      const words = new Set(wanted.flatMap((phrase) => phrase.words.flatMap(countedWords)));
      const documentFrequency = await request.documentFrequency([...words]);
      signal.throwIfAborted();
      const topics = chooseTopics(wanted, {
        title: request.title,
        topics: topicNames,
        documentFrequency,
        documentCount: request.documentCount,
        durationSeconds: request.durationSeconds ?? request.segments.at(-1)?.endSeconds ?? 0,
        tokenCount: sentences.flat().length,
      });
      return { ...noSuggestions, topics, chapters: await chaptersOf(request, sentences, phrases) };
    },

    async check() {},
  };
}

async function chaptersOf(
  request: TagRequest,
  sentences: readonly Sentence[],
  phrases: readonly KeyPhrase[],
): Promise<Chapter[]> {
  const durationSeconds = request.durationSeconds ?? request.segments.at(-1)?.endSeconds ?? 0;
  if (durationSeconds < minChapteredSeconds) return [];
  const { slideChanges } = request;
  const limits = {
    ...{ durationSeconds, slideChanges, minSeconds: minChapterSeconds },
    maxBoundaries: Math.min(maxChapters - 1, Math.floor(durationSeconds / (2 * minChapterSeconds)) - 1),
  };
  if (isEnglish(request)) {
    const shifts = findTopicShifts(sentences, englishTerms, limits);
    return titleChapters(shifts, durationSeconds, phrases, canTitleInEnglish);
  }
  const reading = await readSpokenWords(request.segments, request.stems);
  const shifts = findTopicShifts(reading.sentences, reading.termsOf, limits);
  const spoken = keyPhrases(reading.sentences, reading.isStopWord, reading.keyOf);
  return titleChapters(shifts, durationSeconds, withoutSpeakers(spoken, request), canTitleElsewhere);
}

const englishTerms: TermsOf = ({ lower }) => (isStopWord(lower) ? [] : [singular(lower)]);

/** The people who speak are no topics of what they say. */
function withoutSpeakers(phrases: readonly KeyPhrase[], { segments }: TagRequest): KeyPhrase[] {
  const names = new Set(segments.flatMap(({ speaker }) => (speaker ? foldTopic(speaker).split(' ') : [])));
  return phrases.filter((phrase) => !phrase.key.split(' ').some((word) => names.has(word)));
}

/** Unknown counts as English, as it does for the transcriber that does not tell, unless its script is another. */
function isEnglish({ likelyLanguage, segments }: TagRequest): boolean {
  if (!/^und(-|$)/i.test(likelyLanguage)) return /^en(-|$)/i.test(likelyLanguage);
  return segments.filter(({ text }) => /[a-z]/i.test(text)).length * 2 >= segments.length;
}
