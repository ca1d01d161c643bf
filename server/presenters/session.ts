import type { Session, SessionShort, Stage } from '../../core/api/sessions.ts';
import { canEdit, type Reader } from '../../core/model/access.ts';
import { describeTranscript } from '../../core/model/quality.ts';
import type { Database } from '../../drizzle/client.ts';
import { listMediaFiles } from '../../drizzle/queries/media-files.ts';
import type { SessionWithOwner } from '../../drizzle/queries/sessions.ts';
import { listStages, type StageRow } from '../../drizzle/queries/stages.ts';
import { topicsOfSessions } from '../../drizzle/queries/topics.ts';
import { summariseTranscripts, type TranscriptSummary } from '../../drizzle/queries/transcripts.ts';
import { mediaPath, presentMedia, presentOriginal } from './media.ts';

/** Everything of one session, as the reader may see it. */
export async function presentSession(
  db: Database,
  reader: Reader,
  session: SessionWithOwner,
): Promise<Session> {
  const ids = [session.id];
  const [stages, topics, files, transcripts] = await Promise.all([
    listStages(db, ids),
    topicsOfSessions(db, ids),
    listMediaFiles(db, ids),
    summariseTranscripts(db, ids),
  ]);
  const transcript = transcripts.get(session.id);
  return {
    id: session.id,
    slug: session.slug,
    title: session.title,
    titleSuggested: session.titleSuggested,
    description: session.description,
    summary: session.summary,
    summaryBy: session.summary === null ? null : session.summaryBy,
    status: session.status,
    stages: (stages.get(session.id) ?? []).map(presentStage),
    durationSeconds: session.durationSeconds,
    language: session.language,
    speakers: session.speakers,
    topics: topics.get(session.id) ?? [],
    chapters: [...session.chapters],
    chaptersBy: session.chaptersBy,
    visibility: session.visibility,
    owner: { id: session.ownerId, name: session.ownerName },
    recordedAt: session.recordedAt?.toISOString() ?? null,
    createdAt: session.createdAt.toISOString(),
    deletedAt: session.deletedAt?.toISOString() ?? null,
    canEdit: canEdit(reader, session),
    original: presentOriginal(session),
    media: presentMedia(files.get(session.id) ?? [], transcript ? `${session.id}/captions.vtt` : null),
    transcript: transcript ? presentTranscriptSummary(transcript) : null,
  };
}

function presentStage(stage: StageRow): Stage {
  return {
    name: stage.name,
    status: stage.status,
    progress: stage.progress,
    attempts: stage.attempts,
    engine: stage.engine,
    error: stage.error,
    startedAt: stage.startedAt?.toISOString() ?? null,
    finishedAt: stage.finishedAt?.toISOString() ?? null,
  };
}

function presentTranscriptSummary(transcript: TranscriptSummary): NonNullable<Session['transcript']> {
  const edited = transcript.origin === 'person';
  return {
    engine: transcript.engine,
    quality: describeTranscript({ engine: transcript.engine, grade: transcript.grade, edited }),
    edited,
    words: transcript.words,
  };
}

/** The short form of many sessions, in their order, with a handful of queries. */
export async function presentShort(
  db: Database,
  sessions: readonly SessionWithOwner[],
): Promise<SessionShort[]> {
  const ids = sessions.map((session) => session.id);
  const [topics, files, transcripts] = await Promise.all([
    topicsOfSessions(db, ids),
    listMediaFiles(db, ids),
    summariseTranscripts(db, ids),
  ]);
  return sessions.map((session) => {
    const transcript = transcripts.get(session.id);
    return {
      id: session.id,
      slug: session.slug,
      title: session.title,
      status: session.status,
      durationSeconds: session.durationSeconds,
      language: session.language,
      speakers: session.speakers,
      topics: topics.get(session.id) ?? [],
      visibility: session.visibility,
      owner: { id: session.ownerId, name: session.ownerName },
      recordedAt: session.recordedAt?.toISOString() ?? null,
      createdAt: session.createdAt.toISOString(),
      poster: mediaPath(files.get(session.id) ?? [], 'poster'),
      transcriptGrade: transcript?.origin === 'person' ? 'edited' : (transcript?.grade ?? null),
      hasRecording: session.hasRecording,
    };
  });
}
