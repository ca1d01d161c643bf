import type { Database, Transaction } from '../../drizzle/client.ts';
import { listRecent } from '../../drizzle/queries/searched-phrases.ts';
import { type Found, findSuggestions, findWordsByKeys } from '../../drizzle/queries/suggestions.ts';
import { readWithin, sqlStateOf } from '../../drizzle/queries/time-limit.ts';
import type { TypedWords } from '../../drizzle/queries/typed-words.ts';
import type { Suggestion } from '../api/suggest.ts';
import type { Reader } from '../model/access.ts';
import { foldText } from '../model/search/asked.ts';
import {
  type Candidate,
  meantBy,
  mostSuggestions,
  rankSuggestions,
  slipKeys,
} from '../model/search/suggest.ts';
import { topicSlug } from '../model/topic-slug.ts';

/** Longer than anybody waits while typing: the page then has no suggestions. */
const statementTimeoutMs = 500;
/** PostgreSQL, appendix A: query_canceled. */
const tookTooLong = '57014';
/** With more than these, what was typed is taken to be right. */
const fewSuggestions = 2;
/** Words that one typed word may have been meant to begin. */
const mostMeant = 3;
/** More words than these are a question, not the beginning of a name. */
const mostWords = 8;

/** What may be meant by what the reader has typed so far; before that, what they looked for last. */
export async function suggest(db: Database, reader: Reader, query: string): Promise<Suggestion[]> {
  const text = foldText(query);
  if (text === '') return query.trim() === '' ? recent(db, reader) : [];
  if (text.split(' ').length > mostWords) return [];
  try {
    const candidates = await readWithin(db, statementTimeoutMs, (tx) => find(tx, { reader, text, query }), {
      isPlannedOnce: true,
    });
    return rankSuggestions(text, candidates).map(present);
  } catch (error) {
    if (sqlStateOf(error) === tookTooLong) return [];
    throw error;
  }
}

async function recent(db: Database, reader: Reader): Promise<Suggestion[]> {
  const queries = await listRecent(db, reader, mostSuggestions);
  return queries.map((text) => ({ text, kind: 'phrase', url: searchUrl(text) }));
}

/**
 * First what begins so, which is enough for most; then words inside; then, where there is hardly any, slips. A word
 * that begins no word of any name is a slip from the start, and looked for inside together with what was meant.
 */
async function find(
  tx: Transaction,
  { reader, text, query }: { readonly reader: Reader; readonly text: string; readonly query: string },
): Promise<Candidate[]> {
  const typed: TypedWords = { reader, text, slugs: [topicSlug(query)], instead: new Map() };
  // Hardly anything begins with two words, and where they are inside is found as fast.
  const isOneWord = !text.includes(' ');
  const starting = isOneWord ? asTyped(await findSuggestions(tx, typed, 'start')) : [];
  if (isOneLetter.test(text) || rankSuggestions(text, starting).length >= mostSuggestions) return starting;
  const early = isOneWord && starting.length === 0 ? await findMeant(tx, text) : null;
  const isSlip = early !== null && early.instead.size > 0 && !early.isKnown;
  const candidates = isSlip ? [] : joined(starting, asTyped(await findSuggestions(tx, typed, 'anywhere')));
  if (rankSuggestions(text, candidates).length > fewSuggestions) return candidates;
  const { instead } = early ?? (await findMeant(tx, text));
  if (instead.size === 0) return candidates;
  const slugs = instead.get(text) ?? typed.slugs;
  const others = await findSuggestions(tx, { ...typed, instead, slugs }, 'anywhere');
  return joined(
    candidates,
    others.map((one) => ({ ...one, isSlip: !hasWordBegun(one.folded, text) })),
  );
}

const hasWordBegun = (folded: string, text: string): boolean => ` ${folded}`.includes(` ${text}`);

/** These, and what is new of others. */
function joined(candidates: readonly Candidate[], others: readonly Candidate[]): Candidate[] {
  const known = new Set(candidates.map(keyOf));
  return [...candidates, ...others.filter((one) => !known.has(keyOf(one)))];
}

/** It is in most names, and says little of those that it does not begin. */
const isOneLetter = /^[a-z\d]$/;

const asTyped = (found: readonly Found[]): Candidate[] => found.map((one) => ({ ...one, isSlip: false }));
const keyOf = ({ kind, text, slug }: Found): string => JSON.stringify([kind, text, slug]);

interface Meant {
  /** For a typed word those it may have been meant to begin. */
  readonly instead: ReadonlyMap<string, readonly string[]>;
  /** Each of the words begins some word of a name. */
  readonly isKnown: boolean;
}

async function findMeant(tx: Transaction, text: string): Promise<Meant> {
  const instead = new Map<string, readonly string[]>();
  let isKnown = true;
  for (const word of text.split(' ')) {
    const keys = slipKeys(word);
    if (keys.length === 0) continue;
    const alike = await findWordsByKeys(tx, word, keys);
    isKnown &&= alike.some((one) => one.startsWith(word));
    const words = meantBy(word, alike, mostMeant);
    if (words.length > 0) instead.set(word, words);
  }
  return { instead, isKnown };
}

/** A speaker who has a page is found there, with what they speak about; another one in a search. */
function present({ kind, text, slug }: Candidate): Suggestion {
  return { text, kind, url: urlOf(kind, text, slug ?? '') };
}

function urlOf(kind: Candidate['kind'], text: string, slug: string): string {
  switch (kind) {
    case 'session':
      return `/sessions/${encodeURIComponent(slug)}`;
    case 'topic':
      return searchUrl(`topic:${quoted(isQuotable(text) ? text : slug)}`);
    case 'speaker':
      return isQuotable(text)
        ? searchUrl(`speaker:${quoted(text)}`)
        : `/?speaker=${encodeURIComponent(text)}`;
    case 'phrase':
      return searchUrl(text);
  }
}

const searchUrl = (query: string): string => `/?q=${encodeURIComponent(query)}`;
const quoted = (value: string): string => `"${value}"`;
/** What a query reads as a quote ends the value. */
const isQuotable = (value: string): boolean => !/["“”«»]/.test(value);
