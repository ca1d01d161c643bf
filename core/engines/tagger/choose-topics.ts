import { topicMoments } from '../../model/topic-moments.ts';
import type { TopicSuggestion } from '../../ports/tagger.ts';
import { stopWords, weakWords } from './english-words.ts';
import { foldTopic, singular, topicName } from './topic-names.ts';
import type { KeyPhrase } from './yake.ts';

export interface TopicContext {
  readonly title: string;
  /** Names of topics that exist, most used first. */
  readonly knownTopics: readonly string[];
  readonly documentFrequency: ReadonlyMap<string, number>;
  readonly documentCount: number;
  /** Of the whole talk: what is said twice in a minute counts, twice in an hour does not. */
  readonly tokenCount: number;
  readonly durationSeconds: number;
}

const maxTopics = 8;
/** From so many sessions on, what the corpus says of a word's rarity counts in full. */
const enoughDocuments = 50;
/** A known topic needs to be said this often even in a short talk, unless it stands in the title. */
const minKnownUses = 2;

interface Candidate {
  readonly phrase: KeyPhrase;
  readonly name: string;
  readonly isKnown: boolean;
  readonly isInTitle: boolean;
  readonly score: number;
}

export const isStopWord = (word: string): boolean =>
  stopWords.has(word) ||
  stopWords.has(word.replace(/'(s|re|ve|ll|d|m)$/, '')) ||
  stopWords.has(singular(word));

/**
 * The phrases that would make good topics of a wiki: said often, rare elsewhere, two or three words rather than
 * one, names rather than nouns, in the title rather than not; spelled as the topic that exists, if one does.
 */
export function chooseTopics(phrases: readonly KeyPhrase[], context: TopicContext): TopicSuggestion[] {
  const known = new Map<string, string>();
  for (const name of context.knownTopics.toReversed()) known.set(foldTopic(name), name);
  const title = ` ${foldTopic(context.title)} `;
  const candidates = phrases
    .map((phrase): Candidate => {
      const isInTitle = title.includes(` ${phrase.key} `);
      const name = known.get(phrase.key);
      const score = scoreOf(phrase, isInTitle, name !== undefined, context);
      return {
        phrase,
        name: name ?? topicName(spellingIn(context.title, phrase)),
        isKnown: name !== undefined,
        isInTitle,
        score,
      };
    })
    .filter((candidate) => isWorthy(candidate, context.tokenCount))
    .sort((a, b) => b.score - a.score);
  return withoutOverlaps(candidates)
    .slice(0, maxTopics)
    .map((candidate) => ({
      name: candidate.name,
      confidence: confidenceOf(candidate),
      seconds: topicMoments(candidate.phrase.startSeconds, context.durationSeconds),
    }))
    .sort((a, b) => b.confidence - a.confidence);
}

/** The phrase as the title spells it, "pivot tables" rather than "pivot table", else as it is said most. */
function spellingIn(title: string, { key, text, words, isName }: KeyPhrase): string {
  if (isName) return text;
  const titleWords = title.split(/[^\p{L}\p{N}'+#-]+/u);
  for (let at = 0; at + words.length <= titleWords.length; at += 1) {
    const spelling = titleWords.slice(at, at + words.length).join(' ');
    if (foldTopic(spelling) === key) return spelling.toLowerCase();
  }
  return text;
}

function scoreOf(phrase: KeyPhrase, isInTitle: boolean, isKnown: boolean, context: TopicContext): number {
  const rarity = rarityOf(phrase, context);
  const length = phrase.words.length === 1 ? 0 : 1.2;
  const often = Math.log2(1 + phrase.count);
  return (
    phrase.relevance * 0.35 +
    often +
    length +
    rarity * 2 +
    (phrase.isName ? 0.8 : 0) +
    (isInTitle ? 2.5 * Math.min(1, 2 * rarity) : 0) +
    (isKnown ? 1.5 : 0)
  );
}

/** 0 for a phrase whose words are in every session, 1 for one that nobody else says; 0.5 while there are few. */
function rarityOf({ words }: KeyPhrase, { documentFrequency, documentCount }: TopicContext): number {
  const weight = Math.min(1, documentCount / enoughDocuments);
  const scale = Math.log(1 + documentCount);
  if (scale === 0) return 0.5;
  const rarities = words.map((word) => {
    const frequency = documentFrequency.get(word) ?? 0;
    return Math.max(0, Math.log((1 + documentCount) / (1 + frequency)) / scale);
  });
  const mean = rarities.reduce((sum, rarity) => sum + rarity, 0) / Math.max(1, rarities.length);
  return weight * mean + (1 - weight) * 0.5;
}

/** What a curator would sign: known topics that are really spoken of, new ones that are said again and again. */
function isWorthy({ phrase, isKnown, isInTitle }: Candidate, tokenCount: number): boolean {
  const { words, count, isName } = phrase;
  const oncePer = (tokens: number, atLeast: number, atMost: number): boolean =>
    count >= Math.min(atMost, Math.max(atLeast, tokenCount / tokens));
  if (isKnown) return isInTitle || oncePer(2000, minKnownUses, 4);
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
    const isKnownTwice = chosen.some((other) => foldTopic(other.name) === foldTopic(candidate.name));
    if (!overlaps && !isKnownTwice) chosen.push(candidate);
  }
  return chosen;
}

/**
 * Set by reading the suggestions for 31 hour-long talks: 8 of 10 were topics, of the first three 9 of 10.
 * Never certain, for it only counts words.
 */
function confidenceOf({ phrase, isKnown, isInTitle }: Candidate): number {
  const often = Math.min(1, Math.log2(phrase.count) / 5);
  const confidence =
    0.5 + 0.2 * often + (isKnown ? 0.2 : 0) + (isInTitle ? 0.2 : 0) + (phrase.words.length > 1 ? 0.1 : 0);
  return Math.round(Math.min(0.9, confidence) * 100) / 100;
}
