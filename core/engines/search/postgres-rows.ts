import type { PassageRow } from '../../../drizzle/queries/passages.ts';
import { storable } from '../../../drizzle/queries/search-scope.ts';
import { everyPassage } from '../../../drizzle/queries/vocabulary.ts';
import { flatten } from '../../model/search/clock.ts';
import { stopWords } from '../../model/search/stop-words.ts';
import { wordsOf } from '../../model/search/tokenise.ts';
import type { Passage, SessionDocument } from '../../ports/search-index.ts';
import { splitHeading } from './postgres-moments.ts';

/** What is kept of a row, enough to know which words were counted for it. */
export interface IndexedText {
  readonly isHeading: boolean;
  readonly speaker: string | null;
  readonly body: string;
}

/** The session's rows: its heading first, then what is said. */
export function rowsOf(session: SessionDocument, passages: readonly Passage[]): PassageRow[] {
  const names = [session.title, ...session.speakers, ...session.topics];
  const heading = storable(names.map((name) => name.replace(/\s+/gu, ' ').trim()).join('\n'));
  const head = {
    isHeading: true,
    startSeconds: 0,
    endSeconds: 0,
    speaker: null,
    body: `${heading}\n\n${storable(session.description)}`,
    clock: [],
  };
  const said = passages.map(({ startSeconds, endSeconds, speaker, text, clock }) => ({
    isHeading: false,
    startSeconds,
    endSeconds,
    speaker: speaker === null ? null : storable(speaker),
    body: storable(text),
    clock: flatten(clock),
  }));
  const { trust } = session;
  return [head, ...said].map((text) => ({ ...text, trust, ...indexedWords(text, heading) }));
}

/** For each word the rows that have it, and all rows under `everyPassage`. Every row has its session's heading. */
export function countRowsByWord(texts: readonly IndexedText[]): Map<string, number> {
  const { heading } = splitHeading(texts.find(({ isHeading }) => isHeading)?.body ?? '');
  const counts = new Map<string, number>();
  const add = (word: string) => counts.set(word, (counts.get(word) ?? 0) + 1);
  for (const text of texts) {
    const { saidWords, descriptionWords, headingWords } = indexedWords(text, heading);
    const words = new Set(`${saidWords} ${descriptionWords} ${headingWords}`.split(' '));
    words.delete('');
    for (const word of words) if (!stopWords.has(word)) add(word);
    add(everyPassage);
  }
  return counts;
}

function indexedWords({ isHeading, speaker, body }: IndexedText, heading: string) {
  const headingWords = wordsOf(speaker === null ? heading : `${heading}\n${speaker}`);
  return {
    saidWords: isHeading ? '' : wordsOf(body).join(' '),
    descriptionWords: isHeading ? wordsOf(splitHeading(body).description).join(' ') : '',
    headingWords: headingWords.join(' '),
    headingStopWords: headingWords.filter((word) => stopWords.has(word)).join(' '),
  };
}
