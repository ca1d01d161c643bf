import type { TermKind } from '../../../../core/model/vocabulary/term.ts';

export const kindWords: Readonly<Record<TermKind, string>> = {
  name: 'Name',
  product: 'Product',
  acronym: 'Acronym',
  topic: 'Topic',
  other: 'Word',
};
