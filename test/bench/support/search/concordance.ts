import type { Passage } from '../../../../core/model/search/passages.ts';
import { questionWords } from '../../../../core/model/search/stop-words.ts';
import { wordsOf } from '../../../../core/model/search/tokenise.ts';
import type { Talk } from './talks.ts';

export interface Place {
  readonly talk: Talk;
  readonly passage: Passage;
  readonly words: readonly string[];
}

/** Where each word is said, kept in memory, to know whether a query has one right answer. */
export interface Concordance {
  readonly places: readonly Place[];
  /** Passages with the word. */
  readonly counts: ReadonlyMap<string, number>;
  /** Words of the passage that say something and are not slips of the transcript, each once, in order. */
  tellingWords(place: Place): string[];
  /** Whether the words are said together nowhere but here, or within a minute of it. */
  isOnlyAt(words: readonly string[], place: Place): boolean;
}

const nearSeconds = 60;
const common = 0.05;

export function openConcordance(talks: readonly Talk[]): Concordance {
  const places = talks.flatMap((talk) =>
    talk.passages.map((passage): Place => ({ talk, passage, words: wordsOf(passage.text) })),
  );
  const saidAt = new Map<string, Place[]>();
  for (const place of places)
    for (const word of new Set(place.words)) {
      const known = saidAt.get(word);
      if (known === undefined) saidAt.set(word, [place]);
      else known.push(place);
    }
  const counts = new Map([...saidAt].map(([word, where]) => [word, where.length]));
  const least = places.length < 1_000 ? 1 : 3;
  const isTelling = (word: string) => {
    const count = counts.get(word) ?? 0;
    return (
      /^[a-z]{3,}$/.test(word) &&
      !questionWords.has(word) &&
      count >= least &&
      count <= Math.max(3, places.length * common)
    );
  };
  return {
    places,
    counts,
    tellingWords: ({ words }) => [...new Set(words)].filter(isTelling),
    isOnlyAt(words, place) {
      const [rarest, ...others] = [...new Set(words)].sort(
        (a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0),
      );
      const where = (saidAt.get(rarest ?? '') ?? []).filter((one) =>
        others.every((word) => one.words.includes(word)),
      );
      return where.length > 0 && where.every((one) => isNear(one, place));
    },
  };
}

const isNear = (one: Place, other: Place): boolean =>
  one.talk === other.talk && Math.abs(one.passage.startSeconds - other.passage.startSeconds) <= nearSeconds;
