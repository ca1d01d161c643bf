import { adminRows } from './leak-admin.ts';
import { collectionRows } from './leak-collections.ts';
import type { Around } from './leak-server.ts';
import { topicPageRows } from './leak-topics.ts';

/** What somebody tries who guesses: a word, and what would be called by it. */
export interface Probe {
  readonly word: string;
  readonly id: string;
  readonly slug: string;
  readonly topic: string;
  /** Slug of a collection, and an item of another one. */
  readonly collection: string;
  readonly itemId: string;
  /** A pin of a topic that everybody sees. */
  readonly pinId: string;
}

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
  readonly url: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly payload?: object;
}

/** What is tried on a route; a sentence where nothing that is sent to it names a session or a word of one. */
export type Row = string | ((probe: Probe, around: Around) => readonly Ask[]);

const onSession =
  (method: Ask['method'], path: string, payload?: object, query?: Ask['query']): Row =>
  ({ id, slug }) =>
    [id, slug].map((name) => ({
      url: `/api/sessions/${encodeURIComponent(name)}${path}`,
      ...(method ? { method } : {}),
      ...(payload ? { payload } : {}),
      ...(query ? { query } : {}),
    }));

const list =
  (url: string, ...queries: readonly Readonly<Record<string, string>>[]): Row =>
  () =>
    [{}, { limit: '100' }, ...queries].map((query) => ({ url, query }));

const swapEnd = (word: string): string => `${word.slice(0, -2)}${word.at(-1)}${word.at(-2)}`;

/** Every way to ask for a word. */
const search: Row = ({ word, topic, collection }) => {
  const texts = [
    ...[word, swapEnd(word), word.slice(0, 6), `${word.slice(0, 5)} ${word.slice(5)}`, `${word}s`],
    ...[`"${word} budget"`, `harbour ${word}`, `harbour "${word}"`, `harbour -${word}`, `-${word}`],
    ...[`topic:${topic}`, `topic:"${word} topic"`, `harbour topic:${topic}`, `speaker:${word}`],
    ...[
      `speaker:"${word} speaker"`,
      `harbour speaker:${word}`,
      `in:${word}`,
      `in:${collection}`,
      `lang:${word}`,
    ],
    ...[`${word} after:2000`, `${word} description`, `${word} night harbour`],
  ];
  const asked = texts.flatMap((q) => [{ q }, { q, sort: 'newest' }]);
  const filters: readonly Readonly<Record<string, string>>[] = [
    { topic },
    { topic: `${word} topic` },
    { speaker: `${word} speaker` },
    ...[{ collection: word }, { collection: `${word} collection` }, { collection }],
  ];
  const queries = [
    ...asked,
    ...filters,
    ...filters.map((one) => ({ ...one, q: 'harbour' })),
    { language: word },
  ];
  return [
    ...queries,
    { q: `harbour ${word}`, explain: '1' },
    { q: word, cursor: word },
    { q: 'harbour', from: word },
  ].map((query) => ({ url: '/api/search', query: { ...query, log: 'off' } }));
};

/** Every way to begin a word, or what is called by it. */
const suggest: Row = ({ word }) =>
  [
    ...[1, 2, 3, 4, 6].map((length) => word.slice(0, length)),
    ...[
      word,
      swapEnd(word),
      `${word} b`,
      `${word} budget`,
      `${word} speaker`,
      `plans ${word}`,
      'speaker',
      'topic',
    ],
    ...['plans', 'budget', 'harbour', ''],
  ].map((q) => ({ url: '/api/suggest', query: { q } }));

const searchesOf =
  (path: string, payload: (probe: Probe) => object): Row =>
  (probe, { searchId }) => [
    { method: 'POST', url: `/api/searches/${searchId}/${path}`, payload: payload(probe) },
  ];

const signIn = 'It is about a person: no session is read.';
const own = 'It is about what the person uploads: nobody else’s is read.';
const company = 'The vocabulary is everybody’s: what a curator has written, and nothing of sessions.';
const state = 'It says how the installation is, without a word of a session.';
const line = { segments: [{ startSeconds: 0, endSeconds: 1, speaker: null, text: 'mine' }] };

