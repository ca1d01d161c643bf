import { readFile } from 'node:fs/promises';
import { keepMachineTranscript } from '../../core/actions/keep-machine-transcript.ts';
import { decodeCaptions } from '../../core/model/captions/decode.ts';
import { captionsLanguage, parseCaptions } from '../../core/model/captions/parse.ts';
import { originalFileName } from '../../core/model/media-names.ts';
import type { Transcript } from '../../core/model/transcript.ts';
import { chooseHints } from '../../core/model/vocabulary/hints.ts';
import { findCaptionsFile } from '../../drizzle/queries/media-files.ts';
import { listTermNames } from '../../drizzle/queries/terms.ts';
import { topicsOfSessions } from '../../drizzle/queries/topics.ts';
import type { Stage, StageDeps, StageResult, StageRun } from '../stage.ts';

/**
 * Words with times: of the caption file, else of a subtitle track, else of the transcriber.
 * Idempotent: replaces the machine's transcript; what people have changed in it stays.
 */
export const transcribe: Stage = {
  name: 'transcribe',
  doing: 'writing down what was said',
  timeLimitMs: (session) => Math.max(30 * 60_000, (session.durationSeconds ?? 3 * 3600) * 1000 * 4),
  async run(deps, run) {
    const { session } = run;
    const captions = await findCaptionsFile(deps.db, session.id);
    if (captions) return keep(run, await readCaptions(deps, run, captions.fileName));
    const key = `${session.id}/${originalFileName}`;
    const work = () => deps.store.withLocalFile(key, (path) => listen(deps, run, path), run.signal);
    // A subtitle track is read in seconds, and mostly leaves nothing to listen to.
    const mustListen = session.probe?.audio && session.probe.subtitles.length === 0;
    return mustListen ? run.heavy(work) : work();
  },
};

async function readCaptions(
  { store }: StageDeps,
  { session, signal }: StageRun,
  fileName: string,
): Promise<Transcript> {
  const key = `${session.id}/${fileName}`;
  const bytes = await store.withLocalFile(key, (path) => readFile(path), signal);
  const text = decodeCaptions(bytes);
  const language = session.languageGiven ?? captionsLanguage(text) ?? 'und';
  return { engine: 'captions', grade: 'given', language, segments: parseCaptions(text) };
}

async function listen(deps: StageDeps, run: StageRun, path: string): Promise<StageResult> {
  const { session, signal, scratchDir } = run;
  const probe = session.probe;
  if (!probe) return { status: 'skipped', note: 'The recording could not be read.' };
  const subtitles = await deps.media.subtitles(path, probe, { signal, scratchDir }, session.languageGiven);
  if (subtitles && subtitles.segments.length > 0) {
    const language = session.languageGiven ?? subtitles.language ?? 'und';
    return keep(run, { engine: 'subtitles', grade: 'given', language, segments: subtitles.segments });
  }
  const wav = await deps.media.wav(path, probe, { signal, scratchDir });
  if (!wav) return { status: 'skipped', note: 'There is no sound in this recording.' };
  const topics = (await topicsOfSessions(deps.db, [session.id])).get(session.id) ?? [];
  const request = {
    wavPath: wav.path,
    durationSeconds: wav.durationSeconds,
    language: session.languageGiven,
    hints: chooseHints({ ...session, topics, terms: await listTermNames(deps.db) }),
  };
  const context = { signal, scratchDir, onProgress: run.onProgress };
  const result = await run.heavy(() => deps.transcriber.transcribe(request, context));
  if (result.kind === 'nothing')
    return { status: 'skipped', engine: deps.transcriber.name, note: result.reason };
  if (result.transcript.segments.length === 0)
    return { status: 'skipped', engine: deps.transcriber.name, note: 'Nobody speaks in this recording.' };
  return keep(run, result.transcript);
}

function keep({ session }: StageRun, transcript: Transcript): StageResult {
  return {
    status: 'done',
    engine: transcript.engine,
    save: (tx) => keepMachineTranscript(tx, session.id, transcript),
  };
}
