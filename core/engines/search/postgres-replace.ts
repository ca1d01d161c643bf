import type { Transaction } from '../../../drizzle/client.ts';
import {
  deletePassages,
  indexedTexts,
  insertPassages,
  lockSessionIndex,
} from '../../../drizzle/queries/passages.ts';
import { guessConfiguration, stemWords } from '../../../drizzle/queries/stems.ts';
import { countWords, type WordChange } from '../../../drizzle/queries/vocabulary.ts';
import { configurationOf } from '../../model/search/configurations.ts';
import type { Passage, SessionDocument } from '../../ports/search-index.ts';
import { countRows, countSpellings, rowsOf, sumChanges, termsOfTexts, textsOf } from './postgres-rows.ts';

/** Replaces a session's rows, and what they count in the table of words. */
export async function replaceRows(
  tx: Transaction,
  session: SessionDocument,
  passages: readonly Passage[],
): Promise<void> {
  await lockSessionIndex(tx, session.id);
  const gone = await uncountRows(tx, session.id);
  const texts = textsOf(session, passages);
  const terms = termsOfTexts(texts);
  const counts = countSpellings(terms);
  const configuration = configurationOf(session.language) ?? (await guessConfiguration(tx, counts));
  const reading = { configuration, stems: await stemWords(tx, configuration, [...counts.keys()]) };
  await insertPassages(tx, session.id, rowsOf(texts, terms, reading));
  await countWords(tx, sumChanges([...gone, ...countRows(terms, reading, 1)]));
}

/** Takes a session out of the index. */
export async function removeRows(tx: Transaction, sessionId: string): Promise<void> {
  await lockSessionIndex(tx, sessionId);
  await countWords(tx, await uncountRows(tx, sessionId));
}

/** Deletes the rows, and gives what they counted; with the dictionary they were made with. */
async function uncountRows(tx: Transaction, sessionId: string): Promise<WordChange[]> {
  const texts = await indexedTexts(tx, sessionId);
  const [first] = texts;
  if (first === undefined) return [];
  const terms = termsOfTexts(texts);
  const { configuration } = first;
  const stems = await stemWords(tx, configuration, [...countSpellings(terms).keys()]);
  await deletePassages(tx, sessionId);
  return countRows(terms, { configuration, stems }, -1);
}
