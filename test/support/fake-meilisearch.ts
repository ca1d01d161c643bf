import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { filterNames, readFilter } from './fake-meilisearch-filter.ts';
import {
  type FakeIndex,
  type FakeRequest,
  fakeSearch,
  refuseUnknownSearch,
} from './fake-meilisearch-search.ts';
import { defaultSettings, Refusal, refuseUnknownSettings } from './fake-meilisearch-settings.ts';
import { fakeTasks } from './fake-meilisearch-tasks.ts';
import { mergeEmbedders, refuseVectors, withoutVectors } from './fake-meilisearch-vectors.ts';

/** What becomes of a request: `down` breaks the connection, `cut` in the middle of the answer, `slow` never answers. */
export type Trouble = 'down' | 'cut' | 'slow' | 'error';

export interface FakeMeilisearch {
  readonly url: string;
  /** `METHOD /path` of every request, tasks' states left out. */
  readonly requests: string[];
  readonly tasks: Pick<ReturnType<typeof fakeTasks>, 'failNext' | 'hold' | 'release' | 'waiting'>;
  /** As they were sent. */
  documents(uid: string): FakeRequest[];
  /** Names of the indexes, in order. */
  indexes(): string[];
  /** An index vanishes, or loses documents, behind everybody's back. */
  lose(uid: string, documents?: (document: FakeRequest) => boolean): void;
  /** From now on; of all requests or of some. `null`: all is well. */
  trouble(kind: Trouble | null, of?: (request: string) => boolean): void;
  /** Called with each request before it is read; what it awaits delays the request. */
  onRequest(hook: (request: string) => void | Promise<void>): void;
  close(): Promise<void>;
}

interface StoredIndex extends FakeIndex {
  readonly documents: Map<string, Readonly<Record<string, unknown>>>;
  settings: Record<string, unknown>;
}
type Answer = { readonly status: number; readonly body: unknown };

