import type { SessionCreated } from '../../../../core/api/sessions.ts';
import { ApiError, toApiError } from '../../api.ts';

interface UploadOptions {
  /** Bytes of the whole form that have left this machine. */
  readonly onProgress: (sentBytes: number, totalBytes: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Sends the form of a new session; XMLHttpRequest, because fetch does not tell how far an upload is.
 * No time limit of its own: a big file on a slow line takes hours. Throws ApiError.
 */
export function upload(form: FormData, { onProgress, signal }: UploadOptions): Promise<SessionCreated> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = (detail: string) => reject(new ApiError(0, { detail }));
    request.open('POST', '/api/sessions');
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded, total);
    request.onload = () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText));
      else reject(toApiError(request.status, request.responseText));
    };
    request.onerror = () => fail('The connection broke before everything was sent. Try again.');
    request.onabort = () => fail('Stopped. Nothing was kept.');
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
}
