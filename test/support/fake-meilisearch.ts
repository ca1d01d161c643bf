import { createServer, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { readFilter } from './fake-meilisearch-filter.ts';
import { type FakeIndex, type FakeRequest, fakeSearch } from './fake-meilisearch-search.ts';

export interface FakeMeilisearch {
  readonly url: string;
  /** `METHOD /path` of every request, tasks' states left out. */
  readonly requests: string[];
  /** The next write becomes a task that fails with this code. */
  failNextTask(code: string): void;
  close(): Promise<void>;
}

interface StoredIndex extends FakeIndex {
  readonly documents: Map<string, Readonly<Record<string, unknown>>>;
  settings: Record<string, unknown>;
}
type Answer = { readonly status: number; readonly body: unknown };

const defaultSettings = {
  searchableAttributes: ['*'],
  filterableAttributes: [],
  sortableAttributes: [],
  stopWords: [],
  dictionary: [],
};

/** A small Meilisearch at the HTTP boundary: the real client runs against it. */
export async function startFakeMeilisearch(): Promise<FakeMeilisearch> {
  const requests: string[] = [];
  const indexes = new Map<string, StoredIndex>();
  const tasks: { code: string | null; type: string; indexUid: string }[] = [];
  let failure: string | null = null;

  const enqueue = (type: string, indexUid: string, work: () => string | null): Answer => {
    const code = failure ?? work();
    failure = null;
    tasks.push({ code, type, indexUid });
    return {
      status: 202,
      body: { taskUid: tasks.length - 1, indexUid, status: 'enqueued', type, enqueuedAt: now },
    };
  };
  const write = (type: string, uid: string, work: (index: StoredIndex) => void): Answer =>
    enqueue(type, uid, () => {
      const index = indexes.get(uid);
      if (index === undefined) return 'index_not_found';
      work(index);
      return null;
    });
  const read = (uid: string, work: (index: StoredIndex) => unknown): Answer => {
    const index = indexes.get(uid);
    return index === undefined ? refusal(404, 'index_not_found') : { status: 200, body: work(index) };
  };

  const routes: Record<string, (uid: string, body: unknown) => Answer> = {
    'GET /health': () => ({ status: 200, body: { status: 'available' } }),
    'POST /indexes': (_, body) => {
      const uid = String(field(body, 'uid'));
      return enqueue('indexCreation', uid, () => {
        if (indexes.has(uid)) return 'index_already_exists';
        indexes.set(uid, { documents: new Map(), settings: { ...defaultSettings } });
        return null;
      });
    },
    'GET /indexes/:uid/settings': (uid) => read(uid, ({ settings }) => settings),
    'PATCH /indexes/:uid/settings': (uid, body) =>
      write('settingsUpdate', uid, (index) => {
        index.settings = { ...index.settings, ...toRecord(body) };
      }),
    'POST /indexes/:uid/documents': (uid, body) =>
      write('documentAdditionOrUpdate', uid, ({ documents }) => {
        for (const document of toList(body)) documents.set(idOf(document), document);
      }),
    'POST /indexes/:uid/documents/delete': (uid, body) =>
      write('documentDeletion', uid, ({ documents }) => {
        const holds = readFilter(field(body, 'filter'));
        for (const [id, document] of documents) if (holds(document)) documents.delete(id);
      }),
    'POST /indexes/:uid/search': (uid, body) => read(uid, (index) => fakeSearch(index, toRecord(body))),
    'POST /multi-search': (_, body) => {
      const results = toList(field(body, 'queries')).map((query) => {
        const index = indexes.get(String(query['indexUid']));
        return index && { indexUid: query['indexUid'], ...fakeSearch(index, query) };
      });
      return results.includes(undefined)
        ? refusal(404, 'index_not_found')
        : { status: 200, body: { results } };
    },
  };

  const respond = async (request: IncomingMessage): Promise<Answer> => {
    const path = new URL(request.url ?? '/', 'http://fake').pathname;
    const taskId = /^\/tasks\/(\d+)$/.exec(path)?.[1];
    if (taskId !== undefined) return { status: 200, body: present(Number(taskId), tasks[Number(taskId)]) };
    requests.push(`${request.method} ${path}`);
    const uid = /^\/indexes\/([^/]+)/.exec(path)?.[1] ?? '';
    const pattern = path.replace(`/indexes/${uid}/`, '/indexes/:uid/');
    const route = routes[`${request.method} ${pattern}`];
    if (route === undefined) return refusal(404, 'not_found');
    try {
      return route(uid, request.method === 'GET' ? null : await json(request));
    } catch (error) {
      return refusal(400, 'invalid_search_filter', String(error));
    }
  };

  const server = createServer((request, response) => {
    void respond(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the fake server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    failNextTask(code) {
      failure = code;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const now = '2026-01-01T00:00:00Z';

function present(uid: number, task: { code: string | null; type: string; indexUid: string } | undefined) {
  const error = task?.code
    ? { code: task.code, message: `refused: ${task.code}`, type: 'invalid_request', link: '' }
    : null;
  const status = error === null ? 'succeeded' : 'failed';
  return { uid, ...task, status, error, enqueuedAt: now, startedAt: now, finishedAt: now };
}

const refusal = (status: number, code: string, message = code): Answer => ({
  status,
  body: { code, message, type: 'invalid_request', link: '' },
});

const toRecord = (value: unknown): FakeRequest =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
const toList = (value: unknown): FakeRequest[] => (Array.isArray(value) ? value.map(toRecord) : []);
const field = (value: unknown, name: string): unknown => toRecord(value)[name];

/** Meilisearch takes nothing else as an id. */
function idOf(document: FakeRequest): string {
  const id = String(document['id']);
  if (!/^[\w-]{1,511}$/.test(id)) throw new Error(`${id} is no valid document id`);
  return id;
}
