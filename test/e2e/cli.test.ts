import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { signIn } from '../support/client.ts';
import { mediaFixture } from '../support/fixtures.ts';
import { makeProduct, type Product, type Ran, withAdmin } from '../support/product.ts';
import { everyRow } from '../support/rows.ts';
import { waitUntil } from '../support/wait-until.ts';

/** The JSON lines that a command printed. */
const linesOf = ({ stdout }: Ran): readonly Record<string, unknown>[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** A talk with captions in a folder of its own, a talk without, and a file that is none. */
async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'brownbag-import-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, '2026'));
  await copyFile(mediaFixture('zoom-like.mp4'), join(folder, '2026', 'pivot-tables.mp4'));
  await copyFile(mediaFixture('zoom-like.vtt'), join(folder, '2026', 'pivot-tables.en.vtt'));
  await writeFile(join(folder, 'broken.mp4'), 'no recording');
  await copyFile(mediaFixture('tone.ogg'), join(folder, 'tone.ogg'));
  await writeFile(join(folder, 'notes.txt'), 'nothing to import');
  return folder;
}

async function openProduct(): Promise<Product> {
  const product = await makeProduct({ ...withAdmin, TRANSCRIBER: 'none' });
  onTestFinished(() => product.remove());
  return product;
}

test('import without a running server takes a whole folder, and processes it before it ends', async () => {
  const product = await openProduct();
  const folder = await makeFolder();
  const early = await product.cli(['import', folder]);
  expect(early).toMatchObject({ status: 2, stderr: expect.stringContaining('There is no admin yet') });
  const boss = await product.cli(
    ['user', 'add', 'ada@example.org', 'Ada', '--role', 'admin', '--json'],
    `${withAdmin.ADMIN_PASSWORD}\n`,
  );
  expect({ status: boss.status, lines: linesOf(boss) }).toMatchObject({
    status: 0,
    lines: [{ role: 'admin', status: 'added' }],
  });

  const first = await product.cli(['import', folder, '--topic', 'Spreadsheets', '--json']);
  expect(first.status).toBe(1);
  expect(linesOf(first)).toEqual([
    {
      file: join(folder, '2026', 'pivot-tables.mp4'),
      status: 'added',
      session: expect.any(String),
      url: '/sessions/pivot-tables',
    },
    {
      file: join(folder, 'broken.mp4'),
      status: 'failed',
      detail: expect.stringContaining('not a recording'),
    },
    { file: join(folder, 'tone.ogg'), status: 'added', session: expect.any(String), url: '/sessions/tone' },
    { session: expect.any(String), status: 'ready' },
    { session: expect.any(String), status: 'ready' },
  ]);
  const again = await product.cli(['import', join(folder, '2026'), join(folder, 'tone.ogg'), '--json']);
  expect(again.status).toBe(0);
  expect(linesOf(again).map(({ status }) => status)).toEqual(['known', 'known']);
  expect(product.processes()).toEqual([]);

  await product.start();
  const client = await signIn(product);
  expect((await client.sessions()).map(({ slug }) => slug).sort()).toEqual(['pivot-tables', 'tone']);
  const session = await client.session('pivot-tables');
  expect(session).toMatchObject({ status: 'ready', transcript: { engine: 'captions' } });
  expect(session.topics).toContain('Spreadsheets');
  expect((await client.search('slicer')).total).toBe(1);
});

test('an import that was killed goes on where it was: nothing half, nothing twice', async () => {
  const product = await openProduct();
  const folder = await mkdtemp(join(tmpdir(), 'brownbag-import-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const names = ['zoom-like.mp4', 'mediarecorder.webm', 'rotated.mov', 'late-sound.mp4', 'tone.ogg'];
  for (const name of names) await copyFile(mediaFixture(name), join(folder, name));
  await product.start();
  const first = product.startCli(['import', folder, '--json']);
  await waitUntil(() => first.stdout.includes('"added"'));
  first.signal('SIGKILL');
  const before = linesOf(await first.ended);
  const again = await product.cli(['import', folder, '--json']);
  expect(again.status).toBe(0);
  const statuses = Object.fromEntries(linesOf(again).map(({ file, status }) => [String(file), status]));
  expect(Object.keys(statuses)).toHaveLength(names.length);
  for (const { file } of before) expect([file, statuses[String(file)]]).toEqual([file, 'known']);
  const client = await signIn(product);
  expect((await client.sessions()).map(({ title }) => title)).toHaveLength(names.length);
});

test('a watch alone processes what comes, until Ctrl-C ends it well once all has come right', async () => {
  const product = await openProduct();
  const folder = await makeFolder();
  const ada = ['user', 'add', 'ada@example.org', 'Ada', '--role', 'admin'];
  await product.cli(ada, `${withAdmin.ADMIN_PASSWORD}\n`);
  const watch = product.startCli(['import', folder, '--watch', '--every', '0.1', '--json']);
  await waitUntil(() => watch.stdout.split('"ready"').length === 3);
  await copyFile(mediaFixture('mediarecorder.webm'), join(folder, 'broken.mp4'));
  await waitUntil(() => watch.stdout.split('"ready"').length === 4);
  watch.signal('SIGINT');
  const ran = await watch.ended;
  expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: '' });
  const told = linesOf(ran).map(({ status }) => status);
  expect(told.toSorted()).toEqual(['added', 'added', 'added', 'failed', 'ready', 'ready', 'ready']);
  expect(product.processes()).toEqual([]);
});

