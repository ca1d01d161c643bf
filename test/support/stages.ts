import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ffmpegTools } from '../../core/engines/media/ffmpeg.ts';
import { postgresIndex } from '../../core/engines/search/postgres.ts';
import { localStore } from '../../core/engines/store/local.ts';
import { keyphraseTagger } from '../../core/engines/tagger/keyphrase.ts';
import { debianModelDir, pocketsphinxTranscriber } from '../../core/engines/transcriber/pocketsphinx.ts';
import type { MediaProbe } from '../../core/model/media.ts';
import { captionsFileName, originalFileName } from '../../core/model/media-names.ts';
import type { StageStatus } from '../../core/model/session.ts';
import type { ConnectionConfig } from '../../drizzle/client.ts';
import { newId } from '../../drizzle/ids.ts';
import { insertMediaFile, listMediaFiles, type MediaFileRow } from '../../drizzle/queries/media-files.ts';
import { findAnySession, type SessionWithOwner } from '../../drizzle/queries/sessions.ts';
import { sessionStages } from '../../drizzle/schema/sessions.ts';
import type { Stage, StageDeps, StagePart, StageResult, StageRun } from '../../workers/stage.ts';
import { makeSession } from '../factories.ts';
import { openTestDatabase } from './database.ts';
import { silentLog as log } from './log.ts';
import { rememberingTools } from './remembering-tools.ts';

const never = new AbortController().signal;
const limits = { durationSeconds: 3600, outputBytes: 64 * 1024 ** 2 };

/** Other engines than those of the workshop, and who hears of progress. */
export type Using = Partial<StageDeps & Pick<StageRun, 'onProgress'>>;

/** Stages with all their real engines, run one by one as a test likes; media tools process the same only once. */
export interface Workshop {
  readonly deps: StageDeps;
  /** For other processes that work on the same. */
  readonly connectionConfig: ConnectionConfig;
  readonly storeDir: string;
  /** A new session whose files of `test/fixtures/media` are in the store; gives its id. */
  addRecording(name: string, captions?: string): Promise<string>;
  /** The same of a recording that a test has made. */
  addOriginal(bytes: Buffer): Promise<string>;
  /** A caption file in the store, and the row that names it. */
  addCaptions(id: string, fileName: string, bytes: Buffer): Promise<void>;
  /** Runs a stage as the pipeline does: on the session as it is now, its result kept in one transaction. */
  run(stage: Stage, id: string, using?: Using): Promise<StageResult>;
  sessionOf(id: string): Promise<SessionWithOwner>;
  filesOf(id: string): Promise<MediaFileRow[]>;
  /** What a file of the session is made of. */
  probeFile(id: string, fileName: string): Promise<MediaProbe>;
  readFile(id: string, fileName: string): Promise<Buffer>;
  close(): Promise<void>;
}

export async function openWorkshop(): Promise<Workshop> {
  const database = await openTestDatabase();
  const { db } = database;
  const folder = await mkdtemp(join(tmpdir(), 'brownbag-stages-'));
  const storeDir = join(folder, 'media');
  const store = await localStore({ rootDir: storeDir, log });
  const deps: StageDeps = {
    db,
    store,
    media: rememberingTools(ffmpegTools({ threads: 1, limits, log }), folder),
    transcriber: pocketsphinxTranscriber({ modelDir: debianModelDir, processes: 1 }),
    tagger: keyphraseTagger(),
    searchIndex: postgresIndex({ db }),
    workerId: newId(),
  };
  const fixture = (name: string) => readFile(join(import.meta.dirname, '../fixtures/media', name));
  const put = (key: string, bytes: Buffer) =>
    store.write(key, Readable.from([bytes]), { maxBytes: limits.outputBytes });
  const keep = ({ save }: Pick<StagePart, 'save'>) => db.transaction(save);

  async function sessionOf(id: string): Promise<SessionWithOwner> {
    const session = await findAnySession(db, id);
    if (!session) throw new Error(`session ${id} is gone`);
    return session;
  }
  async function addCaptions(id: string, fileName: string, bytes: Buffer): Promise<void> {
    const { sizeBytes } = await put(`${id}/${fileName}`, bytes);
    const row = { fileName, kind: 'captions' as const, contentType: 'application/octet-stream', sizeBytes };
    await insertMediaFile(db, { sessionId: id, ...row });
  }
  return {
    deps,
    connectionConfig: database.connectionConfig,
    storeDir,
    sessionOf,
    addCaptions,
    async addRecording(name, captions) {
      const { id } = await makeSession(db, { status: 'processing', hasCaptions: captions !== undefined });
      await put(`${id}/${originalFileName}`, await fixture(name));
      if (captions !== undefined) await addCaptions(id, captionsFileName, await fixture(captions));
      return id;
    },
    async addOriginal(bytes) {
      const { id } = await makeSession(db, { status: 'processing' });
      await put(`${id}/${originalFileName}`, bytes);
      return id;
    },
    async run(stage, id, using = {}) {
      const session = await sessionOf(id);
      const say = (status: StageStatus) =>
        db
          .insert(sessionStages)
          .values({ sessionId: id, name: stage.name, status })
          .onConflictDoUpdate({ target: [sessionStages.sessionId, sessionStages.name], set: { status } });
      await say('running');
      const scratchDir = await mkdtemp(join(folder, 'scratch-'));
      const heavy = <T>(work: () => Promise<T>) => work();
      const isBackground = stage.isBackground ?? false;
      const run = {
        session,
        signal: never,
        scratchDir,
        isBackground,
        heavy,
        keep,
        onProgress: using.onProgress ?? (() => {}),
        log,
      };
      try {
        const result = await stage.run({ ...deps, ...using }, run);
        if (result.save) await keep({ save: result.save });
        await say(result.status);
        return result;
      } catch (error) {
        await say('waiting');
        throw error;
      } finally {
        await rm(scratchDir, { recursive: true });
      }
    },
    filesOf: async (id) => (await listMediaFiles(db, [id])).get(id) ?? [],
    probeFile: (id, fileName) =>
      store.withLocalFile(`${id}/${fileName}`, (path) =>
        deps.media.probe(path, { signal: never, scratchDir: folder }),
      ),
    readFile: (id, fileName) => store.withLocalFile(`${id}/${fileName}`, (path) => readFile(path)),
    async close() {
      await deps.searchIndex.close();
      await store.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
