import { createHash, randomUUID } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { SessionFields } from '../../core/api/sessions.ts';
import { TransientError } from '../../core/model/errors.ts';
import type { MediaStore } from '../../core/ports/media-store.ts';
import { findAnySession } from '../../drizzle/queries/sessions.ts';
import { findItems } from '../../server/cli/import-items.ts';
import { openImportReport } from '../../server/cli/import-report.ts';
import { watchItems } from '../../server/cli/import-watch.ts';
import { openImporter } from '../../server/cli/importer.ts';
import { silentLog } from '../support/log.ts';
import { openTestServer, type TestPerson, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let ana: TestPerson;
let base: string;
let folder: string;

beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  ana = await server.person('champion');
  base = await mkdtemp(join(tmpdir(), 'brownbag-watch-'));
  onTestFinished(() => rm(base, { recursive: true, force: true }));
  folder = join(base, 'talks');
  await mkdir(folder);
});

type Step = () => Promise<void>;
type Line = Readonly<Record<string, unknown>>;

const nothing: Step = async () => {};
/** Looks in which nothing happens: enough for a file to be taken. */
const calm = [nothing, nothing, nothing];
/** Different from all others. */
const newTalk = () => `recording ${randomUUID()}`;
const put =
  (name: string, content: string): Step =>
  () =>
    writeFile(join(folder, name), content);

/** Watches the folder: a step after each look, and the end after the last. Gives the lines that were printed. */
async function watch(
  steps: readonly Step[],
  change: (store: MediaStore, stop: () => void) => Partial<MediaStore> = () => ({}),
  afterLook: Step = nothing,
) {
  const stopped = new AbortController();
  const { signal } = stopped;
  const lines: Line[] = [];
  const labels: string[] = [];
  const print = {
    item: (fields: Line) => void lines.push(fields),
    note: () => undefined,
    progress: (label: string) => void labels.push(label),
  };
  const store = { ...server.store, ...change(server.store, () => stopped.abort()) };
  const importer = openImporter({
    ...{ db: server.db, queue: server.queue, store, log: silentLog, print },
    isRecording: (head) => String.fromCharCode(...head.subarray(0, 9)) === 'recording',
    maxUploadBytes: 1_000,
    owner: ana,
    fields: SessionFields.parse({ visibility: 'private' }),
  });
  const report = openImportReport({ importer, print, signal });
  const left = [...steps];
  await watchItems(
    {
      find: () => findItems([folder], { hasCaptions: true, transcriptsOnly: false }),
      tellUnreadable: report.unreadable,
      take: ({ item, news }) => (news === 'captions' ? report.takeCaptions(item) : report.take(item)),
      afterLook,
      tellFailed: (error) => void lines.push({ error }),
      async wait() {
        const step = left.shift();
        if (step) await step();
        else stopped.abort();
      },
    },
    signal,
  );
  return { lines, labels, hasFailures: report.hasFailures() };
}

const added = (name: string) => ({
  file: join(folder, name),
  status: 'added',
  session: expect.any(String),
  url: expect.any(String),
});
const failed = (name: string, detail: string) => ({
  file: join(folder, name),
  status: 'failed',
  detail: expect.stringContaining(detail),
});
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const sessionOf = (lines: readonly Line[]) => findAnySession(server.db, String(lines[0]?.['session']));
async function storedSessions(): Promise<string[]> {
  const ids: string[] = [];
  for await (const id of server.store.listSessions()) ids.push(id);
  return ids;
}

test('a recording is taken once it stops growing, whole, and with captions that came meanwhile', async () => {
  const talk = newTalk();
  const { lines } = await watch([
    put('talk.mp4', talk),
    () => appendFile(join(folder, 'talk.mp4'), ', more'),
    nothing,
    () => appendFile(join(folder, 'talk.mp4'), ', and more'),
    put('talk.vtt', 'WEBVTT\n\n00:00.000 --> 00:01.000\nHello'),
    ...calm,
    ...calm,
  ]);
  expect(lines).toEqual([added('talk.mp4')]);
  expect(await sessionOf(lines)).toMatchObject({
    originalSha256: sha256(`${talk}, more, and more`),
    hasCaptions: true,
  });
});

test('what fails after a look is told, and the watch goes on', async () => {
  const error = new Error('the database is away');
  let looks = 0;
  const afterLook = async () => {
    looks += 1;
    if (looks === 1) throw error;
  };
  const { lines } = await watch([put('talk.mp4', newTalk()), ...calm], undefined, afterLook);
  expect(lines).toEqual([{ error }, added('talk.mp4')]);
});

test('a download is taken under its own name, when it is done', async () => {
  const { lines } = await watch([
    put('talk.mp4.part', newTalk()),
    put('talk.mp4', ''),
    ...calm,
    () => rename(join(folder, 'talk.mp4.part'), join(folder, 'talk.mp4')),
    ...calm,
  ]);
  expect(lines).toEqual([added('talk.mp4')]);
});

test('what is here already is said to be, once, also under another name', async () => {
  const talk = newTalk();
  const [{ lines: first }, { lines: again }] = [
    await watch([put('a.mp4', talk), ...calm]),
    await watch([put('b.mp4', talk), ...calm, ...calm]),
  ];
  expect(first).toEqual([added('a.mp4')]);
  const known = { status: 'known', session: first[0]?.['session'] };
  expect(again).toEqual([
    { file: join(folder, 'a.mp4'), ...known },
    { file: join(folder, 'b.mp4'), ...known },
  ]);
});

