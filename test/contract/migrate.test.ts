import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, inject, onTestFinished, test } from 'vitest';
import { catchUpIndex } from '../../core/actions/catch-up-index.ts';
import { changeTranscript } from '../../core/actions/edit-transcript.ts';
import { indexNow } from '../../core/actions/index-now.ts';
import { postgresQueue } from '../../core/engines/queue/postgres.ts';
import { postgresIndex } from '../../core/engines/search/postgres.ts';
import { everything } from '../../core/model/transcript/spans.ts';
import { repositoryRoot } from '../../core/root.ts';
import { type ConnectionConfig, openDatabase } from '../../drizzle/client.ts';
import { newId } from '../../drizzle/ids.ts';
import { migrateDatabase } from '../../drizzle/migrate.ts';
import { users } from '../../drizzle/schema/users.ts';
import { makeSession, makeUser } from '../factories.ts';
import { execute, withDatabase } from '../support/connections.ts';
import { openTestDatabase } from '../support/database.ts';
import { silentLog as log } from '../support/log.ts';
import { asked, sessionsOf } from './search-talks.ts';

/** A database without any table. */
async function emptyDatabase(): Promise<ConnectionConfig> {
  const { config } = inject('databaseCluster');
  const name = `empty_${newId().replaceAll('-', '')}`;
  await execute(config, `create database ${name}`);
  onTestFinished(() => execute(config, `drop database ${name} with (force)`));
  return withDatabase(config, name);
}

test('several processes that migrate at once all succeed and leave one schema', async () => {
  const config = await emptyDatabase();
  await Promise.all([1, 2, 3, 4].map(() => migrateDatabase({ config, log })));
  const { db, close } = openDatabase({ config, log });
  onTestFinished(close);
  await makeSession(db);
  const { rows } = await db.execute(sql`select hash from drizzle.__drizzle_migrations`);
  expect(new Set(rows.map((row) => row['hash'])).size).toBe(rows.length);
});

test('migrating a migrated database changes nothing', async () => {
  const { db, connectionConfig: config, close } = await openTestDatabase();
  onTestFinished(close);
  const ann = await makeUser(db);
  await migrateDatabase({ config, log });
  expect(await db.select().from(users)).toEqual([ann]);
});

test('a database that a newer version migrated is refused with a sentence', async () => {
  const config = await emptyDatabase();
  const newer = await mkdtemp(join(tmpdir(), 'brownbag-migrations-'));
  onTestFinished(() => rm(newer, { recursive: true }));
  await cp(join(repositoryRoot(), 'drizzle', 'migrations'), newer, { recursive: true });
  const journalPath = join(newer, 'meta', '_journal.json');
  const journal = JSON.parse(await readFile(journalPath, 'utf8'));
  journal.entries.push({ ...journal.entries.at(-1), idx: 99, when: 4_000_000_000_000, tag: '0099_newer' });
  await writeFile(journalPath, JSON.stringify(journal));
  await writeFile(join(newer, '0099_newer.sql'), 'create table newer (id integer);');

  await migrateDatabase({ config, log, migrationsFolder: newer });
  await expect(migrateDatabase({ config, log })).rejects.toThrow(/migrated by another version of Brownbag/);
});

/** The migrations up to and with this one, as that release had them. */
async function migrationsUpTo(tag: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'brownbag-migrations-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(join(repositoryRoot(), 'drizzle', 'migrations'), folder, { recursive: true });
  const journalPath = join(folder, 'meta', '_journal.json');
  const journal = JSON.parse(await readFile(journalPath, 'utf8'));
  const last = journal.entries.findIndex((entry: { tag: string }) => entry.tag === tag);
  await writeFile(journalPath, JSON.stringify({ ...journal, entries: journal.entries.slice(0, last + 1) }));
  return folder;
}

