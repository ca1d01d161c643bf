import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { DetailedError, Upload, type UploadOptions } from 'tus-js-client';

export interface TusServer {
  readonly url: string;
  /** Who sends: a cookie or a token. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface Sent {
  /** The upload's own address. */
  readonly url: string;
  readonly id: string;
  /** Of the answer that completed it. */
  readonly sessionId: string | undefined;
}

/** Sends a recording with the protocol's own client, which tries nothing again unless told; rejects with its error. */
export async function sendByTus(
  { url, headers }: TusServer,
  content: Buffer | Readable,
  options: UploadOptions = {},
): Promise<Sent> {
  let sessionId: string | undefined;
  const sent = await new Promise<string>((resolve, reject) => {
    const upload = new Upload(content, {
      endpoint: new URL('/api/uploads', url).href,
      headers,
      retryDelays: null,
      ...options,
      onAfterResponse: (_request, response) => {
        sessionId = response.getHeader('X-Session-Id');
      },
      onSuccess: () => resolve(upload.url ?? ''),
      onError: reject,
    });
    upload.start();
  });
  return { url: sent, id: new URL(sent).pathname.split('/').at(-1) ?? '', sessionId };
}

/** Status and problem that an upload was refused with. */
export async function refusalOf(sending: Promise<unknown>): Promise<{ status: number; problem: unknown }> {
  const error = await sending.then(
    () => new Error('it was not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof DetailedError) || !error.originalResponse) throw error;
  const { originalResponse: answer } = error;
  const type = answer.getHeader('Content-Type');
  if (!type?.startsWith('application/problem+json')) throw new Error(`${answer.getStatus()} as ${type}`);
  return { status: answer.getStatus(), problem: JSON.parse(answer.getBody()) };
}

/** `Upload-Metadata` (tus 1.0, creation). */
export const metadataHeader = (metadata: Readonly<Record<string, string>>): string =>
  Object.entries(metadata)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',');

/** One request of the protocol, as it is written here. */
export function askTus(
  { url, headers }: TusServer,
  method: 'POST' | 'HEAD' | 'PATCH' | 'DELETE' | 'OPTIONS',
  path: string,
  given: Readonly<Record<string, string>> = {},
  body?: Uint8Array<ArrayBuffer>,
): Promise<Response> {
  const type: Record<string, string> = body ? { 'content-type': 'application/offset+octet-stream' } : {};
  return fetch(new URL(path, url), {
    method,
    headers: { 'tus-resumable': '1.0.0', ...headers, ...type, ...given },
    ...(body ? { body } : {}),
  });
}

/** Takes an upload on and gives its path; `null`: its length will be said later. */
export async function begin(
  who: TusServer,
  totalBytes: number | null,
  metadata: Readonly<Record<string, string>> = {},
): Promise<string> {
  const answer = await tryToBegin(who, totalBytes, metadata);
  if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`);
  return answer.headers.get('location') ?? '';
}

/** The same, with whatever is answered. */
export function tryToBegin(
  who: TusServer,
  totalBytes: number | null,
  metadata: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const length: Record<string, string> =
    totalBytes === null ? { 'upload-defer-length': '1' } : { 'upload-length': String(totalBytes) };
  const said = metadataHeader({ filename: 'talk.mp4', ...metadata });
  return askTus(who, 'POST', '/api/uploads', { ...length, 'upload-metadata': said });
}

/** Sends what belongs at `offset`. */
export const sendPiece = (
  who: TusServer,
  path: string,
  offset: number,
  bytes: Uint8Array<ArrayBuffer>,
  more: Readonly<Record<string, string>> = {},
): Promise<Response> => askTus(who, 'PATCH', path, { 'upload-offset': String(offset), ...more }, bytes);

/** How much has arrived, as the server says. */
export const offsetOf = async (who: TusServer, path: string): Promise<number> =>
  Number((await askTus(who, 'HEAD', path)).headers.get('upload-offset') ?? Number.NaN);

/** Begins to send a piece of `pieceBytes`, sends only `bytes` of it, and stays connected. */
export async function beginPiece(
  { url, headers }: TusServer,
  path: string,
  offset: number,
  { pieceBytes, bytes, more = {} }: BegunPiece,
): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  const said = {
    ...{ host: hostname, 'tus-resumable': '1.0.0', 'upload-offset': String(offset) },
    ...{ 'content-type': 'application/offset+octet-stream', 'content-length': String(pieceBytes) },
    ...headers,
    ...more,
  };
  const lines = Object.entries(said).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`PATCH ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  socket.write(bytes);
  return socket;
}

interface BegunPiece {
  readonly pieceBytes: number;
  readonly bytes: Uint8Array;
  readonly more?: Readonly<Record<string, string>>;
}
