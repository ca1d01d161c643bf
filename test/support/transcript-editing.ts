import { afterAll, beforeAll } from 'vitest';
import { keepMachineTranscript } from '../../core/actions/keep-machine-transcript.ts';
import { Session } from '../../core/api/sessions.ts';
import { Transcript, type TranscriptEdit, TranscriptVersionList } from '../../core/api/transcripts.ts';
import { insertStages } from '../../drizzle/queries/stages.ts';
import { makeSession } from '../factories.ts';
import { openTestServer, type TestPerson, type TestServer } from './test-server.ts';

interface Call {
  readonly method?: string;
  readonly body?: unknown;
  readonly etag?: string | null;
  readonly person?: TestPerson;
}

export const line = (startSeconds: number, text: string, speaker: string | null = null) => ({
  ...{ startSeconds, endSeconds: startSeconds + 4 },
  ...{ speaker, text },
});
type Line = ReturnType<typeof line>;

export const change = (segment: number, text: string): TranscriptEdit => ({ op: 'change', segment, text });

/** A server for a file's tests, Ana and Cora who edit, and what they do with transcripts over HTTP. */
export function transcriptEditing() {
  let server: TestServer;
  let ana: TestPerson;
  let cora: TestPerson;
  beforeAll(async () => {
    server = await openTestServer();
    await server.app.listen({ port: 0, host: '127.0.0.1' });
    ana = await server.person('champion', { name: 'Ana' });
    cora = await server.person('curator', { name: 'Cora' });
  });
  afterAll(() => server.close());

  /** Over HTTP, as a program does. */
  function call(path: string, { method = 'GET', body, etag, person = ana }: Call = {}): Promise<Response> {
    return fetch(new URL(`/api/sessions/${path}`, server.app.listeningOrigin), {
      method,
      headers: {
        ...person.headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(etag ? { 'if-match': etag } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** As the stage does with what a machine has heard. */
  const hear = (id: string, ...segments: readonly Line[]) =>
    server.db.transaction((tx) =>
      keepMachineTranscript(tx, id, { engine: 'ear:one', grade: 'rough', language: 'en', segments }),
    );

  /** A session of Ana's in which a machine has heard these lines. */
  async function heard(...segments: readonly Line[]): Promise<string> {
    const { id } = await makeSession(server.db, { ownerId: ana.id });
    await insertStages(server.db, id, {});
    await hear(id, ...segments);
    return id;
  }

  async function read(id: string) {
    const answer = await call(`${id}/transcript`);
    const transcript = Transcript.parse(await answer.json());
    return {
      ...transcript,
      etag: answer.headers.get('etag'),
      texts: transcript.segments.map(({ text }) => text),
    };
  }

  /** Makes edits on what is shown, or on `etag`. */
  async function patch(
    id: string,
    edits: readonly TranscriptEdit[],
    call_: Omit<Call, 'body' | 'method'> = {},
  ) {
    const etag = call_.etag === undefined ? (await read(id)).etag : call_.etag;
    return call(`${id}/transcript`, { ...call_, etag, method: 'PATCH', body: { edits } });
  }
  const versionsOf = async (id: string) =>
    TranscriptVersionList.parse(await (await call(`${id}/transcript/versions?limit=100`)).json()).items;
  const sessionOf = async (id: string) => Session.parse(await (await call(id)).json());

  return {
    ...{ call, hear, heard, read, patch, versionsOf, sessionOf },
    get server() {
      return server;
    },
    get ana() {
      return ana;
    },
    get cora() {
      return cora;
    },
  };
}
