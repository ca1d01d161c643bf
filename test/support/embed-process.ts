import OpenAI from 'openai';
import { openaiEmbedder } from '../../core/engines/embedder/openai.ts';
import { type ConnectionConfig, openDatabase } from '../../drizzle/client.ts';
import { startEmbedding } from '../../workers/embedding.ts';
import { silentLog as log } from './log.ts';

/** What a process is told that embeds until it is killed. */
export interface EmbedOrder {
  readonly connectionConfig: ConnectionConfig;
  readonly baseURL: string;
}

const { connectionConfig, baseURL }: EmbedOrder = JSON.parse(process.argv[2] ?? '');
const { db } = openDatabase({ config: connectionConfig, log });
const client = new OpenAI({ apiKey: 'key', baseURL, maxRetries: 0 });
startEmbedding({
  ...{ db, connectionConfig, log },
  embedder: openaiEmbedder({ client, model: 'small', dimensions: null }),
});
