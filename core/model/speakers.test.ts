import { expect, test } from 'vitest';
import { speechOf } from './speakers.ts';
import type { Segment } from './transcript.ts';

const said = (speaker: string | null, startSeconds: number, endSeconds: number): Segment => ({
  ...{ speaker, startSeconds, endSeconds },
  text: 'words',
});

test.each<[string, readonly string[], readonly Segment[], Readonly<Record<string, number>>]>([
  [
    'who is named in the text',
    ['Ana'],
    [said('Ana', 0, 10), said('Ben', 10, 14)],
    { Ana: 10, Ben: 4, '': 0 },
  ],
  ['the only speaker of one voice', ['Ana'], [said(null, 0, 10), said(null, 12, 15)], { Ana: 13, '': 0 }],
  ['nobody, of two voices', ['Ana'], [said('Speaker 1', 0, 5), said('Speaker 2', 5, 9)], { Ana: 0, '': 9 }],
  ['nobody, of two speakers and one voice', ['Ana', 'Ben'], [said(null, 0, 5)], { Ana: 0, Ben: 0, '': 5 }],
  ['the named part of a text', ['Ana'], [said('Ana', 0, 5), said(null, 5, 9)], { Ana: 5, '': 4 }],
  ['no machine’s name', ['Speaker A'], [said('Speaker A', 0, 5)], { '': 5 }],
  ['nobody, without a text', ['Ana'], [], { Ana: 0, '': 0 }],
])('speech is counted for %s', (_, speakers, segments, expected) => {
  const found = speechOf(speakers, segments).map(({ name, seconds }) => [name ?? '', seconds]);
  expect(Object.fromEntries(found)).toEqual(expected);
});
