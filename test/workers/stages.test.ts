import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ffmpegTools } from '../../core/engines/media/ffmpeg.ts';
import { postgresIndex } from '../../core/engines/search/postgres.ts';
import { localStore } from '../../core/engines/store/local.ts';
import { keyphraseTagger } from '../../core/engines/tagger/keyphrase.ts';
import { debianModelDir, pocketsphinxTranscriber } from '../../core/engines/transcriber/pocketsphinx.ts';
import { captionsFileName, originalFileName } from '../../core/model/media-names.ts';
import type { MediaStore } from '../../core/ports/media-store.ts';
import { newId } from '../../drizzle/ids.ts';
import { forgetMediaFiles, insertMediaFile, listMediaFiles } from '../../drizzle/queries/media-files.ts';
import { findAnySession, updateSession } from '../../drizzle/queries/sessions.ts';
import { setTopics, topicsOfSessions } from '../../drizzle/queries/topics.ts';
import { addTranscript, findTranscript } from '../../drizzle/queries/transcripts.ts';
import type { Stage, StageDeps, StageResult } from '../../workers/stage.ts';
import { index } from '../../workers/stages/index-session.ts';
import { probe } from '../../workers/stages/probe.ts';
import { tag } from '../../workers/stages/tag.ts';
import { transcode } from '../../workers/stages/transcode.ts';
import { transcribe } from '../../workers/stages/transcribe.ts';
import { makeSession } from '../factories.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { silentLog as log } from '../support/log.ts';
import { wordErrorRate } from '../support/speech.ts';
import { pivotTalk } from '../support/talks.ts';

