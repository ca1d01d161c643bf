import { sql } from 'drizzle-orm';
import {
  countRows,
  countSpellings,
  rowsOf,
  termsOfTexts,
  textsOf,
} from '../../../../core/engines/search/postgres-rows.ts';
import type { SearchIndex, SessionDocument } from '../../../../core/ports/search-index.ts';
import type { Database } from '../../../../drizzle/client.ts';
import { newId } from '../../../../drizzle/ids.ts';
import { insertPassages } from '../../../../drizzle/queries/passages.ts';
import { stemWords } from '../../../../drizzle/queries/stems.ts';
import { countWords, type WordChange } from '../../../../drizzle/queries/vocabulary.ts';
import { indexedSessions } from '../../../../drizzle/schema/indexed-sessions.ts';
import { sessions } from '../../../../drizzle/schema/sessions.ts';
import { makeSession } from '../../../factories.ts';
import type { Talk } from './talks.ts';

/** Words that one statement counts. */
const batchSize = 5_000;
const configuration = 'english';

export interface Loaded {
  /** The session that each talk became, by the talk's name. */
  readonly idOf: ReadonlyMap<string, string>;
  /** What it took to index each. */
  readonly milliseconds: readonly number[];
}

export interface LoadDeps {
  readonly db: Database;
  readonly index: SearchIndex;
  readonly ownerId: string;
}

/** Stores and indexes talks one after another, as the product does. */
export async function loadTalks(deps: LoadDeps, talks: readonly Talk[]): Promise<Loaded> {
  const idOf = new Map<string, string>();
  const milliseconds: number[] = [];
  for (const talk of talks) {
    const document = await storeSession(deps, talk);
    idOf.set(talk.name, document.id);
    const start = performance.now();
    await deps.index.replaceSession(document, talk.passages);
    milliseconds.push(performance.now() - start);
  }
  await deps.db.execute(sql`analyze`);
  return { idOf, milliseconds };
}

/** Stores rows as `replaceSession` does, but indexes them all at the end: a tenth of the time. */
export async function loadInBulk(deps: LoadDeps, talks: Iterable<Talk>, signal: AbortSignal): Promise<void> {
  const { db } = deps;
  const indexes = await dropIndexes(db);
  const stems = new Map<string, string>();
  const sums = new Map<string, WordChange>();
  for (const talk of talks) {
    signal.throwIfAborted();
    const document = await storeSession(deps, talk);
    const texts = textsOf(document, talk.passages);
    const terms = termsOfTexts(texts);
    const unread = [...countSpellings(terms).keys()].filter((spelling) => !stems.has(spelling));
    for (const [spelling, stem] of await stemWords(db, configuration, unread)) stems.set(spelling, stem);
    const reading = { configuration, stems };
    await db.transaction((tx) => insertPassages(tx, document.id, rowsOf(texts, terms, reading)));
    for (const one of countRows(terms, reading, 1)) {
      const key = `${one.word}/${one.lexeme}`;
      sums.set(key, { ...one, change: one.change + (sums.get(key)?.change ?? 0) });
    }
  }
  const changes = [...sums.values()];
  for (let from = 0; from < changes.length; from += batchSize)
    await db.transaction((tx) => countWords(tx, changes.slice(from, from + batchSize)));
  for (const definition of indexes) await db.execute(sql.raw(definition));
  await markIndexed(db);
  await db.execute(sql`vacuum analyze`);
}

/** Says of all sessions what is true of those that were indexed one by one; or a server would index the others again. */
async function markIndexed(db: Database): Promise<void> {
  await db.execute(sql`
    insert into ${indexedSessions} (copy, session_id, sent_version, version)
    select one.copy, ${sessions.id}, 1, 1 from ${sessions}
    cross join (select distinct copy from ${indexedSessions}) one on conflict do nothing`);
}

/** Drops all that need not be unique, and gives the statements that make them again. */
async function dropIndexes(db: Database): Promise<string[]> {
  const { rows } = await db.execute<{ indexname: string; indexdef: string }>(sql`
    select indexname, indexdef from pg_indexes
    where tablename in ('passages', 'words') and indexdef not like 'CREATE UNIQUE%'`);
  for (const { indexname } of rows) await db.execute(sql`drop index ${sql.identifier(indexname)}`);
  return rows.map(({ indexdef }) => indexdef);
}

async function storeSession({ db, ownerId }: LoadDeps, talk: Talk): Promise<SessionDocument> {
  const { name, title, speakers } = talk;
  const id = newId();
  const session = await makeSession(db, {
    ...{ id, slug: name, title, speakers: [...speakers], ownerId, language: 'en' },
    ...{ hasRecording: false, durationSeconds: talk.passages.at(-1)?.endSeconds ?? 0 },
  });
  return {
    ...{ id, version: 1, title, description: '', speakers, topics: [], collections: [], language: 'en' },
    heldAt: session.createdAt,
    audience: { visibility: 'organisation', ownerId, team: null },
    trust: 1,
  };
}
