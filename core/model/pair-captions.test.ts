import { expect, test } from 'vitest';
import { pairCaptions } from './pair-captions.ts';

const named = (...names: string[]) => names.map((name) => ({ name }));
const pairsOf = (...names: string[]) =>
  pairCaptions(named(...names)).map((pair) => [pair.recording?.name ?? null, pair.captions?.name ?? null]);

test('captions join the recording of the same name, whatever the order and case', () => {
  expect(pairsOf('b.vtt', 'A.mp4', 'a.SRT', 'b.webm')).toEqual([
    ['A.mp4', 'a.SRT'],
    ['b.webm', 'b.vtt'],
  ]);
});

test('a language or the ending of Zoom in the name does not keep them apart', () => {
  expect(pairsOf('talk.mp4', 'talk.en.vtt')).toEqual([['talk.mp4', 'talk.en.vtt']]);
  expect(pairsOf('talk.mp4', 'talk.pt-BR.srt')).toEqual([['talk.mp4', 'talk.pt-BR.srt']]);
  for (const ending of ['vtt', 'SBV', 'ass', 'ssa'])
    expect(pairsOf('talk.mp4', `talk.${ending}`)).toEqual([['talk.mp4', `talk.${ending}`]]);
  expect(pairsOf('GMT2026.mp4', 'GMT2026.transcript.vtt')).toEqual([
    ['GMT2026.mp4', 'GMT2026.transcript.vtt'],
  ]);
});

test('one caption file is given to one recording only', () => {
  expect(pairsOf('a.mp4', 'a.m4a', 'a.vtt')).toEqual([
    ['a.mp4', 'a.vtt'],
    ['a.m4a', null],
  ]);
});

test('captions without a recording stand alone', () => {
  expect(pairsOf('notes.vtt')).toEqual([[null, 'notes.vtt']]);
});

test('a name ending that only looks like a language still pairs by its exact name', () => {
  expect(pairsOf('intro_to_sql.mp4', 'intro_to_sql.vtt')).toEqual([['intro_to_sql.mp4', 'intro_to_sql.vtt']]);
});

test('captions go with the recording whose whole name they have', () => {
  expect(pairsOf('standup.mp4', 'standup.monday.mp4', 'standup.monday.vtt')).toEqual([
    ['standup.mp4', null],
    ['standup.monday.mp4', 'standup.monday.vtt'],
  ]);
  expect(pairsOf('talk.mp4', 'talk.de.mp4', 'talk.de.vtt', 'talk.en.vtt')).toEqual([
    ['talk.mp4', 'talk.en.vtt'],
    ['talk.de.mp4', 'talk.de.vtt'],
  ]);
});

test.each([
  'talk_en.vtt',
  'talk_captions.vtt',
  'talk.en_US.srt',
  'talk.en.transcript.vtt',
  'talk - subtitles.srt',
])('%s goes with talk.mp4', (name) => {
  expect(pairsOf('talk.mp4', name)).toEqual([['talk.mp4', name]]);
});

test.each(['talk.monday.vtt', 'talks.vtt', 'talk2.vtt', 'talk-2.vtt', 'tal.vtt', 'talk.part1.en.vtt'])(
  '%s is of something else than talk.mp4',
  (name) => {
    expect(pairsOf('talk.mp4', name)).toEqual([
      ['talk.mp4', null],
      [null, name],
    ]);
  },
);

test('of several the shortest name goes with the recording', () => {
  expect(pairsOf('talk.mp4', 'talk.en.vtt', 'talk.vtt')).toEqual([
    ['talk.mp4', 'talk.vtt'],
    [null, 'talk.en.vtt'],
  ]);
});
