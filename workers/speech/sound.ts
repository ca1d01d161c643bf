import { originalFileName } from '../../core/model/media-names.ts';
import { speechSampleRate } from '../../core/model/silence.ts';
import type { TranscribeRequest } from '../../core/ports/transcriber.ts';
import type { SessionRow } from '../../drizzle/queries/sessions.ts';
import type { SpeechKey } from '../../drizzle/queries/speech-pieces.ts';
import { listTopicNames, topicsOfSessions } from '../../drizzle/queries/topics.ts';
import type { StageDeps } from '../stage.ts';

export type SoundDeps = Pick<StageDeps, 'db' | 'media' | 'transcriber'>;

/** What there is to listen to in a session, for this process and for all others that share the work. */
export interface Sound {
  readonly request: TranscribeRequest;
  readonly key: SpeechKey;
}

/** The only one, until voices that were recorded apart are listened to apart. */
const mixedChannel = 0;

/** As many topics of the installation as an engine may want to choose from. */
const mostTopics = 200;

export const originalKeyOf = (sessionId: string): string => `${sessionId}/${originalFileName}`;

/** Extracts the sound of the recording at `path`; `null` when there is none. The same file gives the same samples. */
export async function openSound(
  { db, media, transcriber }: SoundDeps,
  session: SessionRow,
  path: string,
  run: { readonly signal: AbortSignal; readonly scratchDir: string },
): Promise<Sound | null> {
  if (!session.probe) return null;
  const wav = await media.wav(path, session.probe, run);
  if (!wav) return null;
  const topics = (await topicsOfSessions(db, [session.id])).get(session.id) ?? [];
  const language = session.languageGiven;
  return {
    request: {
      wavPath: wav.path,
      durationSeconds: wav.durationSeconds,
      language,
      hints: [session.title, ...session.speakers, ...topics],
      phrases: [...new Set([...topics, ...(await listTopicNames(db, mostTopics))])],
    },
    key: {
      sessionId: session.id,
      channel: mixedChannel,
      sampleCount: Math.round(wav.durationSeconds * speechSampleRate),
      settings: transcriber.settingsFor(language),
    },
  };
}
