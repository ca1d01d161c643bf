import type { Reader } from '../../model/access.ts';
import { type CollectionName, isCollectionNamed } from '../../model/collection-names.ts';
import { parseQuery } from '../../model/search/parse-query.ts';
import type { SearchFilters, SearchQuery } from '../../ports/search-index.ts';
import { wordsOfName } from './meilisearch-documents.ts';

/** Conditions that must all hold; a list within stands for any of its own. */
export type Conditions = (string | string[])[];

/** No collection's id. */
const none = 'none';

/**
 * `canOpen` of `core/model/access.ts`, the query's filters and those that its text names. `open` are the collections
 * that the reader may open.
 */
export function conditionsOf(
  { reader, filters, text }: SearchQuery,
  open: readonly CollectionName[],
): Conditions {
  const all = [filters, ...parseQuery(text).filters];
  return [openTo(reader), ...all.flatMap((one) => filterConditions(one, open))];
}

function filterConditions(filters: SearchFilters, open: readonly CollectionName[]): Conditions {
  const { topic, speaker, speakerNamed, collection, language, from, to } = filters;
  const conditions: Conditions = [];
  if (topic !== undefined) conditions.push([equals('topics', topic), equals('topicSlugs', topic)]);
  if (speaker !== undefined) conditions.push(equals('speakers', speaker));
  if (speakerNamed !== undefined)
    conditions.push(equals('speakerWords', wordsOfName(speakerNamed).join(' ')));
  if (collection !== undefined) {
    const meant = open.filter((one) => isCollectionNamed(one, collection)).map(({ id }) => id);
    conditions.push((meant.length > 0 ? meant : [none]).map((id) => equals('collections', id)));
  }
  if (language !== undefined) conditions.push(equals('language', language));
  if (from !== undefined) conditions.push(`heldAt >= ${from.getTime() / 1000}`);
  if (to !== undefined) conditions.push(`heldAt <= ${to.getTime() / 1000}`);
  if (filters.not !== undefined)
    conditions.push(filterConditions(filters.not, open).map((one) => `NOT (${[one].flat().join(' OR ')})`));
  return conditions;
}

export function equals(attribute: string, value: string): string {
  return `${attribute} = ${quoted(value)}`;
}

export function anyOf(attribute: string, values: readonly string[]): string {
  return `${attribute} IN [${values.map(quoted).join(', ')}]`;
}

function openTo({ id, team }: Reader): string[] {
  const open = [equals('visibility', 'organisation'), equals('ownerId', id)];
  if (team !== null) open.push(`(${equals('visibility', 'team')} AND ${equals('team', team)})`);
  return open;
}

/** A value as the filter grammar takes any text: backslash and double quote are escaped. */
function quoted(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
