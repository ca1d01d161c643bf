import { expect, test } from 'vitest';
import { dayInFileName, titleFromFileName } from './media-names.ts';
import { slugOf } from './slug.ts';

test.each([
  ['pivot-tables.mp4', 'Pivot tables'],
  ['GMT20260312_Team sync.recording.mp4', 'GMT20260312 Team sync.recording'],
  ['2026-03-12_zero-downtime_postgres.mp4', 'Zero-downtime postgres'],
  ['20260312 On-call.webm', 'On call'],
  ['2026-03-12-stand-up.webm', 'Stand up'],
  ['2026-03-12.mp4', '2026 03 12'],
  ['talk.pt-BR.srt', 'Talk'],
  ['talk.transcript.vtt', 'Talk'],
  ['intro_to_sql.vtt', 'Intro to sql'],
  ['C:\\fakepath\\talk.webm', 'Talk'],
  ['../../etc/passwd', 'Passwd'],
  ['zero\u0000width\u202e4pm.mp4', 'Zerowidth4pm'],
  ['می\u200cخواهم.mp4', 'می\u200cخواهم'],
  ['demo 👩\u200d💻.mp4', 'Demo 👩\u200d💻'],
  ['\u200d.mp4', 'Untitled session'],
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

test.each([
  ['2026-03-12_talk.mp4', '2026-03-12'],
  ['GMT20260312-090000_Recording.mp4', '2026-03-12'],
  ['20261399 talk.mp4', null],
  ['123456789.mp4', null],
  ['talk 2026-03-12.mp4', null],
])('the name %j begins with the day %j', (fileName, day) => {
  expect(dayInFileName(fileName)).toBe(day);
});