const never = new AbortController().signal;
const limits = { durationSeconds: 3600, outputBytes: 64 * 1024 ** 2 };
let database: TestDatabase;
let folder: string;
let store: MediaStore;
let deps: StageDeps;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  folder = await mkdtemp(join(tmpdir(), 'brownbag-stages-'));
  store = await localStore({ rootDir: join(folder, 'media'), log });
  deps = {
    db,
    store,
    media: ffmpegTools({ threads: 1, limits, log }),
    transcriber: pocketsphinxTranscriber({ modelDir: debianModelDir, processes: 1 }),
    tagger: keyphraseTagger(),
    searchIndex: postgresIndex({ db }),
  };
});
afterAll(async () => {
  await deps.searchIndex.close();
  await store.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const fixture = (name: string) => readFile(join(import.meta.dirname, '../fixtures/media', name));
const put = (key: string, bytes: Buffer) =>
  store.write(key, Readable.from([bytes]), { maxBytes: limits.outputBytes });

/** A new session whose files are in the store; gives its id. */
async function addRecording(name: string, captions?: string): Promise<string> {
  const { id } = await makeSession(deps.db, { status: 'processing', hasCaptions: captions !== undefined });
  await put(`${id}/${originalFileName}`, await fixture(name));
  if (captions !== undefined) await addCaptions(id, captionsFileName, await fixture(captions));
  return id;
}

/** A caption file in the store, and the row that names it. */
async function addCaptions(id: string, fileName: string, bytes: Buffer): Promise<void> {
  const { sizeBytes } = await put(`${id}/${fileName}`, bytes);
  const row = { fileName, kind: 'captions' as const, contentType: 'application/octet-stream', sizeBytes };
  await insertMediaFile(deps.db, { sessionId: id, ...row });
}

async function sessionOf(id: string) {
  const session = await findAnySession(deps.db, id);
  if (!session) throw new Error(`session ${id} is gone`);
  return session;
}

/** Runs a stage as the pipeline does: on the session as it is now, its result kept in one transaction. */
async function run(stage: Stage, id: string): Promise<StageResult> {
  const session = await sessionOf(id);
  const scratchDir = await mkdtemp(join(folder, 'scratch-'));
  const result = await stage.run(deps, {
    session,
    signal: never,
    scratchDir,
    heavy: (work) => work(),
    onProgress: () => {},
    log,
  });
  await deps.db.transaction(async (tx) => result.save?.(tx));
  await rm(scratchDir, { recursive: true });
  return result;
}

const filesOf = async (id: string) => (await listMediaFiles(deps.db, [id])).get(id) ?? [];
const topicsOf = async (id: string) => (await topicsOfSessions(deps.db, [id])).get(id) ?? [];
const textOf = async (id: string) =>
  (await findTranscript(deps.db, id))?.segments.map((segment) => segment.text).join(' ');

/** Ids of the sessions that an admin finds. */
async function foundBy(text: string): Promise<readonly string[]> {
  const reader = { id: newId(), role: 'admin', team: null } as const;
  const query = { text, reader, filters: {}, sort: 'relevance', limit: 20, moments: 1 } as const;
  return (await deps.searchIndex.search(query)).hits.map((hit) => hit.sessionId);
}

describe('probe', () => {
  test('stores what the recording is made of and what is to be made of it', async () => {
    const id = await addRecording('zoom-like.mp4');
    expect((await run(probe, id)).status).toBe('done');
    const session = await sessionOf(id);
    expect(session.probe).toMatchObject({ video: { codec: 'h264' }, audio: { codec: 'aac' } });
    expect(session.plan).toMatchObject({ kind: 'video', video: 'copy', audio: 'copy' });
    expect(session.durationSeconds).toBeCloseTo(12.2, 0);
  });

  test('refuses for good what is no recording', async () => {
    const id = await addRecording('zoom-like.vtt');
    await expect(run(probe, id)).rejects.toMatchObject({ name: 'PermanentError' });
    expect((await sessionOf(id)).probe).toBeNull();
  });
});

describe('transcode', () => {
  test('makes a file that browsers play, with its poster, and rows that say so', async () => {
    const id = await addRecording('mediarecorder.webm');
    await run(probe, id);
    const { status, stored } = await run(transcode, id);
    expect(status).toBe('done');
    const files = await filesOf(id);
    expect(files.map((file) => file.fileName).sort()).toEqual([...(stored ?? [])].sort());
    expect(files.map(({ kind, contentType }) => [kind, contentType]).sort()).toEqual([
      ['poster', 'image/jpeg'],
      ['video', 'video/mp4'],
    ]);
    for (const { fileName, sizeBytes } of files)
      expect(await store.stat(`${id}/${fileName}`)).toMatchObject({ sizeBytes });
    const video = files.find((file) => file.kind === 'video')?.fileName;
    const made = await store.withLocalFile(`${id}/${video}`, (path) =>
      deps.media.probe(path, { signal: never, scratchDir: folder }),
    );
    expect(made).toMatchObject({ container: 'mov', video: { codec: 'h264' }, audio: { codec: 'aac' } });
    expect(made.durationSeconds).toBeCloseTo(7.7, 0);
  });

  test('run again it replaces the rows, and leaves the files of before to the sweep', async () => {
    const id = await addRecording('zoom-like.mp4');
    await run(probe, id);
    await run(transcode, id);
    const before = (await filesOf(id)).map((file) => file.fileName);
    await run(transcode, id);
    const after = (await filesOf(id)).map((file) => file.fileName);
    expect(after).toHaveLength(2);
    expect(after.filter((name) => before.includes(name))).toEqual([]);
    const inStore = (await store.list(id)).map((file) => file.key.slice(id.length + 1));
    expect(inStore.sort()).toEqual([originalFileName, ...before, ...after].sort());
  });

  test('refuses a recording that was not read', async () => {
    const id = await addRecording('zoom-like.mp4');
    await expect(run(transcode, id)).rejects.toMatchObject({ name: 'PermanentError' });
  });
});

describe('transcribe', () => {
  test('takes the captions that came with the recording, and the speakers they name', async () => {
    const id = await addRecording('zoom-like.mp4', 'zoom-like.vtt');
    await run(probe, id);
    expect(await run(transcribe, id)).toMatchObject({ status: 'done', engine: 'captions' });
    expect(await findTranscript(deps.db, id)).toMatchObject({ origin: 'machine', grade: 'given' });
    expect(await textOf(id)).toMatch(/^Welcome to this short session about pivot tables\./);
    expect((await sessionOf(id)).speakers).toEqual(['Dana Whitfield']);
  });

  test('takes the captions that replaced them, and the speakers these name, but not in place of those a person named', async () => {
    const id = await addRecording('zoom-like.mp4', 'zoom-like.vtt');
    await run(probe, id);
    await run(transcribe, id);
    const replace = async (name: string) => {
      await forgetMediaFiles(deps.db, id, ['captions']);
      const text = `WEBVTT\n\n00:01.000 --> 00:02.000\n<v ${name}>Better.`;
      await addCaptions(id, `captions-${name}`, Buffer.from(text));
      await run(transcribe, id);
      return (await sessionOf(id)).speakers;
    };
    expect(await replace('Ann')).toEqual(['Ann']);
    expect(await textOf(id)).toBe('Better.');
    await updateSession(deps.db, id, { speakers: ['Dr. Ann Lee'] });
    expect(await replace('Bob')).toEqual(['Dr. Ann Lee']);
  });

  test('takes the track in the language that a person gave', async () => {
    const id = await addRecording('subtitle-tracks.mkv');
    await updateSession(deps.db, id, { languageGiven: 'fr' });
    await run(probe, id);
    await run(transcribe, id);
    expect(await textOf(id)).toBe('Qui ?');
  });

  test('takes the subtitle track of the recording where no captions came with it', async () => {
    const id = await addRecording('subtitles.mkv');
    await run(probe, id);
    expect(await run(transcribe, id)).toMatchObject({ status: 'done', engine: 'subtitles' });
    expect(await textOf(id)).toContain('Who takes the pager on Friday night?');
    expect((await sessionOf(id)).speakers).toEqual(['Dana Whitfield', 'Sam Okoro']);
  });

  test('else listens, and says that the text is rough', async () => {
    const id = await addRecording('voice.m4a');
    await run(probe, id);
    expect(await run(transcribe, id)).toMatchObject({ status: 'done', engine: 'pocketsphinx' });
    expect(await findTranscript(deps.db, id)).toMatchObject({ grade: 'rough', language: 'en' });
    const said =
      'Press the shift key and the space bar at the same time. This will select the whole row of the table.';
    // 0.29 was measured for this synthetic voice.
    expect(wordErrorRate(said, (await textOf(id)) ?? '')).toBeLessThanOrEqual(0.5);
  });

  test('skips a recording without sound, and says so', async () => {
    const id = await addRecording('anamorphic-silent.mp4');
    await run(probe, id);
    expect(await run(transcribe, id)).toMatchObject({
      status: 'skipped',
      note: 'There is no sound in this recording.',
    });
    expect(await findTranscript(deps.db, id)).toBeUndefined();
  });
});

const pivotTranscript = { engine: 'captions', grade: 'given', language: 'en', segments: pivotTalk } as const;

describe('tag', () => {
  test('suggests topics, replaces its own suggestions, and keeps the topics and the summary of people', async () => {
    const { id } = await makeSession(deps.db, { summary: 'By a person.', summaryBy: 'person' });
    await addTranscript(deps.db, id, pivotTranscript, { origin: 'machine' });
    expect(await run(tag, id)).toMatchObject({ status: 'done', engine: 'keyphrase' });
    const suggested = await topicsOf(id);
    expect(suggested.join(' ')).toMatch(/pivot/i);
    await setTopics(deps.db, id, ['Budgeting', ...suggested.slice(1)]);
    await run(tag, id);
    const kept = await topicsOf(id);
    expect(kept).toEqual(expect.arrayContaining(['Budgeting', ...suggested.slice(1)]));
    expect(kept).not.toContain(suggested[0]);
    expect((await sessionOf(id)).summary).toBe('By a person.');
  });

  test('skips a session in which nothing was said', async () => {
    const { id } = await makeSession(deps.db);
    expect((await run(tag, id)).status).toBe('skipped');
  });
});

describe('index', () => {
  test('makes a session findable by what is said in it, and not before', async () => {
    const { id } = await makeSession(deps.db, { title: 'Untitled' });
    const text = 'The marmalade dashboard shows every parcel.';
    const segments = [{ startSeconds: 1, endSeconds: 4, speaker: null, text }];
    await addTranscript(deps.db, id, { ...pivotTranscript, segments }, { origin: 'machine' });
    expect(await foundBy('marmalade dashboard')).toEqual([]);
    expect((await run(index, id)).status).toBe('done');
    expect(await foundBy('marmalade dashboard')).toEqual([id]);
  });

  test('leaves a session in the bin alone', async () => {
    const { id } = await makeSession(deps.db, { title: 'Rhubarb parcels', deletedAt: new Date() });
    expect((await run(index, id)).status).toBe('skipped');
    expect(await foundBy('rhubarb')).toEqual([]);
  });
});

test('text, topics and summary of people survive that everything is processed again', async () => {
  const id = await addRecording('zoom-like.mp4', 'zoom-like.vtt');
  const stages = [probe, transcode, transcribe, tag, index];
  for (const stage of stages) await run(stage, id);
  expect(await foundBy('slicer')).toContain(id);

  const text = 'Welcome to the quokka workshop.';
  const segments = [{ startSeconds: 0.5, endSeconds: 3, speaker: null, text }];
  const author = { origin: 'person', authorId: (await sessionOf(id)).ownerId } as const;
  await deps.db.transaction((tx) => addTranscript(tx, id, { ...pivotTranscript, segments }, author));
  await setTopics(deps.db, id, ['Quokkas']);
  await updateSession(deps.db, id, { summary: 'All about quokkas.', summaryBy: 'person' });
  for (const stage of stages) await run(stage, id);

  expect(await textOf(id)).toBe(text);
  expect((await topicsOf(id))[0]).toBe('Quokkas');
  expect((await sessionOf(id)).summary).toBe('All about quokkas.');
  expect(await foundBy('quokka workshop')).toContain(id);
  expect(await foundBy('slicer')).not.toContain(id);
});
