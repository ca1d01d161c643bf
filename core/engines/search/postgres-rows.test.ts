import { expect, test } from 'vitest';
import type { SessionDocument } from '../../ports/search-index.ts';
import { countRowsByWord, rowsOf } from './postgres-rows.ts';

const session: SessionDocument = {
  id: 's1',
  title: 'The  Owl\n\nTalk',
  description: 'About a lark.\n\nAnd more.',
  speakers: ['Ida'],
  topics: ['Birds'],
  collections: [],
  language: 'en',
  heldAt: new Date(0),
  audience: { visibility: 'organisation', ownerId: 'ann', team: null },
  trust: 1,
};
const said = (text: string) => ({ startSeconds: 1, endSeconds: 2, speaker: 'Zoe', text, clock: [] });

test('the heading row carries the names once and the description beside them', () => {
  const [heading] = rowsOf(session, []);
  expect(heading).toMatchObject({
    isHeading: true,
    body: 'The Owl Talk\nIda\nBirds\n\nAbout a lark.\n\nAnd more.',
    saidWords: '',
    headingWords: 'the owl talk ida birds',
    headingStopWords: 'the',
    descriptionWords: 'about a lark and more',
  });
});

test('each passage carries the heading and its own speaker', () => {
  expect(rowsOf(session, [said('an Owl’s nest')])[1]).toMatchObject({
    saidWords: 'an owl nest',
    headingWords: 'the owl talk ida birds zoe',
    descriptionWords: '',
  });
});

test('what is counted for stored rows is what was counted when they were written', () => {
  const rows = rowsOf(session, [said('an owl'), said('owl and owl and lark')]);
  const stored = rows.map(({ isHeading, speaker, body }) => ({ isHeading, speaker, body }));
  const counts = countRowsByWord(stored);
  expect(counts).toEqual(countRowsByWord(rows));
  expect(Object.fromEntries(counts)).toEqual({ '': 3, owl: 3, talk: 3, ida: 3, birds: 3, zoe: 2, lark: 2 });
});

test('NUL, which the database cannot store, is replaced', () => {
  expect(rowsOf(session, [said('a\0b')])[1]?.body).toBe('a\ufffdb');
});
