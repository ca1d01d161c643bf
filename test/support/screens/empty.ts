import { admin } from '../product.ts';
import { press, type Screen } from './screen.ts';

/** Of an installation that nobody has set up. */
export const setupScreens: readonly Screen<unknown>[] = [
  {
    name: 'setup',
    route: '/setup',
    path: '/',
    as: null,
    sign: 'input[type="password"]',
    expectedStatuses: [401],
  },
  {
    name: 'setup-refused',
    route: '/setup',
    path: '/setup',
    as: null,
    sign: 'input[type="password"]',
    expectedStatuses: [400, 401],
    open: async (page) => {
      await page.getByLabel('Your name').fill('Ada');
      await page.getByLabel('E-mail').fill('ada@intranet');
      await page.getByLabel('Password').fill(admin.password);
      await press(page, 'Set up and sign in');
      await page.getByText('This is no e-mail address.').waitFor();
    },
  },
];

/** Of one that has its admin and nothing else. */
export const emptyScreens: readonly Screen<unknown>[] = [
  { name: 'empty-home', route: '/', path: '/', as: 'admin', sign: 'main h2' },
  { name: 'empty-results', route: '/', path: '/?q=slicer', as: 'admin', sign: 'main h2' },
  { name: 'empty-collections', route: '/collections', path: '/collections', as: 'admin', sign: 'main h1' },
  { name: 'empty-mine', route: '/mine', path: '/mine', as: 'admin', sign: 'main h2' },
  { name: 'empty-bin', route: '/mine', path: '/mine?show=bin', as: 'admin', sign: 'main h2' },
  { name: 'empty-tokens', route: '/tokens', path: '/tokens', as: 'admin', sign: 'input[name="name"]' },
];
