import { Meilisearch } from 'meilisearch';
import { catchUpIndex } from '../../core/actions/catch-up-index.ts';
import { meilisearchIndex } from '../../core/engines/search/meilisearch.ts';
import { type ConnectionConfig, openDatabase } from '../../drizzle/client.ts';
import { silentLog as log } from './log.ts';

/** What a process is told that brings the index of a server up to date once, and ends. */
export interface IndexOrder {
  readonly connectionConfig: ConnectionConfig;
  readonly url: string;
  readonly indexName: string;
  readonly format: number;
}

const order: IndexOrder = JSON.parse(process.argv[2] ?? '');
const { indexName, format } = order;
const { db, close } = openDatabase({ config: order.connectionConfig, log });
const client = new Meilisearch({ host: order.url });
const searchIndex = meilisearchIndex({ client, indexName, db, log, format });
await catchUpIndex({ db, searchIndex, log });
await close();
