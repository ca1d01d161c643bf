import { isChannelSpeaker } from '../../core/model/channels/join-channels.ts';
import { originalFileName } from '../../core/model/media-names.ts';
import { speechSampleRate } from '../../core/model/silence.ts';
import { chooseHints } from '../../core/model/vocabulary/hints.ts';
import type { TranscribeRequest } from '../../core/ports/transcriber.ts';
import type { SessionRow } from '../../drizzle/queries/sessions.ts';
import type { SpeechKey } from '../../drizzle/queries/speech-pieces.ts';
import { listTermNames } from '../../drizzle/queries/terms.ts';
import { listTopicNames, topicsOfSessions } from '../../drizzle/queries/topics.ts';
import type { StageDeps } from '../stage.ts';

export type SoundDeps = Pick<StageDeps, 'db' | 'media' | 'transcriber'>;

/** What there is to listen to in a session, for this process and for all others that share the work. */
export interface Sound {
  readonly request: TranscribeRequest;
  readonly key: SpeechKey;
}

/** All channels as one sound. */
export const mixedChannel = 0;

/** As many topics of the installation as an engine may want to choose from. */
const mostTopics = 200;

export const originalKeyOf = (sessionId: string): string => `${sessionId}/${originalFileName}`;

/**
 * Extracts the sound of the recording at `path`, or one channel of it (from 1); `null` when there is none. The same file
 * gives the same samples.
 */
export async function openSound(
  { db, media, transcriber }: SoundDeps,
  session: SessionRow,
  path: string,
  run: { readonly signal: AbortSignal; readonly scratchDir: string },
  channel = mixedChannel,
): Promise<Sound | null> {
  if (!session.probe) return null;
  const wav = await media.wav(path, session.probe, run, channel === mixedChannel ? undefined : channel);
  if (!wav) return null;
  const topics = (await topicsOfSessions(db, [session.id])).get(session.id) ?? [];
  const language = session.languageGiven;
  return {
    request: {
      wavPath: wav.path,
      durationSeconds: wav.durationSeconds,
      language,
      hints: chooseHints({
        title: session.title,
        speakers: session.speakers.filter((name) => !isChannelSpeaker(name)),
        topics,
        terms: await listTermNames(db),
      }),
      phrases: [...new Set([...topics, ...(await listTopicNames(db, mostTopics, session))])],
    },
    key: {
      sessionId: session.id,
      channel,
      sampleCount: Math.round(wav.durationSeconds * speechSampleRate),
      settings: transcriber.settingsFor(language),
    },
  };
}
