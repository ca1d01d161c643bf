import type { Page } from 'playwright-core';
import type { Showcase } from '../showcase.ts';
import type { TalkName } from '../showcase-talks.ts';
import { changeFirstLine, failing, press, put, type Screen } from './screen.ts';

const route = '/sessions/$slug';
const at =
  (name: TalkName, query = '') =>
  ({ talks }: Showcase) =>
    `/sessions/${talks[name].slug}${query}`;
const player = '[aria-label="Position"]';
const line = '[data-line]';
const toNotes = (page: Page) => press(page, 'Edit');
const noteField = (page: Page) => page.getByRole('textbox', { name: 'Notes, in Markdown' });

export const sessionScreens: readonly Screen[] = [
  { name: 'session', route, path: at('pivot', '?t=31'), sign: '[aria-current="true"][data-line]' },
  { name: 'session-as-member', route, path: at('pivot'), as: 'member', sign: line },
  { name: 'session-hits', route, path: at('pivot', '?q=pivot%20table&t=31'), sign: `${line} mark` },
  {
    name: 'session-more-controls',
    route,
    path: at('pivot', '?t=31'),
    sign: player,
    width: 390,
    open: (page) => press(page, 'More controls'),
  },
  {
    name: 'session-preview',
    route,
    path: at('pivot', '?t=31'),
    sign: player,
    open: async (page) => {
      await page.getByRole('slider', { name: 'Position' }).hover();
      await page.locator('[data-tile]').waitFor();
    },
  },
  {
    name: 'session-topics',
    route,
    path: at('pivot'),
    sign: player,
    open: (page) => press(page, /^Edit topics/),
  },
  {
    name: 'session-chapters',
    route,
    path: at('pivot', '?t=31'),
    sign: '#tab-Chapters',
    open: (page) => page.getByRole('tab', { name: 'Chapters' }).click(),
  },
  {
    name: 'session-details',
    route,
    path: at('pivot'),
    sign: player,
    open: (page) => page.getByRole('tab', { name: 'Details' }).click(),
  },
  {
    name: 'session-captions-refused',
    route,
    path: at('sound'),
    sign: player,
    expectedStatuses: [422],
    open: async (page) => {
      await page.getByRole('tab', { name: 'Details' }).click();
      const text = { name: 'talk.vtt', mimeType: 'text/vtt', buffer: Buffer.from('Milk and bread') };
      await page.getByLabel('Caption file').setInputFiles(text);
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'session-notes', route, path: at('pivot', '?panel=notes'), sign: '#panel-Notes h2' },
  { name: 'session-no-notes', route, path: at('prompts', '?panel=notes'), sign: '#panel-Notes button' },
  {
    name: 'session-notes-editing',
    route,
    path: at('pivot', '?panel=notes'),
    sign: '#panel-Notes h2',
    open: toNotes,
  },
  {
    name: 'session-notes-preview',
    route,
    path: at('pivot', '?panel=notes'),
    sign: '#panel-Notes h2',
    open: async (page) => {
      await toNotes(page);
      await press(page, 'Preview');
      await page.locator('#panel-Notes blockquote').waitFor();
    },
  },
  {
    name: 'session-notes-history',
    route,
    path: at('pivot', '?panel=notes'),
    sign: '#panel-Notes h2',
    open: (page) => press(page, 'History'),
  },
  {
    name: 'session-notes-conflict',
    route,
    path: at('bisect', '?panel=notes'),
    sign: '#panel-Notes button',
    expectedStatuses: [412],
    before: (_page, { people, talks }) =>
      put(people.member, `/api/sessions/${talks.bisect.id}/notes`, { text: 'One line' }),
    open: async (page, { people, talks }) => {
      await toNotes(page);
      await noteField(page).fill('One line, and mine');
      await put(people.member, `/api/sessions/${talks.bisect.id}/notes`, { text: 'One line, and theirs' });
      await page.keyboard.press('Control+Enter');
      await page.locator('#panel-Notes').getByText('theirs').first().waitFor();
    },
  },
  {
    name: 'session-editing',
    route,
    path: at('pivot', '?edit'),
    sign: '[data-line="0"] [data-act="open"]',
    open: (page) => page.locator('[data-line="0"] [data-act="open"]').click(),
  },
  {
    name: 'session-editing-speaker',
    route,
    path: at('pivot', '?edit'),
    sign: '[data-line="0"] [data-act="open"]',
    open: async (page) => {
      await press(page, /Change who speaks$/);
      await page.getByRole('dialog', { name: /^Who is / }).waitFor();
    },
  },
  {
    name: 'session-editing-conflict',
    route,
    path: at('bisect', '?edit'),
    sign: '[data-line="0"] [data-act="open"]',
    expectedStatuses: [412],
    before: (_page, { people, talks }) => changeFirstLine(people.admin, talks.bisect.id, 'The first line'),
    open: async (page, { people, talks }) => {
      await page.locator('[data-line="0"] [data-act="open"]').click();
      await page.getByRole('textbox', { name: 'Text of the line' }).fill('The first line, and mine');
      await changeFirstLine(people.admin, talks.bisect.id, 'The first line, and theirs');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('button', { name: 'Keep yours' }).waitFor();
    },
  },
  { name: 'session-history', route, path: at('prompts', '?history=newest'), sign: 'dialog[open] h2' },
  {
    name: 'session-collect',
    route,
    path: at('pivot'),
    sign: player,
    open: async (page) => {
      await press(page, 'Add to collection: this session');
      await page.locator('dialog[open] li button').first().waitFor();
    },
  },
  { name: 'session-sound', route, path: at('sound'), sign: '[data-waveform] path' },
  { name: 'session-text', route, path: at('text'), sign: line },
  { name: 'session-failed', route, path: at('failed'), sign: 'h1 bdi' },
  { name: 'session-long-title', route, path: at('long'), sign: line },
  { name: 'session-arabic', route, path: at('arabic'), sign: line },
  { name: 'session-japanese', route, path: at('japanese'), sign: line },
  {
    name: 'session-in-bin',
    route,
    path: at('binned'),
    sign: 'main h1',
    expectedStatuses: [404],
    open: (page) => page.getByRole('button', { name: 'Restore' }).waitFor(),
  },
  {
    name: 'session-in-bin-as-member',
    route,
    path: at('binned'),
    as: 'member',
    sign: 'main h1',
    expectedStatuses: [404],
  },
  {
    name: 'session-search-on-phone',
    route,
    path: at('pivot'),
    sign: player,
    width: 390,
    open: (page) => press(page, 'Search'),
  },
  {
    name: 'session-error',
    route,
    path: at('pivot'),
    sign: '[role="alert"]',
    expectedStatuses: [500],
    before: (page) => failing(page, '**/api/sessions/*'),
  },
];
