import { press, type Screen } from './screen.ts';

const topic = '/topics/$slug';

/** Topics, people, the vocabulary, and recording. */
export const knowledgeScreens: readonly Screen[] = [
  { name: 'topics', route: '/topics', path: '/topics', sign: 'main li' },
  { name: 'topics-none', route: '/topics', path: '/topics?q=zzz', as: 'member', sign: 'main h1' },
  { name: 'topic', route: topic, path: '/topics/spreadsheets', as: 'member', sign: 'article' },
  { name: 'topic-editing', route: topic, path: '/topics/spreadsheets?mode=edit', sign: 'textarea' },
  {
    name: 'topic-merging',
    route: topic,
    path: '/topics/spreadsheets?mode=edit',
    sign: 'textarea',
    open: async (page) => {
      await press(page, 'Merge into another');
      await page.locator('dialog[open]').waitFor();
    },
  },
  {
    name: 'topic-missing',
    route: topic,
    path: '/topics/nothing',
    sign: 'main h1',
    expectedStatuses: [404],
  },
  { name: 'vocabulary', route: '/vocabulary', path: '/vocabulary', sign: 'main h1' },
  {
    name: 'vocabulary-adding',
    route: '/vocabulary',
    path: '/vocabulary',
    sign: 'main h1',
    open: async (page) => {
      await press(page, 'Add a word');
      await page.locator('dialog[open]').waitFor();
    },
  },
  { name: 'people', route: '/people', path: '/people', as: 'member', sign: 'main li' },
  {
    name: 'person',
    route: '/people/$id',
    path: '/people',
    sign: 'main li',
    open: async (page) => {
      await page.getByRole('link', { name: 'Your own page' }).click();
      await page.waitForURL('**/people/*');
      await page.locator('main h1').waitFor();
    },
  },
  { name: 'record', route: '/record', path: '/record', as: 'champion', sign: 'main h1' },
  { name: 'record-as-member', route: '/record', path: '/record', as: 'member', sign: 'main h1' },
];
