import { DetailedError, Upload } from 'tus-js-client';
import { ApiError, toApiError } from '../../api.ts';
import { uploadsPath } from './unfinished.ts';

export interface RecordingToSend {
  readonly file: File;
  /** Where an upload of it was begun, `null`: begin one. */
  readonly uploadUrl: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Bytes that have left this machine; fewer than before when some of them did not arrive. */
  readonly onProgress: (sentBytes: number) => void;
  /** Where the upload goes on when this attempt breaks off. */
  readonly onUploadUrl: (url: string) => void;
  readonly signal: AbortSignal;
}

/**
 * What one request carries. Small enough for a line of 1 Mbit/s to send it within the five minutes that Node.js
 * gives a request, and below what proxies commonly refuse.
 */
const chunkBytes = 16 * 2 ** 20;

/**
 * One attempt to send what is missing of a recording by tus 1.0; gives the session's id.
 * Throws ApiError, and Error when the file cannot be read; an abort leaves the upload where it is.
 */
export function sendRecording(recording: RecordingToSend): Promise<string> {
  const { file, uploadUrl, metadata, onProgress, onUploadUrl, signal } = recording;
  return new Promise((resolve, reject) => {
    const upload = new Upload(file, {
      // With an endpoint the library would begin anew whenever the server cannot say how far it is.
      ...(uploadUrl === null ? { endpoint: new URL(uploadsPath, window.location.href).href } : { uploadUrl }),
      metadata: { ...metadata },
      chunkSize: chunkBytes,
      retryDelays: null,
      onProgress,
      onUploadUrlAvailable: () => onUploadUrl(pathOf(upload.url ?? '')),
      onSuccess: ({ lastResponse }) => {
        const sessionId = lastResponse.getHeader('X-Session-Id');
        if (!sessionId) reject(new Error('The server did not say what became of the recording.'));
        else if (upload.url?.endsWith(sessionId)) resolve(sessionId);
        else reject(alreadyHere(sessionId));
      },
      onError: (error) => void problemOf(error, file).then(reject, reject),
    });
    signal.throwIfAborted();
    signal.addEventListener('abort', () => void upload.abort().finally(() => reject(signal.reason)), {
      once: true,
    });
    upload.start();
  });
}

/** An upload gives its session its id, unless the recording was there; the refusal that said so got lost. */
const alreadyHere = (sessionId: string): ApiError =>
  new ApiError(409, { detail: 'This recording is already here.', url: `/sessions/${sessionId}` });

/** Deletes what has arrived. Throws when the server cannot be reached; then it expires. */
export const discardUpload = (uploadUrl: string): Promise<void> => Upload.terminate(uploadUrl);

const pathOf = (url: string): string => new URL(url, window.location.origin).pathname;

/** In the server's words where it has some; an answer to HEAD has none. */
async function problemOf(error: Error, file: File): Promise<Error> {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (response?.getStatus() === 401)
    return new ApiError(401, { detail: 'You are signed out. Sign in in another tab, then try again here.' });
  if (response) return toApiError(response.getStatus(), response.getBody());
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch (cause) {
    return new Error('The file cannot be read any more. Was it moved or changed? Choose it again.', {
      cause,
    });
  }
  return new ApiError(0, { detail: 'The connection broke before everything was sent.' }, { cause: error });
}
