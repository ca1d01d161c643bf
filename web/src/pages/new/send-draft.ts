import { ApiError, api } from '../../api.ts';
import type { Draft, DraftState } from './draft.ts';
import { fieldsInHeader, formOf, metadataOf, patchOf } from './draft-texts.ts';
import { keepTrying } from './keep-trying.ts';
import { addSample, rateOf, type Sample } from './rate.ts';
import { sendRecording } from './send-recording.ts';
import { sha256Of } from './sha256.ts';
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
  const { onWait, hasMoved } = progress;
  const sessionId = await keepTrying(attempt, { network: window, signal, onWait, hasMoved });
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

/** A page need not be told more often. */
const tellEveryMs = 200;

function startProgress({ get, change }: SendingDraft, totalBytes: number) {
  let samples: readonly Sample[] = [];
  let toldAtMs = 0;
  let sentBytes = 0;
  let furthest = 0;
  let isReconnecting = false;
  const tell = () => {
    const state: DraftState = {
      kind: 'sending',
      sentBytes,
      totalBytes,
      bytesPerSecond: isReconnecting ? 0 : rateOf(samples),
      isReconnecting,
    };
    if (['waiting', 'sending'].includes(get().state.kind)) change({ state });
  };
  tell();
  return {
    onProgress(bytes: number) {
      const atMs = performance.now();
      sentBytes = bytes;
      isReconnecting = false;
      samples = addSample(samples, { atMs, sentBytes });
      if (atMs - toldAtMs < tellEveryMs && bytes < totalBytes) return;
      toldAtMs = atMs;
      tell();
    },
    onWait() {
      samples = [];
      isReconnecting = true;
      tell();
    },
    hasMoved() {
      const moved = sentBytes > furthest;
      furthest = Math.max(furthest, sentBytes);
      return moved;
    },
  };
}

/** The session is there; whatever cannot follow it is told, not thrown. */
async function addRest(sending: SendingDraft, sessionId: string): Promise<ApiError[]> {
  const { captions } = sending.get();
  const problems: ApiError[] = [];
  for (const step of [
    () => (captions ? api.putCaptions(sessionId, captions) : null),
    () => saveFields(sending, sessionId),
  ])
    try {
      await keepTrying(async () => step(), {
        network: window,
        signal: sending.signal,
        onWait: () => undefined,
      });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      problems.push(error);
    }
  return problems;
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
