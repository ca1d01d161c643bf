import { noTranscriber } from '../../core/engines/transcriber/none.ts';
import { transcriberContract } from './transcriber.ts';

transcriberContract('none', async () => ({ transcriber: noTranscriber(), close: async () => {} }), {
  hears: false,
});