/** A small, strict Meilisearch at the HTTP boundary: the real client runs against it. */
export async function startFakeMeilisearch({
  isOld = false,
}: {
  /** Before 1.13, which knows vectors only as an experiment. */
  readonly isOld?: boolean;
} = {}): Promise<FakeMeilisearch> {
  const requests: string[] = [];
  const indexes = new Map<string, StoredIndex>();
  const tasks = fakeTasks();
  let trouble: { readonly kind: Trouble; readonly of: (request: string) => boolean } | null = null;
  let hook: (request: string) => void | Promise<void> = () => {};

  const enqueue = (type: string, uid: string | null, work: () => string | null): Answer => ({
    status: 202,
    body: tasks.enqueue(type, uid, work),
  });
  const create = (uid: string): StoredIndex => {
    if (!/^[\w-]{1,400}$/.test(uid)) throw new Refusal('invalid_index_uid', uid);
    const index = { documents: new Map(), settings: { ...defaultSettings } };
    indexes.set(uid, index);
    return index;
  };
  const find = (uid: string): StoredIndex => {
    const index = indexes.get(uid);
    if (index === undefined) throw new Refusal('index_not_found', `Index \`${uid}\` not found.`, 404);
    return index;
  };
  const ok = (body: unknown): Answer => ({ status: 200, body });

  const routes: Record<string, (uid: string, body: unknown, id: string) => Answer> = {
    'GET /health': () => ok({ status: 'available' }),
    'GET /indexes': () =>
      ok({ results: [...indexes.keys()].map((uid) => ({ uid, primaryKey: 'id' })), total: indexes.size }),
    'POST /indexes': (_, body) => {
      const uid = String(field(body, 'uid'));
      return enqueue('indexCreation', uid, () => {
        if (indexes.has(uid)) return 'index_already_exists';
        create(uid);
        return null;
      });
    },
    'DELETE /indexes/:uid': (uid) =>
      enqueue('indexDeletion', uid, () => (indexes.delete(uid) ? null : 'index_not_found')),
    'POST /swap-indexes': (_, body) => {
      const pairs = toList(body).map(({ indexes: pair }) => pair);
      return enqueue('indexSwap', null, () => {
        for (const pair of pairs) {
          const [a = '', b = ''] = Array.isArray(pair) ? pair.map(String) : [];
          const [one, other] = [indexes.get(a), indexes.get(b)];
          if (one === undefined || other === undefined) return 'index_not_found';
          indexes.set(a, other).set(b, one);
        }
        return null;
      });
    },
    'GET /indexes/:uid/settings': (uid) => ok(find(uid).settings),
    'PATCH /indexes/:uid/settings': (uid, body) => {
      const settings = toRecord(body);
      if (isOld && 'embedders' in settings) throw new Refusal('feature_not_enabled', 'vectorStore');
      refuseUnknownSettings(settings);
      return enqueue('settingsUpdate', uid, () => {
        const index = indexes.get(uid) ?? create(uid);
        const changed = mergeEmbedders(index.settings, settings);
        const refused = refuseVectors(changed, index.documents.values());
        if (refused === null) index.settings = changed;
        return refused;
      });
    },
    'GET /indexes/:uid/documents/:id': (uid, _, id) => {
      const document = find(uid).documents.get(id);
      if (document === undefined) throw new Refusal('document_not_found', id, 404);
      return ok(withoutVectors(document));
    },
    'POST /indexes/:uid/documents': (uid, body) =>
      enqueue('documentAdditionOrUpdate', uid, () => {
        const added = toList(body);
        if (!added.every(({ id }) => /^[\w-]{1,511}$/.test(String(id)))) return 'invalid_document_id';
        const { documents, settings } = indexes.get(uid) ?? create(uid);
        const refused = refuseVectors(settings, added);
        if (refused !== null) return refused;
        for (const document of added) documents.set(String(document['id']), document);
        return null;
      }),
    'POST /indexes/:uid/documents/delete': (uid, body) => {
      const filter = field(body, 'filter');
      const holds = readFilter(filter);
      return enqueue('documentDeletion', uid, () => {
        const index = indexes.get(uid);
        if (index === undefined) return 'index_not_found';
        const allowed = toStrings(index.settings['filterableAttributes']);
        if (!filterNames(filter).every((name) => allowed.includes(name))) return 'invalid_document_filter';
        for (const [id, document] of index.documents) if (holds(document)) index.documents.delete(id);
        return null;
      });
    },
    'POST /indexes/:uid/search': (uid, body) => ok(search(find(uid), toRecord(body))),
    'POST /multi-search': (_, body) => {
      const results = toList(field(body, 'queries')).map(({ indexUid, ...query }) => ({
        indexUid,
        ...search(find(String(indexUid)), query),
      }));
      return ok({ results });
    },
  };

  const answer = async (name: string, path: string, request: IncomingMessage): Promise<Answer> => {
    const taskId = /^\/tasks\/(\d+)$/.exec(path)?.[1];
    if (taskId !== undefined) return ok(tasks.read(Number(taskId)));
    const [, uid = '', id = ''] = /^\/indexes\/([^/]+)(?:\/documents\/([^/]+))?/.exec(path) ?? [];
    const isOne = id !== '' && id !== 'delete';
    const pattern = name.replace(`/indexes/${uid}`, uid === '' ? '/indexes' : '/indexes/:uid');
    const route = routes[isOne ? pattern.replace(`/documents/${id}`, '/documents/:id') : pattern];
    if (route === undefined) throw new Refusal('not_found', `${name} is nothing the fake knows`, 404);
    return route(uid, ['GET', 'DELETE'].includes(request.method ?? '') ? null : await json(request), id);
  };

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://fake').pathname;
    const name = `${request.method} ${path}`;
    await hook(name);
    const met = trouble?.of(name) ? trouble.kind : null;
    if (met === 'down') request.socket.destroy();
    if (met === 'down' || met === 'slow') return;
    if (!path.startsWith('/tasks/')) requests.push(name);
    const { status, body } =
      met === 'error'
        ? refusal(new Refusal('internal', 'out of luck', 500))
        : await answer(name, path, request).catch(refusal);
    const text = JSON.stringify(body);
    response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    });
    if (met !== 'cut') response.end(text);
    else response.write(text.slice(0, text.length / 2), () => request.socket.destroy());
  };

  const server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the fake server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    tasks,
    documents: (uid) => [...(indexes.get(uid)?.documents.values() ?? [])],
    indexes: () => [...indexes.keys()].sort(),
    lose(uid, isLost) {
      const index = indexes.get(uid);
      if (isLost === undefined) indexes.delete(uid);
      else
        for (const [id, document] of index?.documents ?? [])
          if (isLost(document)) index?.documents.delete(id);
    },
    trouble(kind, of = () => true) {
      trouble = kind === null ? null : { kind, of };
    },
    onRequest(next) {
      hook = next;
    },
    close() {
      tasks.release();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function search(index: StoredIndex, request: FakeRequest) {
  refuseUnknownSearch(index, request);
  return fakeSearch(index, request);
}

function refusal(error: unknown): Answer {
  const { code, status, message } =
    error instanceof Refusal ? error : { code: 'bad_request', status: 400, message: String(error) };
  return { status, body: { code, message, type: 'invalid_request', link: '' } };
}

const toRecord = (value: unknown): FakeRequest =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
const toList = (value: unknown): FakeRequest[] => (Array.isArray(value) ? value.map(toRecord) : []);
const toStrings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const field = (value: unknown, name: string): unknown => toRecord(value)[name];
