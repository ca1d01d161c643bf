import type { Reader } from '../../model/access.ts';
import type { SearchQuery } from '../../ports/search-index.ts';

/** Conditions that must all hold; a list within stands for any of its own. */
export type Conditions = (string | string[])[];

/** `canOpen` of `core/model/access.ts`, and the query's filters. */
export function conditionsOf({ reader, filters }: SearchQuery): Conditions {
  const { topic, speaker, collection, language, from, to } = filters;
  const conditions: Conditions = [openTo(reader)];
  if (topic !== undefined) conditions.push([equals('topics', topic), equals('topicSlugs', topic)]);
  if (speaker !== undefined) conditions.push(equals('speakers', speaker));
  if (collection !== undefined) conditions.push(equals('collections', collection));
  if (language !== undefined) conditions.push(equals('language', language));
  if (from !== undefined) conditions.push(`heldAt >= ${from.getTime() / 1000}`);
  if (to !== undefined) conditions.push(`heldAt <= ${to.getTime() / 1000}`);
  return conditions;
}

export function equals(attribute: string, value: string): string {
  return `${attribute} = ${quoted(value)}`;
}

export function noneOf(attribute: string, values: readonly string[]): string {
  return `${attribute} NOT IN [${values.map(quoted).join(', ')}]`;
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
