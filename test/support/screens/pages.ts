import type { Page } from 'playwright-core';
import { mediaFixture, talkFixture } from '../fixtures.ts';
import type { Showcase } from '../showcase.ts';
import { failing, press, type Screen } from './screen.ts';

const moment = '[data-moment]';
const search = (words: string, rest = '') => `/?q=${encodeURIComponent(words)}${rest}`;

const isAskedFor = (page: Page) =>
  page
    .getByRole('region', { name: 'People looked for, nobody has shown yet' })
    .getByText('terraform')
    .first()
    .waitFor();

/** Plays some seconds of a session, so that it is one to go on with. */
async function watchSome(page: Page, { talks }: Showcase): Promise<void> {
  await page.goto(`/sessions/${talks.pivot.slug}?t=20`);
  await press(page, 'Play');
  await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 21);
  await press(page, 'Pause');
}

const homeScreens: readonly Screen[] = [
  {
    name: 'home',
    route: '/',
    path: '/',
    sign: 'article',
    before: watchSome,
    open: async (page) => {
      await page.getByText('Continue watching').waitFor();
      await isAskedFor(page);
    },
  },
  { name: 'home-as-member', route: '/', path: '/', as: 'member', sign: 'article' },
  {
    name: 'home-error',
    route: '/',
    path: '/',
    sign: '[role="alert"]',
    expectedStatuses: [500],
    before: (page) => failing(page, '**/api/sessions?*'),
  },
  {
    name: 'home-suggestions',
    route: '/',
    path: '/',
    sign: 'article',
    open: async (page) => {
      await page.getByRole('combobox').pressSequentially('spread', { delay: 20 });
      await page.getByRole('option').first().waitFor();
      await page.keyboard.press('ArrowDown');
      await page.getByRole('option', { selected: true }).waitFor();
    },
  },
  {
    name: 'home-account',
    route: '/',
    path: '/',
    sign: 'article',
    open: (page) => press(page, /^Account of/),
  },
  {
    name: 'home-keys',
    route: '/',
    path: '/',
    sign: 'article',
    open: async (page) => {
      await page.keyboard.press('?');
      await page.locator('dialog[open] kbd').first().waitFor();
    },
  },
  { name: 'results', route: '/', path: search('pivot table'), sign: moment },
  { name: 'results-as-member', route: '/', path: search('pivot table'), as: 'member', sign: moment },
  {
    name: 'results-filtered',
    route: '/',
    path: search('table', '&topic=Spreadsheets&sort=newest'),
    sign: moment,
  },
  { name: 'results-arabic', route: '/', path: search('مراجعة'), sign: moment },
  { name: 'results-japanese', route: '/', path: search('ピボットテーブル'), sign: 'article' },
  {
    name: 'results-playing',
    route: '/',
    path: search('slicer'),
    sign: moment,
    open: async (page) => {
      await page.locator(moment).first().focus();
      await page.keyboard.press('k');
      await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0);
      await page.keyboard.press('k');
    },
  },
  {
    name: 'results-why',
    route: '/',
    path: search('slicer'),
    sign: moment,
    open: async (page) => {
      await page.locator(moment).first().hover();
      await press(page, /^Why this/);
      await page.getByText('All words of the search are here.').first().waitFor();
    },
  },
  { name: 'no-results', route: '/', path: search('slicer speaker:dna', '&language=fr'), sign: 'main h2' },
  {
    name: 'results-error',
    route: '/',
    path: search('slicer'),
    sign: '[role="alert"]',
    expectedStatuses: [500],
    before: (page) => failing(page, '**/api/search?*'),
  },
];

const otherScreens: readonly Screen[] = [
  {
    name: 'new',
    route: '/new',
    path: '/new',
    as: 'champion',
    sign: 'input[type="file"]',
    open: isAskedFor,
  },
  { name: 'new-as-member', route: '/new', path: '/new', as: 'member', sign: 'main h1' },
  {
    name: 'new-chosen',
    route: '/new',
    path: '/new',
    as: 'champion',
    sign: 'input[type="file"]',
    open: async (page) => {
      const files = ['zoom-like.mp4', 'zoom-like.vtt', 'voice.m4a'].map(mediaFixture);
      await page.locator('input[type="file"]').first().setInputFiles(files);
      await page.getByLabel('Title').nth(1).waitFor();
    },
  },
  {
    name: 'new-refused',
    route: '/new',
    path: '/new',
    as: 'champion',
    sign: 'input[type="file"]',
    expectedStatuses: [409, 415],
    open: async (page) => {
      const text = {
        name: 'notes.mp4',
        mimeType: 'video/mp4',
        buffer: Buffer.from('Milk, eggs. '.repeat(500)),
      };
      await page.locator('input[type="file"]').first().setInputFiles([text]);
      await page
        .locator('input[type="file"]')
        .first()
        .setInputFiles([talkFixture('keyboard-shortcuts.m4a')]);
      await press(page, 'Add 2 sessions');
      await page.getByRole('link', { name: 'Open the session that is there' }).waitFor();
      await page.getByRole('article', { name: 'Notes' }).getByRole('alert').waitFor();
    },
  },
  { name: 'mine', route: '/mine', path: '/mine', sign: 'article' },
  { name: 'bin', route: '/mine', path: '/mine?show=bin', sign: 'article' },
  {
    name: 'tokens',
    route: '/tokens',
    path: '/tokens',
    sign: 'input[name="name"]',
    open: async (page) => {
      await page.locator('input[name="name"]').fill('Nightly import');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: /^Copy/ }).first().waitFor();
    },
  },
  {
    name: 'own-password',
    route: '/account/password',
    path: '/account/password',
    as: 'member',
    sign: 'input[type="password"]',
    expectedStatuses: [400],
    open: async (page) => {
      await page.getByLabel('Present password').fill('not what it is');
      await page.getByLabel('New password').fill('correct horse battery');
      await page.keyboard.press('Enter');
      await page.getByText('This is not your present password.').waitFor();
    },
  },
  { name: 'missing', route: '/$', path: '/no/such/page', sign: 'main h1', expectedStatuses: [404] },
  { name: 'sign-in', route: '/sign-in', path: '/sign-in', as: null, sign: 'input[type="password"]' },
  {
    name: 'sign-in-refused',
    route: '/sign-in',
    path: '/sign-in',
    as: null,
    sign: 'input[type="password"]',
    expectedStatuses: [401],
    open: async (page) => {
      await page.getByLabel('E-mail').fill('mel@example.org');
      await page.getByLabel('Password').fill('not what it is');
      await page.keyboard.press('Enter');
      await page.locator('[role="alert"]').first().waitFor();
    },
  },
];

export const pageScreens: readonly Screen[] = [...homeScreens, ...otherScreens];
