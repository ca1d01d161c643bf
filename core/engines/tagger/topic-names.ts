/**
 * What two spellings of one topic share: case, accents, hyphens and English plurals are taken off.
 * "Pivot-Tables" and "pivot table" are one.
 */
export function foldTopic(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/(\p{Lu}{2,})s\b/gu, '$1')
    .toLowerCase()
    .split(/[^\p{L}\p{N}+#]+/u)
    .filter(Boolean)
    .map(singular)
    .join(' ');
}

/** English plurals by their endings, enough to compare with; not always a word ("movy"). */
export function singular(word: string): string {
  if (word.length <= 3 || /(ss|us|is|'s)$/.test(word)) return word;
  if (/(x|ch|sh|ss|zz)es$/.test(word)) return word.slice(0, -2);
  return word.replace(/s$/, '').replace(/ie$/, 'y');
}

/** "pivot tables" as the name of a topic: a capital in front, names within as they are written. */
export const topicName = (phrase: string): string => phrase.charAt(0).toUpperCase() + phrase.slice(1);

/** The names of topics by all that they are called, folded. Of two names that fold to one, the first counts. */
export function topicsByName({
  knownTopics,
  otherNames,
}: {
  readonly knownTopics: readonly string[];
  readonly otherNames: ReadonlyMap<string, string>;
}): ReadonlyMap<string, string> {
  const names = [...knownTopics.map((name) => [name, name] as const), ...otherNames].toReversed();
  return new Map(names.map(([called, name]) => [foldTopic(called), name]));
}
