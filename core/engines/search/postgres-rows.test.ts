import { expect, test } from 'vitest';
import { foldWord } from '../../model/search/fold.ts';
import type { SessionDocument } from '../../ports/search-index.ts';
import { countRows, rowsOf, sumChanges, termsOfTexts, textsOf } from './postgres-rows.ts';

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
  version: 1,
  trust: 1,
};
const said = (text: string) => ({ startSeconds: 1, endSeconds: 2, speaker: 'Zoe', text, clock: [] });

/** A dictionary that knows stop words and nothing else. */
const reading = {
  configuration: 'english',
  stems: new Map(
    ['owl', 'talk', 'ida', 'birds', 'zoe', 'lark', 'nest', 'more', 'io', 'o', 'über', 'strasse'].map(
      (word) => [word, foldWord(word)],
    ),
  ),
};
const rowsOfTalk = (...passages: ReturnType<typeof said>[]) => {
  const texts = textsOf(session, passages);
  return rowsOf(texts, termsOfTexts(texts), reading);
};

test('the heading row carries the names once and the description beside them', () => {
  expect(rowsOfTalk()[0]).toMatchObject({
    isHeading: true,
    body: 'The Owl Talk\nIda\nBirds\n\nAbout a lark.\n\nAnd more.',
    tsv: "'=english' 'lark':3C 'more':5C 'the':6A 'owl':7A 'talk':8A 'ida':9A 'birds':10A",
  });
});

test('each passage carries the heading and its own speaker', () => {
  expect(rowsOfTalk(said('an Owl’s nest'))[1]?.tsv).toBe(
    "'=english' 'owl':2D,5A 'nest':3D 'the':4A 'talk':6A 'ida':7A 'birds':8A 'zoe':9A",
  );
});

test('a name in one stands where its first part does, characters stand in pairs', () => {
  expect(rowsOfTalk(said('I/O 東京都 über'))[1]?.tsv).toMatch(
    /^'=english' 'io':1D 'o':2D '東京':3D '京都':4D '都':5D 'uber':6D /,
  );
});

test('what is counted for stored rows is what was counted when they were written', () => {
  const texts = textsOf(session, [said('an owl'), said('owl and owl and lark')]);
  const stored = texts.map(({ isHeading, speaker, body }) => ({ isHeading, speaker, body }));
  const written = countRows(termsOfTexts(texts), reading, 1);
  const taken = countRows(termsOfTexts(stored), reading, -1);
  expect(sumChanges([...written, ...taken]).every(({ change }) => change === 0)).toBe(true);
  const counts = Object.fromEntries(written.map(({ word, change }) => [word, change]));
  expect(counts).toEqual({ '': 3, owl: 3, talk: 3, ida: 3, birds: 3, more: 1, zoe: 2, lark: 2 });
});

test('NUL, which the database cannot store, is replaced', () => {
  expect(rowsOfTalk(said('a\0b'))[1]?.body).toBe('a\ufffdb');
});
