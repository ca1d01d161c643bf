import { PermanentError } from '../../model/errors.ts';
import type { Embedder } from '../../ports/embedder.ts';

/** Search goes by words alone. */
export function noEmbedder(): Embedder {
  return {
    name: 'none',
    space: null,
    async embed(texts) {
      if (texts.length === 0) return [];
      throw new PermanentError('No embeddings are configured. An admin has to set EMBED_MODEL.');
    },
    async check() {},
  };
}
