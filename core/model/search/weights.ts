/**
 * Every number of the ranking. Measured on 113,350 passages of conference talks with 800 known-item queries in
 * eight classes, tuned on one half and reported on the other; "worth" is moment MRR@10 over all classes with and
 * without. `npm run bench:search` measures them again on any folder of transcripts.
 */

/** What a word of the text is worth for a word of the query, by how it matches. */
export const quality = {
  exact: 1,
  /** Another form of the same stem. */
  stem: 0.97,
  prefix: 0.92,
  /** Another name of the same thing, as the company's vocabulary has it: `k8s` for `kubernetes`. */
  alias: 0.95,
  /** One word for two, or two for one. Worth .881 -> .968 (joined words .265 -> .960). */
  joined: 0.9,
  /** Not said here, but in the title or a speaker's name or topic. Worth .948 -> .968. */
  heading: 0.85,
  oneEdit: 0.72,
  twoEdits: 0.5,
} as const;

/** Factors on a word's worth. */
export const bonus = {
  /** Said, and in the title too. */
  saidAndHeading: 0.05,
  /** For each repeat up to `mostRepeats`. */
  repeat: 0.03,
  mostRepeats: 3,
  /**
   * Neighbours of the query are neighbours of the text. Nothing for words drawn by chance (.977 and .974 on one half,
   * .982 and .984 on the other), but half a sentence from memory .839 -> .900 beside .08 and .12.
   */
  near: 0.15,
  nearInOrder: 0.4,
  /** Words further apart than this are not near. */
  nearWords: 12,
  /** A quoted phrase that only its stems agree with. */
  phraseByStems: 0.6,
} as const;

/** A session's score is its best moment's, and a little of the next two. */
export const sessionShares: readonly number[] = [1, 0.08, 0.04];

/**
 * What is left of a score where a text cannot be trusted at all. Less than any other difference counts: it decides
 * between passages that match alike.
 */
export const untrusted = 0.97;

/** The factor on a score for how far the text can be trusted, 0 to 1. */
export const trustFactor = (trust: number, least: number = untrusted): number => least + (1 - least) * trust;

export const typos = {
  /** Shorter words are too often another word; those of one letter less may have two neighbours swapped. */
  oneEditFrom: 4,
  twoEditsFrom: 8,
  /** A slip on the first letter is rare. */
  firstLetter: 0.5,
  /** Only so many first letters make deletion keys. */
  keyLetters: 8,
  /**
   * Found in fewer passages, a word may itself be a slip of the transcript: words at least `slipFactor` times as
   * frequent are tried beside it. (A small collection has few words more than twice.)
   */
  unknownBelow: 3,
  slipFactor: 10,
  mostForUnknown: 7,
  /** For known words, tried only when nothing holds all words. Typos together: worth .952 -> .968. */
  mostForKnown: 5,
  /** A word that is still being typed may have a slip from so many letters on. */
  begunFrom: 4,
  mostForBegun: 10,
} as const;

export const prefixes = {
  /** Looked at, most frequent first. */
  lookedAt: 60,
  most: 20,
  /**
   * Expansions stop when together they are in more than this share of the passages: a bitmap over all words that
   * begin with "ap" takes over 100 ms at a million passages whatever the limit.
   */
  mostOfPassages: 0.03,
  /** Never below so many: in a small collection every search is fast. */
  leastPassages: 1_000,
} as const;

export const retrieval = {
  /** Words in more of the passages than this find too much; they count in the ranking. */
  commonAbove: 0.15,
  /** Words that take part in finding; the rarest of a longer query. */
  mostGroups: 10,
  /** Below so many sessions, passages with only some of the words are looked for as well. */
  enoughSessions: 10,
  /** A set of words is tried when it carries at least this much of the query's weight. */
  leastMass: 0.34,
  /** Sets expected to find more than this are left out ... */
  mostPerSubset: 2_000,
  /** ... and no more are added once this many passages are expected. */
  enoughExpected: 1_200,
  /** Words of one query occur together this much more often than chance. */
  togetherness: 3,
  /** Passages scored in the database ... */
  candidates: 4_000,
  /** ... of those that have all words: one of these is as good as another ... */
  candidatesOfAll: 2_000,
  /** ... and of a single word ... */
  candidatesOfCommon: 1_000,
  /** ... beside sessions whose title has the words, where there are more, ... */
  titled: 10,
  /** ... with so many of their passages: a session is worth its best three, and one may be its title. */
  perTitled: 4,
  /** Of all these the best come back ... */
  returned: 150,
  /** ... at most so many of one session ... */
  perSession: 6,
  /** ... and so many are read and ranked word by word: 90 instead gives .968 for .967 and takes longer. */
  reranked: 40,
} as const;

/** Words of 6 letters and more may be two run together; each part has at least two letters. */
export const splitting = { from: 6, leastPart: 2, most: 3 } as const;

export const snippets = { words: 30, characters: 60 } as const;

type Numbers<Of> = { readonly [Name in keyof Of]: number };

/** What decides the order. A measurement takes one away to see what it is worth; an alternative worth 0 is not looked for. */
export interface Weights {
  readonly quality: Numbers<typeof quality>;
  readonly bonus: Numbers<typeof bonus>;
  readonly typos: Numbers<typeof typos>;
  readonly untrusted: number;
  /** Passages read and ranked word by word; the others keep the database's order. */
  readonly reranked: number;
}

export const usualWeights: Weights = { quality, bonus, typos, untrusted, reranked: retrieval.reranked };

/** How much a word says: ln(1 + N / (1 + n)) for a word in n of N passages. */
export function inverseFrequency(passages: number, withWord: number): number {
  return Math.log(1 + Math.max(1, passages) / (1 + withWord));
}
