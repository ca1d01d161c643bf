import type { Meilisearch, Settings } from 'meilisearch';
import { stopWords } from '../../model/search/stop-words.ts';
import { namedSigns } from '../../model/search/tokenise.ts';
import { codeOf, finish } from './meilisearch-tasks.ts';

/** Sessions are counted and can be paged through up to here; the server's own limit would be 1000. */
export const totalCap = 1_001;

/**
 * What differs from the defaults and nothing else: ranking rules changed their names between versions, and an older
 * server refuses the new ones. The order of searchable attributes is the order of their worth.
 */
const wanted = {
  searchableAttributes: ['title', 'text', 'speaker', 'speakers', 'topics'],
  filterableAttributes: [
    ...[
      'sessionId',
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

/** Makes the index if it is missing and changes its settings only where they differ: each change indexes all again. */
export async function prepareIndex(
  client: Meilisearch,
  indexName: string,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await finish(client.createIndex(indexName, { primaryKey: 'id' }), signal);
  } catch (error) {
    if (codeOf(error) !== 'index_already_exists') throw error;
  }
  const index = client.index(indexName);
  if (!hasWantedSettings(await index.getSettings())) await finish(index.updateSettings(wanted), signal);
}

function hasWantedSettings(settings: Settings): boolean {
  return (
    sameList(settings.searchableAttributes, wanted.searchableAttributes) &&
    sameSet(settings.filterableAttributes, wanted.filterableAttributes) &&
    sameSet(settings.sortableAttributes, wanted.sortableAttributes) &&
    sameSet(settings.stopWords, wanted.stopWords) &&
    sameSet(settings.dictionary, wanted.dictionary) &&
    settings.pagination?.maxTotalHits === wanted.pagination.maxTotalHits
  );
}

type List = readonly unknown[] | null | undefined;

const sameList = (a: List, b: readonly string[]): boolean => JSON.stringify(a) === JSON.stringify(b);

const sameSet = (a: List, b: readonly string[]): boolean =>
  a?.length === b.length && b.every((value) => a.includes(value));
