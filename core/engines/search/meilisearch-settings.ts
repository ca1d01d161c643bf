import { isDeepStrictEqual } from 'node:util';
import type { Meilisearch, Settings } from 'meilisearch';
import { stopWords } from '../../model/search/stop-words.ts';
import { namedSigns } from '../../model/search/tokenise.ts';
import { hasEmbedder, type IndexEmbedder, settingsOf } from './meilisearch-embedder.ts';
import { localeNames, localText } from './meilisearch-locales.ts';
import { enqueue, finish, unlessAborted } from './meilisearch-tasks.ts';

/** Sessions are counted and can be paged through up to here; the server's own limit would be 1000. */
export const totalCap = 1_001;

/**
 * Number of what the settings below and the documents are: whoever changes either raises it, and everything is
 * written anew beside what answers meanwhile. 3: texts by language, places of passages.
 */
export const currentFormat = 3;
/** The oldest that searches still understand: it answers until the new one is there. */
export const oldestReadable = 3;

/**
 * What differs from the defaults and nothing else: ranking rules changed their names between versions, and an older
 * server refuses the new ones. The order of searchable attributes is the order of their worth.
 */
export const wanted = {
  searchableAttributes: ['title', 'text', ...localeNames.map(localText), 'speaker', 'speakers', 'topics'],
  localizedAttributes: localeNames.map((locale) => ({
    attributePatterns: [localText(locale)],
    locales: [locale],
  })),
  filterableAttributes: [
    ...[
      'sessionId',
      'at',
      'isHeading',
      'topics',
      'topicSlugs',
      'speakers',
      'speakerWords',
      'collections',
      'language',
      'heldAt',
    ],
    ...['visibility', 'ownerId', 'team'],
  ],
  sortableAttributes: ['heldAt', 'startSeconds'],
  stopWords: [...stopWords],
  // Words for its own tokeniser, which would read C++ and C# as C.
  dictionary: [...namedSigns.keys()],
  pagination: { maxTotalHits: totalCap },
} satisfies Settings;

/**
 * Changes the settings of an index at once, and only where they differ: each change indexes all again. An embedder that
 * the index is not for stays as it is.
 */
export async function matchSettings(
  client: Meilisearch,
  { uid, embedder }: { readonly uid: string; readonly embedder: IndexEmbedder | null },
  signal: AbortSignal | undefined,
): Promise<void> {
  const index = client.index(uid);
  const settings = await unlessAborted(index.getSettings(), signal);
  const isThere = embedder === null || hasEmbedder(settings, embedder);
  if (hasWantedSettings(settings) && isThere) return;
  const all = embedder === null ? wanted : { ...wanted, ...settingsOf(embedder) };
  await finish(client, await enqueue(index.updateSettings(all), signal), signal);
}

const hasWantedSettings = (settings: Settings): boolean =>
  isDeepStrictEqual(settings.searchableAttributes, wanted.searchableAttributes) &&
  isDeepStrictEqual(settings.localizedAttributes, wanted.localizedAttributes) &&
  sameSet(settings.filterableAttributes, wanted.filterableAttributes) &&
  sameSet(settings.sortableAttributes, wanted.sortableAttributes) &&
  sameSet(settings.stopWords, wanted.stopWords) &&
  sameSet(settings.dictionary, wanted.dictionary) &&
  settings.pagination?.maxTotalHits === wanted.pagination.maxTotalHits;

const sameSet = (a: readonly unknown[] | null | undefined, b: readonly string[]): boolean =>
  a?.length === b.length && b.every((value) => a.includes(value));
