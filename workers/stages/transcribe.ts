import { readFile } from 'node:fs/promises';
import { keepMachineTranscript } from '../../core/actions/keep-machine-transcript.ts';
import { decodeCaptions } from '../../core/model/captions/decode.ts';
import { captionsLanguage, parseCaptions } from '../../core/model/captions/parse.ts';
import type { Transcript } from '../../core/model/transcript.ts';
import type { Transaction } from '../../drizzle/client.ts';
import { findCaptionsFile } from '../../drizzle/queries/media-files.ts';
import { deletePieces } from '../../drizzle/queries/speech-pieces.ts';
import { originalKeyOf } from '../speech/sound.ts';
import { transcribeChannels } from '../speech/transcribe-channels.ts';
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
    const work = () =>
      deps.store.withLocalFile(originalKeyOf(session.id), (path) => listen(deps, run, path), run.signal);
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
  const result = await run.heavy(() => transcribeChannels(deps, run, path, probe));
  if (!result) return { status: 'skipped', note: 'There is no sound in this recording.' };
  const save = (tx: Transaction) => deletePieces(tx, session.id);
  if (result.kind === 'nothing')
    return { status: 'skipped', engine: deps.transcriber.name, note: result.reason, save };
  if (result.transcript.segments.length === 0)
    return {
      status: 'skipped',
      engine: deps.transcriber.name,
      note: 'Nobody speaks in this recording.',
      save,
    };
  return keep(run, result.transcript);
}

function keep({ session }: StageRun, transcript: Transcript): StageResult {
  return {
    status: 'done',
    engine: transcript.engine,
    save: async (tx) => {
      await keepMachineTranscript(tx, session.id, transcript);
      await deletePieces(tx, session.id);
    },
  };
}
