import { once } from 'node:events';
import { connect } from 'node:net';
import type { Client } from './client.ts';
import type { Product } from './product.ts';

export interface HalfUpload {
  /** What the server has answered so far. */
  readonly answer: string;
  /** Resolves when the server or `drop` has ended the connection. */
  readonly closed: Promise<unknown>;
  drop(): void;
}

/** Sends the beginning of a large upload over a socket, and no more. */
export async function beginUpload(product: Product, client: Client, head: Buffer): Promise<HalfUpload> {
  const { hostname, port } = new URL(product.url);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    answer += text;
  });
  socket.on('error', () => undefined);
  const form = '--half\r\nContent-Disposition: form-data; name="file"; filename="half.mp4"\r\n\r\n';
  const headers = [
    'POST /api/sessions HTTP/1.1',
    `Host: ${hostname}:${port}`,
    `Cookie: ${client.cookie}`,
    'Content-Type: multipart/form-data; boundary=half',
    `Content-Length: ${form.length + 1e9}`,
  ];
  socket.write(`${headers.join('\r\n')}\r\n\r\n${form}`);
  socket.write(head);
  return {
    get answer() {
      return answer;
    },
    closed: once(socket, 'close'),
    drop: () => void socket.destroy(),
  };
}
