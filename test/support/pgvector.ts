import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { openDatabase } from '../../drizzle/client.ts';
import { migrateDatabase } from '../../drizzle/migrate.ts';
import { toUrl } from './connections.ts';
import { emptyTables, type TestDatabase } from './database.ts';
import { silentLog as log } from './log.ts';

export interface PgvectorServer {
  /** The one database there is, whose `close` empties it. */
  readonly database: TestDatabase;
  stop(): Promise<void>;
}

/** A PostgreSQL with the real pgvector, in this process: transactions wait for each other. Takes some seconds. */
export async function startPgvector(): Promise<PgvectorServer> {
  const postgres = await PGlite.create({ extensions: { vector } });
  const server = new PGLiteSocketServer({ db: postgres, port: 0, host: '127.0.0.1', maxConnections: 20 });
  await server.start();
  const port = Number(server.getServerConn().split(':').at(-1));
  const connectionConfig = { host: '127.0.0.1', port, user: 'postgres', database: 'postgres' };
  await migrateDatabase({ config: connectionConfig, log });
  const opened = openDatabase({ config: connectionConfig, log });
  return {
    database: {
      ...{ ...opened, connectionConfig, url: toUrl(connectionConfig) },
      close: async () => {
        await opened.db.execute(emptyTables);
      },
    },
    async stop() {
      await opened.close();
      await server.stop();
      await postgres.close();
    },
  };
}
