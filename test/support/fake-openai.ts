import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** A transcription request as it arrived. */
export interface Upload {
  readonly fields: Readonly<Record<string, string>>;
  /** Values of `timestamp_granularities[]`. */
  readonly granularities: readonly string[];
  readonly fileName: string;
  readonly file: Buffer;
  /** The key of whoever asked. */
  readonly key: string;
}

export interface ChatRequest {
  readonly model: string;
  readonly response_format?: { readonly type: string; readonly json_schema?: unknown } | undefined;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

/** A request for vectors as it arrived. */
export interface EmbeddingRequest {
  readonly model: string;
  readonly input: readonly string[];
  readonly encoding_format?: string | undefined;
  readonly dimensions?: number | undefined;
}

/** What the server does: answer, break the connection off half-way, or never answer. */
export type FakeAnswer =
  | {
      readonly kind: 'json';
      readonly status?: number;
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'raw'; readonly status?: number; readonly contentType: string; readonly body: string }
  | { readonly kind: 'cut' }
  | { readonly kind: 'hang' };

export interface FakeOpenai {
  readonly baseURL: string;
  readonly uploads: readonly Upload[];
  readonly chats: readonly ChatRequest[];
  readonly embeddings: readonly EmbeddingRequest[];
  close(): Promise<void>;
}

export interface FakeBehaviour {
  readonly transcribe?: (upload: Upload, count: number) => FakeAnswer | Promise<FakeAnswer>;
  readonly chat?: (request: ChatRequest, count: number) => FakeAnswer;
  readonly embed?: (request: EmbeddingRequest, count: number) => FakeAnswer | Promise<FakeAnswer>;
  readonly models?: () => FakeAnswer;
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): FakeAnswer => ({
  kind: 'json',
  body,
  status,
  headers,
});

/** As OpenAI words its errors. */
export const apiError = (status: number, message: string, headers: Record<string, string> = {}): FakeAnswer =>
  json({ error: { message, type: 'invalid_request_error', code: null, param: null } }, status, headers);

/** A chat completion whose message is `content`. */
export const completion = (content: string): FakeAnswer =>
  json({
    id: 'chat-1',
    object: 'chat.completion',
    created: 0,
    model: 'fake',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content, refusal: null } }],
    usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
  });

/** Vectors as OpenAI gives them: base64 when that was asked for. */
export const embeddings = (
  vectors: readonly (readonly number[])[],
  format: string | undefined = 'float',
): FakeAnswer =>
  json({
    object: 'list',
    model: 'fake',
    data: vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding:
        format === 'base64' ? Buffer.from(Float32Array.from(vector).buffer).toString('base64') : vector,
    })),
    usage: { prompt_tokens: 10, total_tokens: 10 },
  });

/** OpenAI's API at the HTTP boundary: uploads are parsed as multipart, answers are the test's. */
export async function startFakeOpenai(behaviour: FakeBehaviour): Promise<FakeOpenai> {
  const uploads: Upload[] = [];
  const chats: ChatRequest[] = [];
  const embedded: EmbeddingRequest[] = [];
  const answerTo = async (request: IncomingMessage): Promise<FakeAnswer> => {
    const body = await buffer(request);
    if (request.url === '/v1/audio/transcriptions' && behaviour.transcribe) {
      const upload = await parseUpload(request, body);
      return behaviour.transcribe(upload, uploads.push(upload));
    }
    if (request.url === '/v1/chat/completions' && behaviour.chat) {
      const chat: ChatRequest = JSON.parse(body.toString('utf8'));
      return behaviour.chat(chat, chats.push(chat));
    }
    if (request.url === '/v1/embeddings' && behaviour.embed) {
      const wanted: EmbeddingRequest = JSON.parse(body.toString('utf8'));
      return behaviour.embed(wanted, embedded.push(wanted));
    }
    if (request.url === '/v1/models') return behaviour.models?.() ?? json({ object: 'list', data: [] });
    return apiError(404, `Unknown request URL: ${request.method} ${request.url}`);
  };
  const server = createServer((request, response) => {
    answerTo(request).then(
      (answer) => send(answer, response),
      (error: unknown) => send(apiError(500, String(error)), response),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    baseURL: `http://127.0.0.1:${port}/v1`,
    uploads,
    chats,
    embeddings: embedded,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function parseUpload(request: IncomingMessage, body: Buffer): Promise<Upload> {
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  const form = await new Response(new Uint8Array(body), { headers }).formData();
  const file = form.get('file');
  if (!(file instanceof File)) throw new Error('the upload has no file');
  const fields: Record<string, string> = {};
  for (const [key, value] of form) if (typeof value === 'string') fields[key] = value;
  return {
    fields,
    granularities: form.getAll('timestamp_granularities[]').map(String),
    fileName: file.name,
    file: Buffer.from(await file.arrayBuffer()),
    key: request.headers.authorization?.replace('Bearer ', '') ?? '',
  };
}

function send(answer: FakeAnswer, response: ServerResponse): void {
  if (answer.kind === 'hang') return;
  if (answer.kind === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"text": "half');
    setImmediate(() => response.destroy());
    return;
  }
  if (answer.kind === 'raw') {
    response.writeHead(answer.status ?? 200, { 'content-type': answer.contentType }).end(answer.body);
    return;
  }
  response
    .writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers })
    .end(JSON.stringify(answer.body));
}
