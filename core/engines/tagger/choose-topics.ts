import { topicMoments } from '../../model/topic-moments.ts';
import type { TopicSuggestion } from '../../ports/tagger.ts';
import { stopWords, weakWords } from './english-words.ts';
import type { KeyPhrase } from './key-phrases.ts';
import { foldTopic, singular, topicName } from './topic-names.ts';
import {
  measurePhrase,
  type PhraseMeasures,
  type TopicContext,
  usualWeights,
  weigh,
} from './weigh-phrases.ts';

const maxTopics = 8;
/** So many stay however much less than the best they weigh. */
const fewest = 2;
/** In a talk of a few minutes a known topic that is said once may be what it is about. */
const fewTokens = 500;

interface Candidate {
  readonly phrase: KeyPhrase;
  readonly name: string;
  readonly measures: PhraseMeasures;
  readonly score: number;
}

export const isStopWord = (word: string): boolean =>
  stopWords.has(word) ||
  stopWords.has(word.replace(/'(s|re|ve|ll|d|m)$/, '')) ||
  stopWords.has(singular(word));

/**
 * The phrases that would make good topics of a wiki, by their weight (`weigh`); spelled as the topic that exists,
 * if one does. What weighs much less than the best is left out.
 */
export function chooseTopics(
  phrases: readonly KeyPhrase[],
  context: TopicContext,
  weights = usualWeights,
): TopicSuggestion[] {
  const candidates = phrases
    .map((phrase): Candidate => {
      const name = context.topics.get(phrase.key);
      const measures = measurePhrase(phrase, name !== undefined, context);
      return {
        ...{ phrase, measures, score: weigh(measures, weights) },
        name: name ?? topicName(spellingIn(context.title, phrase)),
      };
    })
    .filter((candidate) => isWorthy(candidate, context.tokenCount))
    .sort((a, b) => b.score - a.score);
  const chosen = withoutOverlaps(candidates).slice(0, maxTopics);
  // A title says much of its own words and nothing of the others.
  const best = Math.max(...chosen.map(({ score, measures }) => score - weights.title * measures.title));
  return chosen
    .filter(
      ({ score }, index) => index < fewest || score >= Math.max(weights.least, best * weights.leastShare),
    )
    .map((candidate) => ({
      name: candidate.name,
      confidence: confidenceOf(candidate.score),
      seconds: topicMoments(candidate.phrase.startSeconds, context.durationSeconds),
    }));
}

/** The phrase as the title spells it, "pivot tables" rather than "pivot table", else as it is said most. */
function spellingIn(title: string, { key, text, words, isName }: KeyPhrase): string {
  if (isName) return text;
  const titleWords = title.split(/[^\p{L}\p{N}'+#-]+/u);
  for (let at = 0; at < titleWords.length; at += 1)
    for (let length = words.length; length > 0; length -= 1) {
      const spelling = titleWords.slice(at, at + length).join(' ');
      if (foldTopic(spelling) === key) return spelling.toLowerCase();
    }
  return text;
}

/** What a curator would sign: known topics that are really spoken of, new ones that are said again and again. */
function isWorthy({ phrase, measures }: Candidate, tokenCount: number): boolean {
  const { words, count, isName } = phrase;
  const isInTitle = measures.title > 0;
  const oncePer = (tokens: number, atLeast: number, atMost: number): boolean =>
    count >= Math.min(atMost, Math.max(atLeast, tokenCount / tokens));
  if (measures.known > 0) return isInTitle || oncePer(2000, tokenCount < fewTokens ? 1 : 2, 4);
  const isWeak = words.every((word) => weakWords.has(word) || weakWords.has(singular(word)));
  if (words.length > 1) return isInTitle || oncePer(isWeak ? 1500 : 2500, 2, isWeak ? 6 : 4);
  const [word = ''] = words;
  if (isWeak || word.length < 3 || /(ly|n't|est|wards|able|ible)$/.test(word)) return false;
  if (isInTitle) return oncePer(3000, 2, 4);
  if (/(ed|ing)$/.test(word)) return oncePer(700, 4, 14);
  return isName ? oncePer(2000, 2, 5) : oncePer(900, 3, 10);
}

/** Leaves out what shares words with a better one: of "pivot", "tables" and "pivot tables" one remains. */
function withoutOverlaps(candidates: readonly Candidate[]): Candidate[] {
  const chosen: Candidate[] = [];
  for (const candidate of candidates) {
    const words = candidate.phrase.key.split(' ');
    const overlaps = chosen.some((other) => {
      const otherWords = other.phrase.key.split(' ');
      const shared = words.filter((word) => otherWords.includes(word)).length;
      return shared > 0 && shared >= Math.min(words.length, otherWords.length) * 0.5;
    });
    if (!overlaps) chosen.push(candidate);
  }
  return chosen;
}

/**
 * The logistic curve through what was measured on 40 hour-long talks: of topics that weigh 6 one in seven was noted
 * by people, of 8.5 one in two, of 11.5 four in five. People do not note all that is right.
 */
const confidenceOf = (score: number): number =>
  Math.min(0.95, Math.max(0.01, Math.round(100 / (1 + Math.exp(0.7 * (8.6 - score)))) / 100));
