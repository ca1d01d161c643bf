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
import { listMediaFiles } from '../../drizzle/queries/media-files.ts';
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
  if (captions !== undefined) await put(`${id}/${captionsFileName}`, await fixture(captions));
  return id;
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

async function foundBy(text: string) {
  const reader = { id: (await sessionOf(await anySession())).ownerId, role: 'admin' as const, team: null };
  const { hits } = await deps.searchIndex.search({
    text,
    reader,
    filters: {},
    sort: 'relevance',
    limit: 20,
    moments: 3,
  });
  return hits;
}
