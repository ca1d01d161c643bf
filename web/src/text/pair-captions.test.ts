import { expect, test } from 'vitest';
import { pairCaptions, titleOf } from './pair-captions.ts';

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

test.each([
  ['2026-03-12_zero-downtime_postgres.mp4', 'Zero downtime postgres'],
  ['20260312 On-call.webm', 'On call'],
  ['.mp4', '.mp4'],
  ['talk', 'Talk'],
])('%s is first called "%s"', (name, title) => {
  expect(titleOf(name)).toBe(title);
});
