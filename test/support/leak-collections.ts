import type { Ask, Probe, Row } from './leak-probes.ts';
import type { Around } from './leak-server.ts';

/** On a collection that is as hidden, and on one that everybody sees. */
const onCollection =
  (method: Ask['method'], hidden: Probed, shown: Probed = () => []): Row =>
  (probe, around) => [
    ...hidden(probe, around).map((ask) => ({
      ...ask,
      ...(method ? { method } : {}),
      url: addressOf(probe.collection, ask),
    })),
    ...shown(probe, around).map((ask) => ({
      ...ask,
      ...(method ? { method } : {}),
      url: addressOf(around.series, ask),
    })),
  ];
type Probed = (probe: Probe, around: Around) => readonly Pick<Ask, 'url' | 'payload'>[];
const addressOf = (slug: string, { url }: Pick<Ask, 'url'>) => `/api/collections/${slug}${url}`;

const nothing: Probed = () => [{ url: '' }];
const putItem: Probed = ({ id }) => [{ url: '/items', payload: { items: [{ sessionId: id }] } }];
const addItem: Probed = ({ id, slug }) =>
  [id, slug].map((sessionId) => ({ url: '/items', payload: { sessionId } }));
const itemOf: Probed = ({ itemId }) => [{ url: `/items/${itemId}` }];
const moveItem: Probed = ({ itemId }, { shownItem }) => [
  { url: `/items/${itemId}/move`, payload: { before: shownItem } },
  { url: `/items/${shownItem}/move`, payload: { after: itemId } },
];
const doneItem: Probed = ({ itemId }) => [{ url: '/progress', payload: { itemId, done: true } }];

/** What is tried on collections. */
export const collectionRows: Readonly<Record<string, Row>> = {
  'GET /api/collections': ({ word }) =>
    [{}, { limit: '100' }, { q: word }, { q: 'series' }].map((query) => ({ url: '/api/collections', query })),
  'POST /api/collections': ({ id, slug, word }) =>
    [
      ...[id, slug].map((sessionId) => ({ title: 'Mine', items: [{ sessionId }] })),
      // Its title is taken, or free, for those who may see that; what is to be in it never is there.
      { title: `${word} collection`, items: [{ sessionId: 'nowhere' }] },
    ].map((payload) => ({ method: 'POST', url: '/api/collections', payload })),
  'GET /api/collections/:slug': onCollection('GET', nothing, nothing),
  'PATCH /api/collections/:slug': onCollection('PATCH', () => [{ url: '', payload: { title: 'Mine now' } }]),
  'DELETE /api/collections/:slug': onCollection('DELETE', nothing),
  'PUT /api/collections/:slug/items': onCollection('PUT', putItem, (probe, around) => [
    ...putItem(probe, around),
    { url: '/items', payload: { items: [{ id: probe.itemId, sessionId: probe.id }] } },
  ]),
  'POST /api/collections/:slug/items': onCollection('POST', addItem, addItem),
  'DELETE /api/collections/:slug/items/:itemId': onCollection('DELETE', itemOf, itemOf),
  'POST /api/collections/:slug/items/:itemId/move': onCollection('POST', moveItem, moveItem),
  'PUT /api/collections/:slug/progress': onCollection('PUT', doneItem, doneItem),
};