test('sessions of the first release get the stages that came later, and their pictures a quality', async () => {
  const config = await emptyDatabase();
  await migrateDatabase({ config, log, migrationsFolder: await migrationsUpTo('0000_init') });
  const { db, close } = openDatabase({ config, log });
  onTestFinished(close);
  const ownerId = newId();
  await db.execute(
    sql`insert into users (id, email, name, role) values (${ownerId}, 'a@example.org', 'Ada', 'champion')`,
  );
  const add = async (slug: string, transcode: string, plan: object | null) => {
    const id = newId();
    await db.execute(sql`
      insert into sessions (id, slug, title, visibility, owner_id, has_recording, has_captions, original_sha256, plan)
      values (${id}, ${slug}, ${slug}, 'organisation', ${ownerId}, true, false, 'aa', ${plan && JSON.stringify(plan)}::jsonb)`);
    await db.execute(sql`
      insert into session_stages (session_id, name, status) values (${id}, 'transcode', ${transcode})`);
    await db.execute(sql`
      insert into media_files (session_id, file_name, kind, content_type, size_bytes)
      values (${id}, 'video-1.mp4', 'video', 'video/mp4', 1)`);
  };
  await add('copied', 'done', { kind: 'video', video: 'copy' });
  await add('encoded', 'done', { kind: 'video', video: 'encode' });
  await add('begun', 'running', null);
  await add('broken', 'failed', null);

  await migrateDatabase({ config, log });

  const stages = await db.execute(sql`
    select slug, name, s.status from session_stages s join sessions on id = session_id
    where name in ('extras', 'optimise') order by slug, name`);
  expect(stages.rows.map(({ slug, name, status }) => [slug, name, status].join(' '))).toEqual([
    'begun extras waiting',
    'begun optimise waiting',
    'broken extras skipped',
    'broken optimise skipped',
    'copied extras waiting',
    'copied optimise skipped',
    'encoded extras waiting',
    'encoded optimise skipped',
  ]);
  const { rows } = await db.execute(sql`
    select slug, quality from media_files join sessions on id = session_id
    where plan is not null order by slug`);
  expect(rows).toEqual([
    { slug: 'copied', quality: 'original' },
    { slug: 'encoded', quality: 'standard' },
  ]);
});

test('a session of the second release is found again after its index is made anew, and its text can be edited', async () => {
  const config = await emptyDatabase();
  await migrateDatabase({
    config,
    log,
    migrationsFolder: await migrationsUpTo('0001_media_and_uploads'),
  });
  const { db, close } = openDatabase({ config, log });
  onTestFinished(close);
  const [ownerId, id] = [newId(), newId()];
  await db.execute(
    sql`insert into users (id, email, name, role) values (${ownerId}, 'a@example.org', 'Ada', 'champion')`,
  );
  await db.execute(sql`
    insert into sessions (id, slug, title, status, language, visibility, owner_id, has_recording, has_captions, original_sha256)
    values (${id}, 'owls', 'Owls', 'ready', 'en', 'organisation', ${ownerId}, true, false, 'aa')`);
  await db.execute(sql`
    insert into session_stages (session_id, name, status) values (${id}, 'tag', 'done'), (${id}, 'index', 'done')`);
  const addVersion = (version: number, origin: string, authorId: string | null, text: string) => {
    const segments = JSON.stringify([{ startSeconds: 0, endSeconds: 4, speaker: null, text }]);
    return db.execute(sql`
      insert into transcripts (id, session_id, version, origin, author_id, engine, grade, language, words, segments)
      values (${newId()}, ${id}, ${version}, ${origin}, ${authorId}, 'captions', 'given', 'en', 3, ${segments}::jsonb)`);
  };
  await addVersion(1, 'machine', null, 'cube control here');
  await addVersion(2, 'person', ownerId, 'kubectl is here');
  await db.execute(sql`
    insert into passages (session_id, start_seconds, end_seconds, body, tsv)
    values (${id}, 0, 4, 'kubectl is here', to_tsvector('english', 'kubectl is here'))`);
  await db.execute(
    sql`insert into words (word, lexeme, document_frequency, deletion_keys) values ('kubectl', 'kubectl', 1, '{}')`,
  );

  await migrateDatabase({ config, log });

  const searchIndex = postgresIndex({ db });
  const queue = await postgresQueue({ connectionConfig: config, log });
  onTestFinished(() => queue.close());
  const deps = { db, queue, searchIndex, log };
  const ada = { id: ownerId, role: 'champion' as const, team: null };
  const found = async (word: string) => sessionsOf(await searchIndex.search(asked(word, { reader: ada })));
  expect(await catchUpIndex(deps)).toBe('complete');
  expect(await found('kubectl ')).toEqual([id]);

  const edits = [{ op: 'change' as const, segment: 0, text: 'kustomize is here' }];
  const shown = await changeTranscript(deps, ada, id, { edits, ifMatch: '*' });
  expect([shown.version, shown.origin, shown.held]).toEqual([3, 'person', [everything]]);
  await indexNow(deps, id);
  expect([await found('kustomize '), await found('kubectl ')]).toEqual([[id], []]);
});
