import { press, type Screen } from './screen.ts';

const route = '/admin/{-$view}';
const as = 'admin';

/** What admins see, and how somebody whom they let in chooses a password. */
export const adminScreens: readonly Screen[] = [
  { name: 'admin-people', route, path: '/admin', as, sign: 'main li' },
  { name: 'admin-as-member', route, path: '/admin', as: 'member', sign: 'main h1' },
  {
    name: 'admin-adding',
    route,
    path: '/admin',
    as,
    sign: 'main li',
    open: (page) => press(page, 'Add a person'),
  },
  {
    name: 'admin-deactivating',
    route,
    path: '/admin',
    as,
    sign: 'main li',
    open: async (page) => {
      await press(page, /^Deactivate/);
      await page.locator('dialog[open]').waitFor();
    },
  },
  { name: 'admin-jobs', route, path: '/admin/jobs', as, sign: 'main li' },
  { name: 'admin-jobs-none', route, path: '/admin/jobs?show=running', as, sign: 'main h1' },
  { name: 'admin-engines', route, path: '/admin/engines', as, sign: 'main h1' },
  { name: 'admin-storage', route, path: '/admin/storage', as, sign: 'main h1' },
  { name: 'admin-tokens', route, path: '/admin/tokens', as, sign: 'main h1' },
  { name: 'admin-audit', route, path: '/admin/audit', as, sign: 'main li' },
  {
    name: 'password-refused',
    route: '/password',
    path: '/password#no-such-code',
    as: null,
    sign: 'main h1',
    expectedStatuses: [400, 401, 404, 410],
  },
];
