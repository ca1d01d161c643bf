import { noEmbedder } from '../../core/engines/embedder/none.ts';
import { embedderContract } from './embedder.ts';

embedderContract('none', async () => ({ embedder: noEmbedder(), close: async () => {} }), {
  hasVectors: false,
});
