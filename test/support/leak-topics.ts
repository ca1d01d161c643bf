import type { Row } from './leak-probes.ts';

/** What is tried on pages of topics and people: of what is hidden, and of a topic that everybody sees. */
export const topicPageRows: Readonly<Record<string, Row>> = {
  'GET /api/topics': ({ word }) =>
    [{}, { limit: '100' }, { q: word }, { q: 'topic' }].map((query) => ({ url: '/api/topics', query })),
  'GET /api/topics/:slug': ({ topic }, { topic: shown }) =>
    [topic, shown].map((slug) => ({ url: `/api/topics/${slug}` })),
  'POST /api/topics/:slug/pins': ({ topic, id, slug }, { topic: shown }) => [
    { method: 'POST', url: `/api/topics/${topic}/pins`, payload: { sessionId: id } },
    ...[id, slug].map((sessionId) => ({
      ...{ method: 'POST' as const, url: `/api/topics/${shown}/pins` },
      payload: { sessionId },
    })),
  ],
  'PATCH /api/topics/:slug/pins/:pinId': ({ topic, pinId }, { topic: shown, shownPin }) => [
    ...[topic, shown].map((slug) => ({
      ...{ method: 'PATCH' as const, url: `/api/topics/${slug}/pins/${pinId}` },
      payload: { note: 'Mine' },
    })),
    {
      ...{ method: 'PATCH', url: `/api/topics/${shown}/pins/${shownPin}` },
      payload: { place: { after: pinId } },
    },
  ],
  'DELETE /api/topics/:slug/pins/:pinId': ({ topic, pinId }, { topic: shown }) =>
    [topic, shown].map((slug) => ({ method: 'DELETE', url: `/api/topics/${slug}/pins/${pinId}` })),
  'GET /api/people': ({ word }) =>
    ['', word, word.slice(0, 4)].map((q) => ({ url: '/api/people', query: { q } })),
  'GET /api/speakers': ({ word }) =>
    ['', word, word.slice(0, 4), `${word} speaker`, `${word} topic`, 'speaker', 'harbour'].map((q) => ({
      ...{ url: '/api/speakers', query: { q, limit: '100' } },
    })),
  'GET /api/people/:id': (_probe, { person }) => [{ url: `/api/people/${person}` }],
  'PATCH /api/people/:id':
    'It is about the one who asks: no session is changed, and the answer is their page.',
};
