import type { Showcase } from '../showcase.ts';
import { press, type Screen } from './screen.ts';

const collection = '/collections/$slug';
const full =
  (query = '') =>
  ({ collections }: Showcase) =>
    `/collections/${collections.full.slug}${query}`;

/** All collections, and one of them. */
export const collectionScreens: readonly Screen[] = [
  { name: 'collections', route: '/collections', path: '/collections', sign: 'main li' },
  {
    name: 'collections-new',
    route: '/collections',
    path: '/collections',
    sign: 'main li',
    open: (page) => press(page, 'New collection'),
  },
  { name: 'collection', route: collection, path: full(), as: 'member', sign: 'main li' },
  {
    name: 'collection-playing',
    route: collection,
    path: ({ collections: { full: played } }) =>
      `/collections/${played.slug}?play=${played.items[1]?.id ?? ''}`,
    sign: 'video',
  },
  { name: 'collection-editing', route: collection, path: full('?mode=edit'), sign: 'textarea' },
  {
    name: 'collection-empty',
    route: collection,
    path: ({ collections: { empty } }) => `/collections/${empty.slug}`,
    sign: 'main section',
  },
  {
    name: 'collection-missing',
    route: collection,
    path: '/collections/nothing',
    sign: 'main h1',
    expectedStatuses: [404],
  },
];
