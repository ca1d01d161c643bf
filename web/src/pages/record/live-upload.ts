import { ApiError, toApiError } from '../../api.ts';
import { uploadsPath } from '../new/unfinished.ts';

/** The recording was away for too long: what had arrived of it was made a session. */
export class BrokenOff extends Error {
  override readonly name = 'BrokenOff';
  readonly sessionId: string;
  constructor(sessionId: string) {
    super('The connection was away for more than a quarter of an hour.');
    this.sessionId = sessionId;
  }
}

export interface Arrived {
  readonly offset: number;
  /** Once all of it has arrived. */
  readonly sessionId: string | null;
}

/** A request that moves nothing for so long is tried again; a piece takes half a minute at 1 Mbit/s. */
const timeoutMs = 60_000;

/** One request of tus 1.0 (https://tus.io/protocols/resumable-upload). Throws ApiError and BrokenOff. */
async function ask(url: string, init: RequestInit, signal?: AbortSignal): Promise<Response> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const headers = new Headers(init.headers);
  headers.set('tus-resumable', '1.0.0');
  const asked = { ...init, headers, signal: signal ? AbortSignal.any([signal, timeout]) : timeout };
  const answer = await fetch(url, asked).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new ApiError(0, { detail: 'The server cannot be reached. Check your connection.' }, { cause });
  });
  if (answer.ok) return answer;
  const sessionId = answer.headers.get('x-session-id');
  if (answer.status === 409 && sessionId !== null) throw new BrokenOff(sessionId);
  throw toApiError(answer.status, await answer.text());
}

const arrivedOf = ({ headers }: Response): Arrived => ({
  offset: Number(headers.get('upload-offset')),
  sessionId: headers.get('x-session-id'),
});

const base64Of = (text: string): string =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));

/** Takes a recording on whose end nobody knows yet, and gives its path. */
export async function beginUpload(metadata: Readonly<Record<string, string>>): Promise<string> {
  const said = Object.entries({ ...metadata, live: '1' }).map(([key, text]) => `${key} ${base64Of(text)}`);
  const headers = { 'upload-defer-length': '1', 'upload-metadata': said.join(',') };
  const answer = await ask(uploadsPath, { method: 'POST', headers });
  return answer.headers.get('location') ?? '';
}

interface PieceToSend {
  readonly offset: number;
  readonly blob: Blob;
  /** With the last piece: how long all of it is. */
  readonly totalBytes: number | null;
}

/** Sends what belongs at `offset`; a piece of no bytes says that the recording is still there. */
export async function sendPiece(url: string, piece: PieceToSend, signal?: AbortSignal): Promise<Arrived> {
  const { offset, blob, totalBytes } = piece;
  const headers = new Headers({
    'content-type': 'application/offset+octet-stream',
    'upload-offset': String(offset),
  });
  if (totalBytes !== null) headers.set('upload-length', String(totalBytes));
  // Untyped: the type of a blob would be sent in place of the protocol's.
  return arrivedOf(await ask(url, { method: 'PATCH', headers, body: new Blob([blob]) }, signal));
}

/** Says what a recording is, as `UploadAbout` in JSON, in place of what was said before; 409: it is a session. */
export async function describeUpload(url: string, said: string, signal?: AbortSignal): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await ask(`${url}/about`, { method: 'PUT', headers, body: said }, signal);
}

/** Whether the server will never take what it was told: then the recording counts for more than the words. */
export const isRefused = (error: unknown): boolean =>
  error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 401;

/** How much has arrived, and what has become of it. 404: it is gone. */
export const askArrived = async (url: string, signal?: AbortSignal): Promise<Arrived> =>
  arrivedOf(await ask(url, { method: 'HEAD' }, signal));

export const dropUpload = async (url: string): Promise<void> => {
  await ask(url, { method: 'DELETE' });
};
