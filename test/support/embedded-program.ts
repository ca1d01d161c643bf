/**
 * A program with an embedded database, to be killed: `tsx embedded-program.ts <dataDir> <systemDir>`.
 * Prints one JSON line per event: `ready`, then `row` for every row the database has acknowledged.
 */
import pg from 'pg';
import { startEmbeddedPostgres } from '../../drizzle/embedded/launcher.ts';
import { silentLog } from './log.ts';

const [dataDir = '', systemDir = ''] = process.argv.slice(2);
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

try {
  const postgres = await startEmbeddedPostgres({ dataDir, systemDir, log: silentLog });
  const client = new pg.Client(postgres.connectionConfig);
  await client.connect();
  await client.query('create table if not exists acknowledged (id integer primary key)');
  const { rows } = await client.query('select coalesce(max(id), 0) as id from acknowledged');
  say({ event: 'ready', description: postgres.description });
  for (let id: number = rows[0].id + 1; ; id += 1) {
    await client.query('insert into acknowledged values ($1)', [id]);
    say({ event: 'row', id });
  }
} catch (error) {
  say({ event: 'failed', message: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}
