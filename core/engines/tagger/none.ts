import { noSuggestions, type Tagger } from '../../ports/tagger.ts';

/** For installations whose people set all topics themselves. */
export function noTagger(): Tagger {
  return {
    name: 'none',
    readsSlides: false,
    async suggest() {
      return noSuggestions;
    },
    async check() {},
  };
}
