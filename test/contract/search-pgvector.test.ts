import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Reader } from '../../core/model/access.ts';
import { shrink, signsOf } from '../../core/model/search/vectors.ts';
import type { Database } from '../../drizzle/client.ts';
import { findNearIndex, keepNearIndex, type NearIndex, nameNearIndex } from '../../drizzle/near-index.ts';
import { nearestByIndex, nearestPassages } from '../../drizzle/queries/nearest-passages.ts';
import { attachVectors, keepVectors } from '../../drizzle/queries/vectors.ts';
import { startEmbedding } from '../../workers/embedding.ts';
import { openEmbeddingScene } from '../support/embedding.ts';
import { silentLog as log } from '../support/log.ts';
import { openMeaningScene, space } from '../support/meaning.ts';
import { type PgvectorServer, startPgvector } from '../support/pgvector.ts';
import { seededRandom } from '../support/random.ts';
import { storeSession } from '../support/store-session.ts';
import { waitUntil } from '../support/wait-until.ts';
import { meaningContract } from './search-meaning.ts';
import { ann, bob, talk } from './search-talks.ts';

let server: PgvectorServer;
beforeAll(async () => {
  server = await startPgvector();
});
afterAll(() => server.stop());

const signal = new AbortController().signal;

meaningContract('PostgreSQL with pgvector', (answer) =>
  openMeaningScene({
    ...{ answer, database: server.database },
    afterEmbedding: async (scene) => {
      expect(await keepNearIndex({ ...scene, log }, space, signal)).toBe(true);
      expect(await findNearIndex(scene.db, space, 256)).toMatchObject({ goesOn: true });
    },
  }),
);

test('the worker that embeds what is said makes the index, and doctor says so', async () => {
  const { database } = server;
  const scene = await openEmbeddingScene(undefined, { database });
  onTestFinished(() => scene.close());
  const { db, connectionConfig } = database;
  await scene.say(['the owl', 'the lark']);
  const embedding = startEmbedding({ db, connectionConfig, log, embedder: scene.embedderOf(space) });
  onTestFinished(() => embedding.stop());
  await waitUntil(async () => (await nameNearIndex(db, space)) === 'pgvector 0.8.7');
});

