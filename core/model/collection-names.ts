import { topicSlug } from './topic-slug.ts';
import { hasLetters } from './vocabulary/term.ts';

/** What a collection is found by. */
export interface CollectionName {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
}

/**
 * Whether `in:<name>` means this collection: by slug or title; case, accents and punctuation aside.
 * `drizzle/queries/collection-names.ts` says the same in SQL; a contract test holds the two together.
 */
export const isCollectionNamed = ({ slug, title }: CollectionName, name: string): boolean =>
  foldedTitle(title) === foldedTitle(name) || (hasLetters(name) && slug === topicSlug(name));

const foldedTitle = (title: string): string =>
  title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '');