/** The whole surface. A new route is added here on purpose, or the test fails. */
export const leakRows: Readonly<Record<string, Row>> = {
  'GET /healthz': state,
  'GET /readyz': list('/readyz'),
  'GET /metrics': list('/metrics'),
  'GET /api/openapi.json': list('/api/openapi.json'),
  'GET /api/welcome': list('/api/welcome'),
  'POST /api/setup': signIn,
  'POST /api/auth/sign-in/email': signIn,
  'POST /api/auth/sign-out': signIn,
  'GET /api/auth/sign-in/sso': signIn,
  'GET /api/auth/callback/sso': signIn,
  'POST /api/password-link': signIn,
  'POST /api/password-link/use': signIn,
  'GET /api/me': list('/api/me'),
  'PUT /api/me/password': signIn,
  'POST /api/tokens': signIn,
  'GET /api/tokens': list('/api/tokens'),
  'DELETE /api/tokens/:id': signIn,
  'GET /api/first-run': list('/api/first-run'),
  'POST /api/sessions': own,
  'GET /api/sessions': list('/api/sessions', { show: 'mine' }, { show: 'bin' }),
  'GET /api/sessions/:id': onSession('GET', ''),
  'PATCH /api/sessions/:id': onSession('PATCH', '', { title: 'Mine now' }),
  'DELETE /api/sessions/:id': onSession('DELETE', ''),
  'POST /api/sessions/:id/restore': onSession('POST', '/restore'),
  'GET /api/bin/:id': ({ id, slug }) => [id, slug].map((name) => ({ url: `/api/bin/${name}` })),
  'DELETE /api/bin/:id': ({ id, slug }) =>
    [id, slug].map((name) => ({ method: 'DELETE', url: `/api/bin/${name}` })),
  'POST /api/sessions/:id/reprocess': onSession('POST', '/reprocess', {}),
  'GET /api/sessions/:id/events': onSession('GET', '/events'),
  'GET /api/uploads': list('/api/uploads'),
  'OPTIONS /api/uploads': own,
  'POST /api/uploads': own,
  'OPTIONS /api/uploads/:id': own,
  'PATCH /api/uploads/:id': own,
  'DELETE /api/uploads/:id': own,
  'PUT /api/uploads/:id/about': own,
  'GET /api/sessions/:id/transcript': onSession('GET', '/transcript'),
  'PUT /api/sessions/:id/transcript': onSession('PUT', '/transcript', line),
  'PATCH /api/sessions/:id/transcript': onSession('PATCH', '/transcript', {
    edits: [{ op: 'remove', segment: 0 }],
  }),
  'GET /api/sessions/:id/transcript.:format': ({ id, slug }) =>
    [id, slug].flatMap((name) =>
      ['vtt', 'srt', 'txt', 'md'].map((format) => ({ url: `/api/sessions/${name}/transcript.${format}` })),
    ),
  'GET /api/sessions/:id/transcript/versions': onSession('GET', '/transcript/versions'),
  'GET /api/sessions/:id/transcript/versions/:version': onSession('GET', '/transcript/versions/1'),
  'GET /api/sessions/:id/transcript/versions/:version/diff': onSession('GET', '/transcript/versions/1/diff'),
  'POST /api/sessions/:id/transcript/versions/:version/restore': onSession(
    'POST',
    '/transcript/versions/1/restore',
  ),
  'PUT /api/sessions/:id/captions': onSession('PUT', '/captions'),
  'DELETE /api/sessions/:id/captions': onSession('DELETE', '/captions'),
  'GET /api/sessions/:id/related': onSession('GET', '/related'),
  'GET /api/sessions/:id/collections': onSession('GET', '/collections'),
  'GET /api/sessions/:id/notes': onSession('GET', '/notes'),
  'PUT /api/sessions/:id/notes': onSession('PUT', '/notes', { text: 'mine' }),
  'GET /api/sessions/:id/notes/history': onSession('GET', '/notes/history'),
  'GET /api/sessions/:id/notes/history/:version': onSession('GET', '/notes/history/1'),
  'GET /api/sessions/:id/notes/history/:version/diff': onSession('GET', '/notes/history/1/diff'),
  'POST /api/sessions/:id/notes/history/:version/restore': onSession('POST', '/notes/history/1/restore'),
  'GET /api/sessions/:id/transcript/suggestions': onSession('GET', '/transcript/suggestions'),
  'POST /api/sessions/:id/transcript/suggestions/dismiss': onSession(
    'POST',
    '/transcript/suggestions/dismiss',
    {},
  ),
  'POST /api/sessions/:id/topics': onSession('POST', '/topics', { name: 'mine' }),
  'PUT /api/sessions/:id/topics/:slug': ({ id, topic }) => [
    { method: 'PUT', url: `/api/sessions/${id}/topics/${topic}`, payload: { status: 'rejected' } },
  ],
  ...topicPageRows,
  'PATCH /api/topics/:slug': company,
  'DELETE /api/topics/:slug': company,
  'POST /api/topics/:slug/merge': company,
  'GET /api/vocabulary': ({ word }) =>
    [{}, { q: word }, { q: word.slice(0, 4) }].map((query) => ({ url: '/api/vocabulary', query })),
  'POST /api/vocabulary': company,
  'PATCH /api/vocabulary/:id': company,
  'DELETE /api/vocabulary/:id': company,
  'GET /api/vocabulary.csv': list('/api/vocabulary.csv'),
  'POST /api/vocabulary/import': company,
  'GET /api/search': search,
  'GET /api/suggest': suggest,
  'POST /api/searches/:id/opened': searchesOf('opened', ({ id }) => ({ sessionId: id, startSeconds: 40 })),
  'POST /api/searches/:id/ask': 'It is about a search of one’s own, whatever that has found.',
  'GET /api/asked': list('/api/asked'),
  'POST /api/asked/dismiss': ({ word }) => [
    { method: 'POST', url: '/api/asked/dismiss', payload: { subject: word } },
  ],
  ...collectionRows,
  ...adminRows,
  'GET /api/sessions/:id/find': ({ id, slug, word }) =>
    [id, slug].map((name) => ({ url: `/api/sessions/${name}/find`, query: { q: word } })),
  'GET /media/:id/:file': ({ id, slug }) =>
    [id, slug].flatMap((name) =>
      ['poster-1.jpg', 'captions.vtt', 'unknown.mp4'].map((file) => ({ url: `/media/${name}/${file}` })),
    ),
};
