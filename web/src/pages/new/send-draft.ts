import { ApiError, api } from '../../api.ts';
import type { Draft } from './draft.ts';
import { fieldsInHeader, formOf, metadataOf, patchOf } from './draft-texts.ts';
import { keepTrying } from './keep-trying.ts';
import { sendRecording } from './send-recording.ts';
import { sha256Of } from './sha256.ts';
import { startProgress } from './start-progress.ts';
import { forgetFile, rememberFile } from './unfinished.ts';

/** A draft on its way: what it is now, and a place to write down how it goes. */
export interface SendingDraft {
  readonly get: () => Draft;
  readonly change: (part: Partial<Draft>) => void;
  readonly signal: AbortSignal;
}

/** Makes a session of a draft: the recording, then its captions, then what was typed meanwhile. Throws ApiError. */
export async function sendDraft(sending: SendingDraft): Promise<void> {
  const { get, change, signal } = sending;
  const { recording } = get();
  if (!recording) {
    change({ state: { kind: 'finishing' }, known: get().fields });
    const { id } = await api.addCaptions(formOf(get()), signal);
    return change({ state: { kind: 'added', sessionId: id, problems: [] } });
  }
  const sessionId = await sendWhole(sending, recording);
  change({ state: { kind: 'finishing' }, uploadUrl: null });
  const problems = await addRest(sending, sessionId);
  change({ state: { kind: 'added', sessionId, problems } });
}

async function sendWhole(sending: SendingDraft, file: File): Promise<string> {
  const { get, change, signal } = sending;
  const progress = startProgress(sending, file.size);
  const attempt = async (): Promise<string> => {
    const { uploadUrl } = get();
    try {
      return await sendRecording({
        file,
        uploadUrl,
        metadata: uploadUrl === null ? await tellFields(sending, file) : {},
        signal,
        onProgress: progress.onProgress,
        onUploadUrl: (url) => {
          change({ uploadUrl: url });
          rememberFile(localStorage, url, file);
        },
      });
    } catch (error) {
      if (uploadUrl === null || !isGone(error)) throw error;
      forgetFile(localStorage, uploadUrl);
      change({ uploadUrl: null });
      return attempt();
    }
  };
  const sessionId = await keepTrying(attempt, { network: window, signal, ...progress });
  const { uploadUrl } = get();
  if (uploadUrl !== null) forgetFile(localStorage, uploadUrl);
  return sessionId;
}

/** It has expired, or was discarded elsewhere. */
const isGone = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 404 || error.status === 410);

/** What the server is told of a recording before it comes. */
async function tellFields({ get, change }: SendingDraft, file: File): Promise<Record<string, string>> {
  const sha256 = await sha256Of(file);
  const known = fieldsInHeader(get().fields);
  change({ known });
  return { ...metadataOf(known, file), ...(sha256 === null ? {} : { sha256 }) };
}

/** The session is there; what cannot follow it is told, not thrown. */
async function addRest(sending: SendingDraft, sessionId: string): Promise<ApiError[]> {
  const { captions } = sending.get();
  const tried = [
    captions && (await follow(sending, 'Captions', () => api.putCaptions(sessionId, captions))),
    await follow(sending, 'What you typed', () => saveFields(sending, sessionId)),
  ];
  return tried.filter((problem) => problem !== null);
}

async function follow(
  { signal }: SendingDraft,
  what: string,
  send: () => Promise<unknown>,
): Promise<ApiError | null> {
  try {
    await keepTrying(send, { network: window, signal, onWait: () => undefined });
    return null;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return new ApiError(error.status, { detail: `${what}: not added. ${error.message}` }, { cause: error });
  }
}

/** Sends what was typed since the server last knew. Throws ApiError. */
export async function saveFields(
  { get, change }: Pick<SendingDraft, 'get' | 'change'>,
  sessionId: string,
): Promise<void> {
  const { fields, known } = get();
  const patch = patchOf(known ?? fields, fields);
  if (!patch) return;
  await api.edit(sessionId, patch);
  change({ known: fields });
}
