import { expect, test } from 'vitest';
import { titleFromFileName } from './media-names.ts';
import { slugOf } from './slug.ts';

test.each([
  ['pivot-tables.mp4', 'Pivot tables'],
  ['GMT20260312_Team sync.recording.mp4', 'GMT20260312 Team sync.recording'],
  ['C:\\fakepath\\talk.webm', 'Talk'],
  ['../../etc/passwd', 'Passwd'],
  ['zero\u0000width\u202e4pm.mp4', 'Zerowidth4pm'],
  ['.mp4', 'Untitled session'],
  ['', 'Untitled session'],
  ['école.mov', 'École'],
  ['日本語の発表.mp4', '日本語の発表'],
])('a file called %j gives the title %j', (fileName, title) => {
  expect(titleFromFileName(fileName)).toBe(title);
});

test.each([
  ['Zero-downtime Postgres!', 'zero-downtime-postgres'],
  ['  École d’été ', 'ecole-d-ete'],
  ['日本語の発表', '日本語の発表'],
  ['プレゼン हिन्दी', 'プレゼン-हिन्दी'],
  ['???', 'session'],
  [
    `${'long '.repeat(40)}title`,
    'long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long',
  ],
])('the title %j has the address %j', (title, slug) => {
  expect(slugOf(title)).toBe(slug);
});