describe("pgvector's index", () => {
  const dimensions = 256;
  const sessionCount = 30;
  const passagesEach = 40;
  const random = seededRandom(7);
  let db: Database;
  const ids: string[] = [];

  /** Near one of a few subjects, as what is said is. */
  const subjects = Array.from({ length: 12 }, () => randomVector());
  function randomVector(): Float32Array {
    return Float32Array.from({ length: dimensions }, () => random() * 2 - 1);
  }
  function aboutSomething(): Float32Array {
    const subject = subjects[Math.floor(random() * subjects.length)] ?? randomVector();
    const own = randomVector();
    return subject.map((value, at) => value + (own[at] ?? 0));
  }

  /** Sessions of which every third is Ann's own, with vectors of a model; a session's passages are of one subject. */
  async function fill(): Promise<void> {
    for (let at = 0; at < sessionCount; at += 1) {
      const visibility = at % 3 === 0 ? ('private' as const) : ('organisation' as const);
      const document = talk({ audience: { visibility, ownerId: ann.id, team: null } });
      await storeSession(db, document, false);
      ids.push(document.id);
      const hashes = Array.from({ length: passagesEach }, (_, passage) =>
        (at * passagesEach + passage).toString(16).padStart(64, '0'),
      );
      const { rows } = await db.execute<{ id: number }>(sql`
        insert into passages (session_id, start_seconds, end_seconds, body, tsv)
        select ${document.id}::uuid, n, n + 1, 'text', '' from generate_series(1, ${passagesEach}) n returning id`);
      const vectors = hashes.map((textHash) => {
        const small = shrink(aboutSomething());
        return { textHash, ...small, signs: signsOf(small) };
      });
      await keepVectors(db, space, vectors);
      const wanted = rows.map(({ id }, passage) => ({ passageId: id, textHash: hashes[passage] ?? '' }));
      await attachVectors(db, space, wanted);
    }
  }

  const keep = (name = space) => keepNearIndex({ ...server.database, log }, name, signal);
  async function opened(): Promise<NearIndex> {
    const index = await findNearIndex(db, space, dimensions);
    if (index === null) throw new Error('the index is missing');
    return index;
  }
  const asked = (most: number) => {
    const signs = signsOf(shrink(aboutSomething()));
    return { space, signs, required: null, excluded: null, most };
  };
  const scopeOf = (reader: Reader) => ({ reader, filters: [] });
  /** What the index finds, and what looking through everything does. */
  const compare = (query: ReturnType<typeof asked>, reader: Reader, index: NearIndex) =>
    db.transaction(async (tx) => {
      const found = await nearestByIndex(tx, scopeOf(reader), { ...query, index });
      const right = await nearestPassages(tx, scopeOf(reader), query);
      return { found, right: new Set(right.map(({ passageId }) => passageId)) };
    });
  const names = async () => {
    const { rows } = await db.execute<{ name: string }>(
      sql`select indexname as name from pg_indexes where starts_with(indexname, 'passage_vectors_near_')`,
    );
    return rows.map(({ name }) => name);
  };

  beforeAll(async () => {
    ({ db } = server.database);
    await fill();
    await keep();
    return async () => {
      await server.database.close();
    };
  });

  test('finds nearly all of what is nearest, and is what was used', async () => {
    const index = await opened();
    let same = 0;
    for (let at = 0; at < 10; at += 1) {
      const { found, right } = await compare(asked(50), ann, index);
      expect(found).toHaveLength(50);
      same += (found ?? []).filter(({ passageId }) => right.has(passageId)).length;
    }
    expect(same / 500).toBeGreaterThan(0.9);
    await db.execute(sql`select pg_stat_force_next_flush()`);
    const { rows } = await db.execute<{ scans: number }>(
      sql`select idx_scan as scans from pg_stat_user_indexes where indexrelname = any(${sql.param(await names())}::text[])`,
    );
    expect(rows[0]?.scans).toBeGreaterThanOrEqual(10);
  });

  test('gives nothing of what the reader may not open, however near', async () => {
    const hidden = new Set(ids.filter((_, at) => at % 3 === 0));
    for (let at = 0; at < 5; at += 1) {
      const { found } = await compare(asked(50), bob, await opened());
      expect(found).toHaveLength(50);
      expect(found?.filter(({ sessionId }) => hidden.has(sessionId))).toEqual([]);
    }
  });

  test('says when it has not as many as it should, so that all are looked through', async () => {
    const { found } = await compare(asked(900), bob, await opened());
    expect(found).toBeNull();
  });

  test('holds what is written after it was made, and loses what is deleted', async () => {
    const [sessionId = ''] = ids.slice(1);
    const query = asked(10);
    const { rows } = await db.execute<{ id: number }>(sql`
      insert into passages (session_id, start_seconds, end_seconds, body, tsv)
      values (${sessionId}::uuid, 900, 901, 'text', '') returning id`);
    const passageId = rows[0]?.id ?? 0;
    const textHash = 'f'.repeat(64);
    const values = Int8Array.from(query.signs, (sign) => (sign === '1' ? 1 : -1));
    await keepVectors(db, space, [{ textHash, values, scale: 1, signs: query.signs }]);
    await attachVectors(db, space, [{ passageId, textHash }]);
    const isFound = async () => {
      const { found } = await compare(query, bob, await opened());
      return found?.some((one) => one.passageId === passageId);
    };
    expect(await isFound()).toBe(true);
    await db.execute(sql`delete from passages where id = ${passageId}`);
    expect(await isFound()).toBe(false);
  });

  test('is made once, anew when it was not finished, and gives way to that of another model', async () => {
    const before = await names();
    await keep();
    expect(await names()).toEqual(before);
    await db.execute(sql`update pg_index set indisvalid = false
      where indexrelid = (select oid from pg_class where relname = ${before[0]})`);
    expect(await findNearIndex(db, space, dimensions)).toBeNull();
    await keep();
    expect(await findNearIndex(db, space, dimensions)).not.toBeNull();
    const small = { textHash: 'e'.repeat(64), values: Int8Array.of(1, -1), scale: 1, signs: '10' };
    await keepVectors(db, 'other', [small]);
    expect(await keep('none')).toBe(false);
    await keep('other');
    expect(await names()).toEqual([expect.stringMatching(/_2_/)]);
    expect(await findNearIndex(db, space, dimensions)).toBeNull();
    expect(await findNearIndex(db, 'other', 2)).toMatchObject({ schema: 'public' });
    await keep();
  });
});