test('what is no recording is refused once for each of its versions; the rest is not held up', async () => {
  const { lines } = await watch([
    put('a.mp4', 'no such thing'),
    put('b.mp4', newTalk()),
    ...calm,
    ...calm,
    put('a.mp4', 'nothing either'),
    ...calm,
    put('a.mp4', newTalk()),
    ...calm,
  ]);
  const refused = failed('a.mp4', 'not a recording');
  expect(lines).toEqual([refused, added('b.mp4'), refused, added('a.mp4')]);
});

test('a folder that vanishes for a while is told once, and does not end the watch', async () => {
  const { lines } = await watch([
    put('a.mp4', newTalk()),
    ...calm,
    () => rename(folder, join(base, 'away')),
    ...calm,
    () => rename(join(base, 'away'), folder),
    put('b.mp4', newTalk()),
    ...calm,
  ]);
  expect(lines).toEqual([
    added('a.mp4'),
    { file: folder, status: 'failed', detail: expect.stringContaining('no such file') },
    added('b.mp4'),
  ]);
});

test('what fails for now is told once, tried again, and read for its hash once', async () => {
  let failures = 2;
  const { lines, labels } = await watch(
    [put('talk.mp4', newTalk()), ...Array.from({ length: 20 }, () => nothing)],
    (store) => ({
      write: async (...args) => {
        failures -= 1;
        if (failures >= 0) throw new TransientError('The store sleeps');
        return store.write(...args);
      },
    }),
  );
  expect(lines).toEqual([failed('talk.mp4', 'The store sleeps'), added('talk.mp4')]);
  expect(labels.filter((label) => label.includes('is it new?'))).toHaveLength(1);
});

test('a file that is written to while it is read is not taken half', async () => {
  const talk = newTalk();
  const before = await storedSessions();
  let isFirst = true;
  const { lines } = await watch([put('talk.mp4', talk), ...calm, ...calm], (store) => ({
    write: async (...args) => {
      if (isFirst) await appendFile(join(folder, 'talk.mp4'), ', more');
      isFirst = false;
      return store.write(...args);
    },
  }));
  expect(lines).toEqual([failed('talk.mp4', 'written to while'), added('talk.mp4')]);
  expect((await sessionOf([...lines].reverse()))?.originalSha256).toBe(sha256(`${talk}, more`));
  expect(await storedSessions()).toHaveLength(before.length + 1);
});

test('the end of a watch rolls back what it was taking, and says nothing of it', async () => {
  const before = await storedSessions();
  const { lines } = await watch([put('talk.mp4', newTalk()), ...calm], (store, stop) => ({
    write: (...args) => {
      stop();
      return store.write(...args);
    },
  }));
  expect(lines).toEqual([]);
  expect(await storedSessions()).toEqual(before);
});

test('captions that come, or change, after their recording was taken become the session’s', async () => {
  const vtt = 'WEBVTT\n\n00:00.000 --> 00:01.000\nHello';
  const { lines } = await watch([
    put('talk.mp4', newTalk()),
    ...calm,
    put('talk.en.vtt', vtt),
    ...calm,
    put('talk.en.vtt', `${vtt} again`),
    ...calm,
  ]);
  const taken = { file: join(folder, 'talk.en.vtt'), status: 'captions', session: lines[0]?.['session'] };
  expect(lines).toEqual([added('talk.mp4'), taken, taken]);
  expect(await sessionOf(lines)).toMatchObject({ hasCaptions: true });
});

test('captions that cannot be read are named when they come with their recording', async () => {
  await put('talk.en.vtt', 'no captions')();
  await put('talk.mp4', newTalk())();
  const { lines } = await watch(calm);
  expect(lines).toEqual([failed('talk.mp4', 'talk.en.vtt: There are no captions in this file.')]);
});

test.each<[string, readonly Step[], boolean]>([
  ['all was taken', [put('a.mp4', newTalk())], false],
  ['something was refused', [put('a.mp4', 'no recording'), put('b.mp4', newTalk())], true],
  ['it came right later', [put('a.mp4', 'no recording'), ...calm, put('a.mp4', newTalk())], false],
  ['late captions were refused', [put('a.mp4', newTalk()), ...calm, put('a.vtt', 'none')], true],
  [
    'they came right with a new recording',
    [
      ...[put('a.mp4', newTalk()), ...calm, put('a.vtt', 'none'), ...calm],
      put('a.vtt', 'WEBVTT\n\n00:00.000 --> 00:01.000\nHello'),
      put('a.mp4', newTalk()),
    ],
    false,
  ],
  ['the folder is away', [() => rename(folder, join(base, 'away'))], true],
  [
    'the folder was away',
    [() => rename(folder, join(base, 'away')), ...calm, () => rename(join(base, 'away'), folder)],
    false,
  ],
])('a watch knows in the end whether something is amiss: %s', async (_what, steps, hasFailures) => {
  expect((await watch([...steps, ...calm])).hasFailures).toBe(hasFailures);
});

test('late captions that cannot be read are told of, and leave the session as it is', async () => {
  const { lines } = await watch([
    put('talk.mp4', newTalk()),
    ...calm,
    put('talk.vtt', 'no captions'),
    ...calm,
    ...calm,
  ]);
  expect(lines).toEqual([added('talk.mp4'), failed('talk.vtt', '')]);
  expect(await sessionOf(lines)).toMatchObject({ hasCaptions: false });
});
