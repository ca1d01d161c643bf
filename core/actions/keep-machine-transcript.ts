import type { Transaction } from '../../drizzle/client.ts';
import { findAnySession, lockSession, updateSession } from '../../drizzle/queries/sessions.ts';
import {
  addTranscript,
  claimsOf,
  findTranscript,
  removeMachineTranscript,
  type TranscriptRow,
} from '../../drizzle/queries/transcripts.ts';
import { speakersAfter } from '../model/speakers.ts';
import { mergeMachineText } from '../model/transcript/merge-machine-text.ts';
import { areSameSegments } from '../model/transcript/stored-version.ts';
import type { Transcript } from '../model/transcript.ts';

/**
 * Keeps what a machine (or a caption file) says in place of what one said before. Where people have changed the
 * text, theirs stays and the new fills the rest, as a version of its own. Idempotent. The session's language and
 * speakers follow, unless a person set them.
 */
export async function keepMachineTranscript(
  tx: Transaction,
  sessionId: string,
  transcript: Transcript,
): Promise<void> {
  await lockSession(tx, sessionId);
  const session = await findAnySession(tx, sessionId);
  if (!session) return;
  const before = await findTranscript(tx, sessionId);
  await addTranscript(tx, sessionId, transcript, { origin: 'machine' });
  const language = session.languageGiven ?? transcript.language;
  const shown = isPeoples(before)
    ? await addMerged(tx, before, { ...transcript, language })
    : transcript.segments;
  const last = transcript.segments.at(-1)?.endSeconds ?? null;
  await updateSession(tx, sessionId, {
    language,
    speakers: speakersAfter(session.speakers, before?.segments ?? [], shown),
    ...(session.hasRecording ? {} : { durationSeconds: last }),
  });
}

/** Takes the machine's text away; of a version that people have changed only what they answer for stays. */
export async function withdrawMachineTranscript(tx: Transaction, sessionId: string): Promise<void> {
  await lockSession(tx, sessionId);
  const before = await findTranscript(tx, sessionId);
  await removeMachineTranscript(tx, sessionId);
  if (isPeoples(before)) await addMerged(tx, before, { ...before, segments: [], spotted: [] });
}

const isPeoples = (row: TranscriptRow | undefined): row is TranscriptRow =>
  row !== undefined && row.origin !== 'machine' && !row.isSetAside;

/** The machine's text below people's, unless that changes nothing; gives what is shown then. */
async function addMerged(tx: Transaction, people: TranscriptRow, machine: Transcript) {
  const claims = claimsOf(people);
  const { engine, grade, language, spotted } = machine;
  const segments = mergeMachineText({ segments: people.segments, claims }, machine.segments);
  if (!areSameSegments(people.segments, segments))
    await addTranscript(
      tx,
      people.sessionId,
      { engine, grade, language, segments, spotted },
      { origin: 'merged', claims },
    );
  return segments;
}
