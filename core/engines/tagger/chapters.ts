import { tidyChapters } from '../../model/chapters.ts';
import { isWrittenWithoutBlanks } from '../../model/search/tokenise.ts';
import type { Chapter } from '../../model/session.ts';
import { weakWords } from './english-words.ts';
import type { KeyPhrase } from './key-phrases.ts';
import { topicName } from './topic-names.ts';

/**
 * Titles the stretches between the shifts with the phrase that is most at home there. A stretch without one of
 * its own belongs to the chapter before it. Fewer than two chapters are none.
 */
export function titleChapters(
  shifts: readonly number[],
  durationSeconds: number,
  phrases: readonly KeyPhrase[],
  canTitle: (phrase: KeyPhrase) => boolean,
): Chapter[] {
  const starts = [0, ...shifts];
  const chapters: Chapter[] = [];
  const used = new Set<string>();
  for (const [index, startSeconds] of starts.entries()) {
    const end = starts[index + 1] ?? durationSeconds;
    const best = phrases
      .filter((phrase) => !used.has(phrase.key) && canTitle(phrase))
      .map((phrase) => ({ phrase, score: belonging(phrase, startSeconds, end, durationSeconds) }))
      .sort((a, b) => b.score - a.score)[0];
    if (best === undefined || best.score <= 0) continue;
    used.add(best.phrase.key);
    chapters.push({
      startSeconds: chapters.length === 0 ? 0 : startSeconds,
      title: topicName(best.phrase.text),
    });
  }
  return tidyChapters(chapters, durationSeconds);
}

/** A single common English word says little: it must be a noun as far as its ending tells, and of some length. */
export const canTitleInEnglish = ({ words, isName, count }: KeyPhrase): boolean => {
  const [word = ''] = words;
  if (words.every((part) => weakWords.has(part))) return count >= 3 && words.length > 1;
  return (
    words.length > 1 ||
    isName ||
    (word.length >= 5 && !/(ly|ed|er|est|ing|wards|ive|ful|ous|ent|ant)$/.test(word))
  );
};

/** In other languages: several words, a name, or a word of some length; a character says more than a letter. */
export const canTitleElsewhere = ({ words: [word = '', ...more], isName }: KeyPhrase): boolean =>
  more.length > 0 || isName || word.length >= (isWrittenWithoutBlanks(word) ? 2 : 5);

/** Uses in the stretch beyond what an even spread would give; whole phrases and names rather than words. */
function belonging(phrase: KeyPhrase, start: number, end: number, durationSeconds: number): number {
  const inside = phrase.startSeconds.filter((seconds) => seconds >= start && seconds < end).length;
  const isTelling = phrase.words.length > 1 || phrase.isName;
  if (inside < (isTelling ? 2 : 4)) return 0;
  const expected = phrase.count * ((end - start) / durationSeconds);
  return (inside - expected) * Math.sqrt(inside / phrase.count) * (isTelling ? 2 : 1);
}
