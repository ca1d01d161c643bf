import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { wordsOf } from '../../../../core/model/search/tokenise.ts';
import { seededRandom } from '../../../support/random.ts';
import { openConcordance, type Place } from './concordance.ts';
import { makers } from './query-classes.ts';
import type { Talk } from './talks.ts';

/** A query with one right answer. */
export interface KnownItem {
  readonly class: string;
  /** Odd ones are to tune by, even ones to report. */
  readonly split: string;
  readonly q: string;
  /** The talk's name. */
  readonly sessionId: string;
  readonly startSeconds: number;
}

const KnownItems = z.array(
  z.object({
    class: z.string(),
    split: z.string().default('test'),
    q: z.string(),
    sessionId: z.string(),
    startSeconds: z.number(),
  }),
);

export async function readKnownItems(file: string): Promise<KnownItem[]> {
  return KnownItems.parse(JSON.parse(await readFile(file, 'utf8')));
}

/** Passages that are tried for one query. */
const mostTries = 400;

/**
 * Queries of each class, made from passages drawn by chance: those whose words nobody says together elsewhere. The
 * same for the same talks; fewer where the talks do not give that many.
 */
export function makeKnownItems(talks: readonly Talk[], perClass: number): KnownItem[] {
  const concordance = openConcordance(talks);
  const items: KnownItem[] = [];
  for (const [at, [name, make]] of Object.entries(makers).entries()) {
    const random = seededRandom(7_000 + at);
    const used = new Set<Place>();
    for (let number = 0, tries = 0; number < perClass && tries < mostTries * perClass; tries += 1) {
      const place = concordance.places[Math.floor(random() * concordance.places.length)];
      if (place === undefined || used.has(place)) continue;
      const made = make({ place, concordance, random });
      if (made === null || !concordance.isOnlyAt(made.said, place)) continue;
      used.add(place);
      number += 1;
      items.push({
        class: name,
        split: number % 2 === 0 ? 'test' : 'dev',
        q: made.q,
        sessionId: place.talk.name,
        startSeconds: place.passage.startSeconds,
      });
    }
  }
  return items;
}

/** The words said in most passages, down to one in fifty. */
export function commonWords(talks: readonly Talk[], most: number): string[] {
  const { counts, places } = openConcordance(talks);
  return [...counts]
    .filter(([, count]) => count > places.length / 50)
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([word]) => word);
}

/** Each word from its second letter on, as somebody types it. */
export const typedByLetters = (words: readonly string[]): string[] =>
  words.flatMap((word) => Array.from({ length: word.length - 1 }, (_, at) => word.slice(0, at + 2)));

/** Whole sentences, as somebody pastes them. */
export function longQuestions(items: readonly KnownItem[], most: number): string[] {
  const questions = items.filter((item) => item.class === 'question').map(({ q }) => q.replace('?', ''));
  return Array.from(
    { length: Math.min(most, questions.length) },
    (_, at) => `${questions[at]} and ${questions[(at + 1) % questions.length]}?`,
  ).filter((question) => wordsOf(question).length > 8);
}
