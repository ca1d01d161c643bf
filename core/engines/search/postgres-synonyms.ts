import type { Queryable } from '../../../drizzle/client.ts';
import { listOtherNames } from '../../../drizzle/queries/terms.ts';
import { isOfCharacters, type QueryWord } from '../../model/search/parse-query.ts';
import { wordsOf } from '../../model/search/tokenise.ts';
import { topicSlug } from '../../model/topic-slug.ts';

/** For a word of the query, or two with a blank between, the words of each other name of the same thing. */
export type Synonyms = ReadonlyMap<string, readonly (readonly string[])[]>;

/** Longer names are looked for by those who type them. */
const mostWords = 3;

/**
 * Looks the query's words up in the company's vocabulary: whoever types `k8s` also means "Kubernetes", whoever types
 * "site reliability" may mean `SRE`. What is quoted is meant as it stands.
 */
export async function readSynonyms(db: Queryable, words: readonly QueryWord[]): Promise<Synonyms> {
  const asked = new Map(
    words
      .flatMap((word, at) => [[word], words.slice(at, at + 2)])
      .filter((run) => run.every((word) => !word.isQuoted && !isOfCharacters(word)))
      .map((run) => [
        run.map(({ word }) => word).join(' '),
        topicSlug(run.map(({ typed }) => typed).join(' ')),
      ]),
  );
  const slugs = [...new Set(asked.values())];
  const things = slugs.length === 0 ? [] : await listOtherNames(db, slugs);
  const found = new Map<string, string[][]>();
  for (const [key, slug] of asked) {
    const thing = things.find((one) => one.slugs.includes(slug));
    const others = (thing?.names ?? []).filter((_, at) => thing?.slugs[at] !== slug).map(wordsOf);
    const short = others.filter((name) => name.length > 0 && name.length <= mostWords);
    if (short.length > 0) found.set(key, short);
  }
  return found;
}
