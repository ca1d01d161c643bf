import type { Transaction } from '../../../drizzle/client.ts';
import {
  deletePassages,
  indexedTexts,
  insertPassages,
  lockSessionIndex,
} from '../../../drizzle/queries/passages.ts';
import { stemWords, stopWordShares } from '../../../drizzle/queries/stems.ts';
import { countWords, type WordChange } from '../../../drizzle/queries/vocabulary.ts';
import { configurationOf, usualConfiguration } from '../../model/search/configurations.ts';
import type { Passage, SessionDocument } from '../../ports/search-index.ts';
import { countRows, countSpellings, rowsOf, sumChanges, termsOfTexts, textsOf } from './postgres-rows.ts';

/** Of a language's running words about 40 % are stop words of its dictionary; Turkish and Hungarian have fewer. */
const leastStopWords = 0.1;
/** More words than these do not change what language it is. */
const wordsRead = 300;

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

/** The language whose stop words are said most; each has other ones. */
async function guessConfiguration(tx: Transaction, counts: ReadonlyMap<string, number>): Promise<string> {
  const said = [...counts].filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]);
  if (said.length === 0) return usualConfiguration;
  const shares = await stopWordShares(tx, new Map(said.slice(0, wordsRead)));
  const best = shares[0];
  const usual = shares.find(({ configuration }) => configuration === usualConfiguration);
  if (best === undefined || best.share < leastStopWords || best.share === usual?.share)
    return usualConfiguration;
  return best.configuration;
}
