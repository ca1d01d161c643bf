import { noTagger } from '../../core/engines/tagger/none.ts';
import { taggerContract } from './tagger.ts';

taggerContract('none', async () => ({ tagger: noTagger(), close: async () => {} }), { suggests: false });
