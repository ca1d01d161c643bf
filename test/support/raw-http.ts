import { once } from 'node:events';
import { connect } from 'node:net';
import { Problem } from '../../core/api/common.ts';
import type { Client } from './client.ts';
import type { Product } from './product.ts';

/** A connection on which nothing is checked or corrected. */
export interface RawConnection {
  /** What the server has sent so far. */
  readonly answer: string;
  /** Resolves when the server or `drop` has ended the connection. */
  readonly closed: Promise<unknown>;
  /** False when the server has closed its end. */
  readonly isOpen: boolean;
  write(bytes: string | Uint8Array): void;
  drop(): void;
  /** Takes nothing any more that the server sends, and goes on again. */
  pause(): void;
  resume(): void;
}

/** Connects to a server that runs; strings are written as Latin 1. */
export async function connectTo(product: Pick<Product, 'url'>): Promise<RawConnection> {
  const { hostname, port } = new URL(product.url);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    answer += text;
  });
  // The server may end the connection while more is being sent.
  socket.on('error', () => undefined);
  return {
    get answer() {
      return answer;
    },
    get isOpen() {
      return socket.writable;
    },
    closed: once(socket, 'close'),
    write: (bytes) => void (typeof bytes === 'string' ? socket.write(bytes, 'latin1') : socket.write(bytes)),
    drop: () => void socket.destroy(),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
  };
}

/** The head of an upload: `POST /api/sessions` as a form with the boundary `half`, and these headers besides. */
export const uploadHead = ({ cookie }: Client, headers: Readonly<Record<string, string>>): string =>
  [
    'POST /api/sessions HTTP/1.1',
    'Host: localhost',
    `Cookie: ${cookie}`,
    ...Object.entries({ 'Content-Type': 'multipart/form-data; boundary=half', ...headers }).map(
      ([name, value]) => `${name}: ${value}`,
    ),
    '\r\n',
  ].join('\r\n');

/** The beginning of a form with that boundary, up to the first byte of the file. */
export const filePart = (fileName = 'half.mp4'): string =>
  `--half\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\n\r\n`;

/** Sends the beginning of an upload of two megabytes, and no more. */
export async function beginUpload(
  product: Product,
  client: Client,
  bytes: Uint8Array,
): Promise<RawConnection> {
  const connection = await connectTo(product);
  connection.write(uploadHead(client, { 'Content-Length': String(2e6) }));
  connection.write(filePart());
  connection.write(bytes);
  return connection;
}

/** The problem in an answer that is whole; `null` while it is not. Fails when it is no problem. */
export function problemIn(answer: string): Problem | null {
  const [head = '', body] = answer.split('\r\n\r\n');
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
  if (body === undefined || !(Buffer.byteLength(body) >= length)) return null;
  if (!/content-type: application\/problem\+json/i.test(head)) throw new Error(`No problem: ${answer}`);
  return Problem.parse(JSON.parse(body));
}
