import type { PassageRow } from '../../../drizzle/queries/passages.ts';
import { storable } from '../../../drizzle/queries/search-scope.ts';
import { everyPassage, type WordChange } from '../../../drizzle/queries/vocabulary.ts';
import { flatten } from '../../model/search/clock.ts';
import type { Passage, SessionDocument } from '../../ports/search-index.ts';
import { splitHeading } from './postgres-moments.ts';
import { type Term, termsOf, tsvectorOf } from './postgres-terms.ts';

/** What is kept of a row, enough to know which words were counted for it. */
export interface IndexedText {
  readonly isHeading: boolean;
  readonly speaker: string | null;
  readonly body: string;
}

/** What a dictionary says of words with accents: the stem, empty for a stop word. */
export type Stems = ReadonlyMap<string, string>;

/** A session's texts: its heading first, then what is said. */
export function textsOf(session: SessionDocument, passages: readonly Passage[]) {
  const head = {
    isHeading: true,
    startSeconds: 0,
    endSeconds: 0,
    speaker: null,
    body: headingOf(session),
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
  return [head, ...said].map((text) => ({ ...text, trust }));
}

/** Names on a line each, a blank line, the description. */
export function headingOf({
  title,
  speakers,
  topics,
  description,
}: Pick<SessionDocument, 'title' | 'speakers' | 'topics' | 'description'>): string {
  const names = [title, ...speakers, ...topics].map((name) => name.replace(/\s+/gu, ' ').trim());
  return storable(`${names.join('\n')}\n\n${description}`);
}

/** For each text what finds it. Every row has its session's heading, and the name of who speaks. */
export function termsOfTexts(texts: readonly IndexedText[]): Term[][] {
  const { heading } = splitHeading(texts.find(({ isHeading }) => isHeading)?.body ?? '');
  return texts.map(({ isHeading, speaker, body }) => {
    const own = isHeading ? termsOf(splitHeading(body).description, 'C') : termsOf(body, 'D');
    const named = speaker === null ? heading : `${heading}\n${speaker}`;
    return [...own, ...termsOf(named, 'A', (own.at(-1)?.position ?? 0) + 1)];
  });
}

/** How often each word is said, with its accents. */
export function countSpellings(rows: readonly (readonly Term[])[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const terms of rows)
    for (const { spelling, weight } of terms)
      if (spelling !== null) counts.set(spelling, (counts.get(spelling) ?? 0) + (weight === 'A' ? 0 : 1));
  return counts;
}

/** The rows to store. Stop words of a heading are kept as they are, so that a talk called "The Who" is found. */
export function rowsOf(
  texts: ReturnType<typeof textsOf>,
  termsOfRows: readonly (readonly Term[])[],
  { configuration, stems }: { readonly configuration: string; readonly stems: Stems },
): PassageRow[] {
  return texts.map((text, at) => {
    const found = (termsOfRows[at] ?? []).flatMap((term) => {
      const stem = stemOf(term, stems);
      const lexeme = stem === '' && term.weight === 'A' ? term.word : stem;
      return lexeme === '' ? [] : [{ ...term, lexeme }];
    });
    return { ...text, configuration, tsv: tsvectorOf(found, configuration) };
  });
}

/** For each word the rows that have it, and all rows under `everyPassage`; `sign` -1 takes them away. */
export function countRows(
  rows: readonly (readonly Term[])[],
  { configuration, stems }: { readonly configuration: string; readonly stems: Stems },
  sign: 1 | -1,
): WordChange[] {
  const changes = new Map<string, WordChange>();
  const add = (word: string, lexeme: string) => {
    const key = `${word}/${lexeme}`;
    const change = (changes.get(key)?.change ?? 0) + sign;
    changes.set(key, { word, configuration, lexeme, change });
  };
  for (const terms of rows) {
    const seen = new Set<string>();
    for (const term of terms) {
      const lexeme = stemOf(term, stems);
      const key = `${term.word}/${lexeme}`;
      if (lexeme === '' || seen.has(key)) continue;
      seen.add(key);
      add(term.word, lexeme);
    }
    add(everyPassage, '');
  }
  return [...changes.values()];
}

/** One change a word out of several. */
export function sumChanges(changes: readonly WordChange[]): WordChange[] {
  const sums = new Map<string, WordChange>();
  for (const one of changes) {
    const key = `${one.configuration}/${one.word}/${one.lexeme}`;
    sums.set(key, { ...one, change: one.change + (sums.get(key)?.change ?? 0) });
  }
  return [...sums.values()];
}

const stemOf = ({ word, spelling }: Term, stems: Stems): string =>
  spelling === null ? word : (stems.get(spelling) ?? '');