describe('beside a running server', () => {
  let product: Product;
  beforeAll(async () => {
    product = await makeProduct({ ...withAdmin, TRANSCRIBER: 'none' });
    await product.start();
  });
  afterAll(() => product.remove());

  test('import hands over to it, with lines for people', async () => {
    const folder = await makeFolder();
    const { status, stdout } = await product.cli(['import', join(folder, '2026')]);
    expect({ status, stdout }).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('/sessions/pivot-tables'),
    });
    const client = await signIn(product);
    expect((await client.processed('pivot-tables')).status).toBe('ready');

    const again = await product.cli(['reprocess', 'pivot-tables', 'nope', '--json']);
    expect(again.status).toBe(1);
    expect(linesOf(again)).toMatchObject([{ status: 'waiting' }, { session: 'nope', status: 'not found' }]);
    expect((await client.processed('pivot-tables')).status).toBe('ready');
    const index = await product.cli(['reindex', '--json']);
    expect({ status: index.status, lines: linesOf(index) }).toEqual({ status: 0, lines: [{ indexed: 1 }] });
    expect((await client.search('slicer')).total).toBe(1);
  });

  test('a watch hands over what comes, ends when it is told to, and tells that something failed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'brownbag-import-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const watch = product.startCli(['import', folder, '--watch', '--every', '0.1']);
    await waitUntil(() => watch.stdout.includes(`Watching ${folder}`));
    await writeFile(join(folder, 'broken.mp4'), 'no recording');
    await waitUntil(() => watch.stdout.includes('not a recording'));
    await copyFile(mediaFixture('tone.ogg'), join(folder, 'dropped.ogg'));
    await waitUntil(() => watch.stdout.includes('/sessions/dropped'));
    watch.signal('SIGTERM');
    expect(await watch.ended).toMatchObject({ status: 1, stderr: '' });
    const client = await signIn(product);
    expect((await client.processed('dropped')).status).toBe('ready');
  });

  test('doctor names every part and finds it well', async () => {
    const ran = await product.cli(['doctor', '--json']);
    const found = Object.fromEntries(linesOf(ran).map(({ part, status }) => [part, status]));
    expect({ status: ran.status, found }).toEqual({
      status: 0,
      found: {
        ...{ database: 'ok', queue: 'ok', search: 'ok', store: 'ok' },
        ...{ transcriber: 'ok', tagger: 'ok', embedder: 'ok', media: 'ok' },
      },
    });
  });

  test('user adds a person, changes role and password, and signs them out by that', async () => {
    const mel = { email: 'mel@example.org', password: 'a first password' };
    expect((await product.cli(['user', 'add', mel.email, 'Mel'], 'short\n')).status).toBe(2);
    expect((await product.cli(['user', 'add', mel.email, 'Mel', 'Member'], `${mel.password}\n`)).status).toBe(
      0,
    );
    expect((await product.cli(['user', 'add', mel.email, 'Mel'], `${mel.password}\n`)).status).toBe(1);
    const before = await signIn(product, mel);
    expect(await (await before.fetch('/api/me')).json()).toMatchObject({
      name: 'Mel Member',
      role: 'member',
    });

    expect((await product.cli(['user', 'role', mel.email, 'champion'])).status).toBe(0);
    expect((await before.fetch('/api/me')).status).toBe(401);
    const after = await signIn(product, mel);
    expect(await (await after.fetch('/api/me')).json()).toMatchObject({ role: 'champion' });

    const password = 'another password';
    expect((await product.cli(['user', 'password', mel.email], `${password}\n`)).status).toBe(0);
    await expect(signIn(product, mel)).rejects.toThrow('cannot sign in');
    await signIn(product, { ...mel, password });
  });

  const refused: readonly [args: string[], status: number, sentence: string][] = [
    [['user', 'role', 'mel@example.org', 'king'], 2, 'member, champion, curator, admin'],
    [['user', 'role', 'nobody@example.org', 'admin'], 1, ''],
    [['import', '/nowhere/at/all'], 2, '/nowhere/at/all'],
    [['import'], 2, 'needs a file'],
    [['import', '.', '--every', '5'], 2, '--watch'],
    [['import', '.', '--watch', '--every', 'often'], 2, 'seconds'],
    [['reprocess'], 2, 'id or slug'],
    [['reindex', '--fast'], 2, '--fast'],
    [['conquer'], 2, ''],
  ];
  test.each(everyRow(refused, ([, status]) => `ends with ${status}`))(
    '%j is refused with a sentence',
    async (args, status, sentence) => {
      const ran = await product.cli(args);
      expect(ran.status).toBe(status);
      expect(ran.stderr).toContain(sentence);
      expect(ran.stderr).not.toMatch(/^\s+at /m);
    },
  );

  test('help lists the commands', async () => {
    expect(await product.cli(['--help'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('doctor'),
    });
  });
});
