import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** As a page sends: proxies often take no more than 100 MB at once. */
export const pieceBytes = 64 * 1024 ** 2;

export interface TusClient {
  /** Takes a file on and gives the path of the upload. */
  begin(path: string): Promise<string>;
  /** Sends the next piece from an offset, and gives the offset after it, or the session once it is whole. */
  sendPiece(upload: string, path: string, offset: number): Promise<{ offset: number; sessionId?: string }>;
  offsetOf(upload: string): Promise<number>;
  /** All of it; gives the session's id. */
  send(path: string): Promise<string>;
}

/** Speaks tus 1.0 to a running product, with files streamed from the disk. */
export function tusClient(url: () => string, cookie: string, signal: AbortSignal): TusClient {
  const ask = async (
    method: string,
    path: string,
    headers: Readonly<Record<string, string | number>>,
    body?: AsyncIterable<Buffer>,
  ): Promise<IncomingMessage> => {
    const sent = request(new URL(path, url()), {
      method,
      headers: { 'tus-resumable': '1.0.0', cookie, ...headers },
      signal,
    });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      sent.once('response', resolve).once('error', reject);
    });
    const sending = body ? pipeline(body, sent, { signal }) : Promise.resolve(sent.end());
    const [answer] = await Promise.all([answered, sending]);
    answer.resume();
    if ((answer.statusCode ?? 0) >= 300) throw new Error(`${method} ${path}: ${answer.statusCode}`);
    return answer;
  };
  const client: TusClient = {
    async begin(path) {
      const { size } = await stat(path);
      const name = Buffer.from(basename(path)).toString('base64');
      const answer = await ask('POST', '/api/uploads', {
        'content-length': 0,
        'upload-length': size,
        'upload-metadata': `filename ${name}`,
      });
      return answer.headers.location ?? '';
    },
    async sendPiece(upload, path, offset) {
      const { size } = await stat(path);
      const end = Math.min(size, offset + pieceBytes);
      const file = createReadStream(path, { start: offset, end: end - 1, highWaterMark: 2 ** 20 });
      const type = 'application/offset+octet-stream';
      const headers = { 'content-type': type, 'content-length': end - offset, 'upload-offset': offset };
      const answer = await ask('PATCH', upload, headers, file);
      const sessionId = answer.headers['x-session-id'];
      const arrived = Number(answer.headers['upload-offset']);
      return typeof sessionId === 'string' ? { offset: arrived, sessionId } : { offset: arrived };
    },
    async offsetOf(upload) {
      return Number((await ask('HEAD', upload, {})).headers['upload-offset']);
    },
    async send(path) {
      const upload = await client.begin(path);
      for (let offset = 0; ; ) {
        const sent = await client.sendPiece(upload, path, offset);
        if (sent.sessionId !== undefined) return sent.sessionId;
        offset = sent.offset;
      }
    },
  };
  return client;
}
