import { afterEach, beforeEach, describe } from 'vitest';
import { answerContract } from './search-answers.ts';
import { collectionContract } from './search-collections.ts';
import { findContract } from './search-find.ts';
import { findingContract } from './search-finding.ts';
import { languageContract } from './search-languages.ts';
import { pageContract } from './search-pages.ts';
import { rightsContract } from './search-rights.ts';
import type { OpenIndex } from './search-talks.ts';

/** Where engines honestly differ. */
export interface SearchAbilities {
  /** Other forms of a word are found: `deploying` for `deploys`. */
  readonly hasStemming: boolean;
  /** Answers where nothing is configured: tries all languages, where others try one of each way of writing. */
  readonly isDefault?: boolean;
}

/** What every SearchIndex keeps. `open` gives an empty index. */
export function searchIndexContract(
  name: string,
  open: () => Promise<OpenIndex>,
  abilities: SearchAbilities,
): void {
  describe(`SearchIndex: ${name}`, () => {
    let opened: OpenIndex;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());
    findingContract(() => opened, abilities);
    findContract(() => opened, abilities);
    languageContract(() => opened, abilities);
    rightsContract(() => opened);
    answerContract(() => opened);
    collectionContract(() => opened);
    pageContract(() => opened);
  });
}
