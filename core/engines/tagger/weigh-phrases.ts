import { wordsOf } from '../../model/search/tokenise.ts';
import type { KeyPhrase } from './key-phrases.ts';
import { foldTopic } from './topic-names.ts';

export interface TopicContext {
  readonly title: string;
  /** `topicsByName` of those that exist. */
  readonly topics: ReadonlyMap<string, string>;
  /** Of folded words, as `wordsOf` gives them. */
  readonly documentFrequency: ReadonlyMap<string, number>;
  readonly documentCount: number;
  /** Of the whole talk: what is said twice in a minute counts, twice in an hour does not. */
  readonly tokenCount: number;
  readonly durationSeconds: number;
}

/** What is known of a phrase, each from 0 to 1. */
export interface PhraseMeasures {
  /** How often it is said. */
  readonly frequency: number;
  /** How seldom others say its words. */
  readonly rarity: number;
  /** TF-IDF: the product of the two. */
  readonly frequencyOfRare: number;
  /** How early it is said first. */
  readonly earliness: number;
  /** In how many tenths of the talk it is said. */
  readonly spread: number;
  /** Whether it has several words. */
  readonly length: number;
  readonly name: number;
  readonly title: number;
  /** Whether a topic is called so. */
  readonly known: number;
}

export interface Weights extends PhraseMeasures {
  /** A phrase that weighs less than this share of the best one is no topic. */
  readonly leastShare: number;
  /** Nor is one that weighs less than this. */
  readonly least: number;
}

/**
 * Set on one half of 40 hour-long talks whose topics are known, and checked on the other (`npm run bench:tag`).
 * YAKE's score of the words was tried as one more measure and did harm.
 */
export const usualWeights: Weights = {
  frequency: 4,
  rarity: 1,
  frequencyOfRare: 2,
  earliness: 2,
  spread: 2,
  length: 1.2,
  name: 0.8,
  title: 2.5,
  known: 3,
  leastShare: 0.7,
  least: 7,
};

/** From so many passages on, what the corpus says of a word's rarity counts in full. */
const enoughDocuments = 50;

/**
 * The measures of Maui (O. Medelyan, E. Frank, I. H. Witten, "Human-competitive tagging using automatic keyphrase
 * extraction", EMNLP 2009), which builds on KEA: TF-IDF, first occurrence, spread, length, and whether it was chosen
 * before; with what a title and capitals tell. Maui learns their weights from tagged texts, ours are fixed.
 */
export function measurePhrase(phrase: KeyPhrase, isKnown: boolean, context: TopicContext): PhraseMeasures {
  const { startSeconds, words, count, isName, key } = phrase;
  const isInTitle = ` ${foldTopic(context.title)} `.includes(` ${key} `);
  const rarity = rarityOf(phrase, context);
  const frequency = Math.min(1, Math.log2(1 + count) / 5);
  const duration = Math.max(1, context.durationSeconds);
  const tenths = new Set(startSeconds.map((seconds) => Math.floor((10 * seconds) / duration)));
  return {
    frequency,
    rarity,
    frequencyOfRare: frequency * rarity,
    earliness: 1 - Math.sqrt(Math.min(1, Math.min(...startSeconds) / duration)),
    spread: Math.min(1, tenths.size / 10),
    length: words.length > 1 ? 1 : 0,
    name: isName ? 1 : 0,
    title: isInTitle ? Math.min(1, 2 * rarity) : 0,
    known: isKnown ? 1 : 0,
  };
}

export const weigh = (measures: PhraseMeasures, weights: PhraseMeasures): number =>
  measures.frequency * weights.frequency +
  measures.rarity * weights.rarity +
  measures.frequencyOfRare * weights.frequencyOfRare +
  measures.earliness * weights.earliness +
  measures.spread * weights.spread +
  measures.length * weights.length +
  measures.name * weights.name +
  measures.title * weights.title +
  measures.known * weights.known;

/** The words that the corpus counts for a word of a phrase: "node.js" are two. */
export const countedWords = (word: string): string[] => wordsOf(word);

/** 0 for a phrase whose words are in every passage, 1 for one that nobody else says; 0.5 while there are few. */
function rarityOf({ words }: KeyPhrase, { documentFrequency, documentCount }: TopicContext): number {
  const weight = Math.min(1, documentCount / enoughDocuments);
  const scale = Math.log(1 + documentCount);
  if (scale === 0) return 0.5;
  const rarities = words.map((word) => {
    const frequency = Math.min(
      ...countedWords(word).map((part) => documentFrequency.get(part) ?? 0),
      documentCount,
    );
    return Math.max(0, Math.log((1 + documentCount) / (1 + frequency)) / scale);
  });
  const mean = rarities.reduce((sum, rarity) => sum + rarity, 0) / Math.max(1, rarities.length);
  return weight * mean + (1 - weight) * 0.5;
}
