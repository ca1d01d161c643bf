import type { BinnedSession, Session, SessionShort, Stage } from '../../core/api/sessions.ts';
import { canEdit, type Reader } from '../../core/model/access.ts';
import { describeTranscript, shownGrade } from '../../core/model/quality.ts';
import type { Database } from '../../drizzle/client.ts';
import { findBinnedBy } from '../../drizzle/queries/audit.ts';
import { listMediaFiles } from '../../drizzle/queries/media-files.ts';
import { listSpeakerPeople } from '../../drizzle/queries/session-speakers.ts';
import type { SessionWithOwner } from '../../drizzle/queries/sessions.ts';
import { listSpeakerPages } from '../../drizzle/queries/speaking.ts';
import { listStages, type StageRow } from '../../drizzle/queries/stages.ts';
import { topicDetailsOfSessions, topicsOfSessions } from '../../drizzle/queries/topics.ts';
import {
  correctedShareOfVersion,
  summariseTranscripts,
  type TranscriptSummary,
} from '../../drizzle/queries/transcripts.ts';
import { mediaPath, presentMedia, presentOriginal } from './media.ts';

/** Everything of one session, as the reader may see it. */
export async function presentSession(
  db: Database,
  reader: Reader,
  session: SessionWithOwner,
): Promise<Session> {
  const ids = [session.id];
  const [stages, topics, files, transcripts, speakerPeople, speakerPages] = await Promise.all([
    listStages(db, ids),
    topicDetailsOfSessions(db, ids),
    listMediaFiles(db, ids),
    summariseTranscripts(db, ids),
    listSpeakerPeople(db, session.id),
    listSpeakerPages(db, session),
  ]);
  const transcript = transcripts.get(session.id);
  const topicDetails = topics.get(session.id) ?? [];
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
    speakerPeople,
    speakerPages,
    topics: topicDetails.map(({ name }) => name),
    topicDetails: topicDetails.map((topic) => ({ ...topic, seconds: [...topic.seconds] })),
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

/** A step of processing. */
export function presentStage(stage: StageRow): Stage {
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
  const { engine, version, origin, words, confidence } = transcript;
  const correctedShare = correctedShareOfVersion(transcript);
  return {
    engine,
    version,
    quality: describeTranscript({ ...transcript, correctedShare }),
    edited: origin !== 'machine',
    words,
    confidence,
    correctedShare,
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
      deletedAt: session.deletedAt?.toISOString() ?? null,
      poster: mediaPath(files.get(session.id) ?? [], 'poster'),
      transcriptGrade: transcript
        ? shownGrade({ ...transcript, correctedShare: correctedShareOfVersion(transcript) })
        : null,
      hasRecording: session.hasRecording,
    };
  });
}

/** What lies in the bin, as in lists, and who put it there. */
export async function presentBinned(db: Database, session: SessionWithOwner): Promise<BinnedSession> {
  const [[short], binnedBy] = await Promise.all([presentShort(db, [session]), findBinnedBy(db, session.id)]);
  if (!short) throw new Error('the short form of a session is missing');
  return { ...short, binnedBy: binnedBy ?? null };
}
