import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PermanentError } from '../errors.ts';
import type { Segment } from '../transcript.ts';
import { decodeCaptions } from './decode.ts';
import { parseCaptions } from './parse.ts';
import { parseTimestamp } from './timestamps.ts';
import { toSrt, toVtt } from './write.ts';

/** Returns what the parser says, `null` for its refusal; anything else it throws fails the test. */
function tryParse(text: string): Segment[] | null {
  try {
    return parseCaptions(text);
  } catch (error) {
    if (error instanceof PermanentError) return null;
    throw error;
  }
}

/** Pieces that caption files are made of, in any order. */
const shards = fc.constantFrom(
  ...[
    'WEBVTT',
    '\n',
    '\r\n',
    '\r',
    '\n\n',
    '00:01.000',
    ' --> ',
    '-->',
    '00:00:02,500',
    '0:00:01.0,0:00:02.0',
    '[Script Info]\n',
    'Dialogue: 0,0:00:01.00,0:00:02.00,,Ann,0,0,0,,',
    'X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000\n',
    '1 "Ann" (2)\n',
    '(Ann Lee)\n',
  ],
  ...[
    '<',
    '>',
    '</',
    '<v Ann>',
    '<v',
    '<c.x>',
    '<00:01.5>',
    '&',
    '&amp;',
    '&#',
    '&#xD800;',
    ';',
    '{\\an8}',
    '{\\',
    '{\\p1}',
    '\\N',
  ],
  ...['NOTE', 'STYLE', 'Ann: ', 'Note: ', '1', '\uFEFF', '\u0000', '\uD800', 'word', ' ', 'é'],
);
const nearlyCaptions = fc.array(shards, { maxLength: 60 }).map((parts) => parts.join(''));

describe('any input', () => {
  test('the parser gives segments in order with clean text, or refuses', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyCaptions, fc.string({ unit: 'binary' })), (text) => {
        const segments = tryParse(text) ?? [];
        for (const [at, segment] of segments.entries()) {
          expect(segment.endSeconds).toBeGreaterThan(segment.startSeconds);
          expect(segment.startSeconds).toBeGreaterThanOrEqual(segments[at - 1]?.startSeconds ?? 0);
          expect(segment.text).toMatch(/^[^\p{Cc}\p{Cs}]{1,10000}$/u);
          expect(segment.speaker ?? 'x').toMatch(/^[^\p{Cc}\p{Cs}]{1,100}$/u);
          let now = segment.startSeconds;
          for (const word of segment.words ?? []) {
            expect(word.startSeconds).toBeGreaterThanOrEqual(now);
            expect(word.endSeconds).toBeGreaterThan(word.startSeconds);
            expect(word.text).toMatch(/^\S{1,200}$/);
            now = word.endSeconds;
          }
          expect(now).toBeLessThanOrEqual(segment.endSeconds);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('any bytes can be decoded and parsed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void tryParse(decodeCaptions(bytes))),
    );
  });
});

describe('round trips', () => {
  const oneLine = (text: string) => text.replace(/[\p{Cc}\p{Cs}\s]+/gu, ' ').trim();
  const text = fc
    .oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), nearlyCaptions)
    .map(oneLine)
    .filter((line) => line !== '');
  const segment = (texts: fc.Arbitrary<string>, speakers: fc.Arbitrary<string | null>) =>
    fc
      .record({
        start: fc.nat(350_000_000),
        length: fc.integer({ min: 1, max: 100_000 }),
        speaker: speakers,
        text: texts,
      })
      .map(
        ({ start, length, speaker, text }): Segment => ({
          startSeconds: start / 1000,
          endSeconds: (start + length) / 1000,
          speaker,
          text,
        }),
      );
  const byStart = (segments: Segment[]) => segments.sort((a, b) => a.startSeconds - b.startSeconds);
  /** Times of the words of a text, with and without gaps; the cue's own is as long as it takes. */
  const withWords = (segments: fc.Arbitrary<Segment>) =>
    segments
      .chain((segment) => {
        const said = segment.text.split(' ');
        const steps = fc.array(fc.tuple(fc.nat(300), fc.integer({ min: 1, max: 900 })), {
          minLength: said.length,
          maxLength: said.length,
        });
        return fc.tuple(fc.constant(segment), steps, fc.nat(300));
      })
      .map(([segment, steps, rest]): Segment => {
        let now = Math.round(segment.startSeconds * 1000);
        const words = segment.text.split(' ').map((text, at) => {
          const [pause = 0, length = 1] = steps[at] ?? [];
          const start = now + pause;
          now = start + length;
          return { startSeconds: start / 1000, endSeconds: now / 1000, text };
        });
        return { ...segment, endSeconds: (now + rest) / 1000, words };
      });
  /** A third of all cues that begin as the one before ended would be taken for scrolling, equal ones for repeated. */
  const isSaidOnce = (segments: Segment[]) =>
    new Set(segments.map(({ speaker, text }) => `${speaker}: ${text}`)).size === segments.length;

  test('WebVTT gives times, speakers and texts back, whatever they contain', () => {
    const speaker = fc.option(
      text.map((name) =>
        name
          .slice(0, 100)
          .replace(/\p{Cs}$/u, '')
          .trim(),
      ),
    );
    const segments = fc
      .array(segment(text, speaker), { minLength: 1, maxLength: 20 })
      .map(byStart)
      .filter(isSaidOnce);
    fc.assert(
      fc.property(segments, (before) => {
        expect(parseCaptions(toVtt(before, { language: 'en' }))).toEqual(before);
      }),
      { numRuns: 1000 },
    );
  });

  test('WebVTT gives the times of words back', () => {
    const speaker = fc.option(fc.constantFrom('Ann', 'R&D', 'Jürgen <J.> Müller'));
    const short = text.filter((line) => line.split(' ').every((word) => word.length <= 200));
    // one word alone, as long as its cue, has no time of its own in the file
    const several = segment(short, speaker).filter((one) => one.text.includes(' '));
    const segments = fc
      .array(withWords(several), { minLength: 1, maxLength: 8 })
      .map(byStart)
      .filter(isSaidOnce);
    fc.assert(
      fc.property(segments, (before) => {
        expect(parseCaptions(toVtt(before))).toEqual(before);
      }),
      { numRuns: 1000 },
    );
  });

  test('whatever a transcript holds is written as cues that last, without a line that looks like a time', () => {
    const seconds = fc.double({ min: 0, max: 360_000, noNaN: true });
    const anything = fc.record({
      ...{ startSeconds: seconds, endSeconds: seconds },
      speaker: fc.option(fc.oneof(nearlyCaptions, fc.string())),
      text: fc.oneof(nearlyCaptions, fc.string({ unit: 'binary' })),
    });
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 5 }), (segments) => {
        const said = segments.filter((one) => one.text.trim() !== '').length;
        for (const [written, timing] of [
          [toVtt(segments), /^(\S{12,}) --> (\S{12,})$/],
          [toSrt(segments), /^(\S{12,}) --> (\S{12,})$/],
        ] as const) {
          const arrows = written.split('\n').filter((line) => line.includes('-->'));
          expect(arrows).toHaveLength(said);
          for (const line of arrows) {
            const [, start = '', end = ''] = timing.exec(line) ?? [];
            expect(parseTimestamp(end) ?? 0).toBeGreaterThan(parseTimestamp(start) ?? Number.NaN);
          }
        }
      }),
    );
  });

  test('SubRip gives texts back, whatever markup they look like', () => {
    const markup = fc.constantFrom(
      ...['<b>', '</i>', '<font color=red>', '<v Ann>', '<c.x>', '<br/>', '<00:01.500>', '{\\an8}'],
      ...['<T>', '<', '>', '<3', '&lt;', '&amp;amp;', '&#123;', '&', '{', '}', '\\', 'Map<K, V>', 'é', '1'],
    );
    const markedUp = fc.array(markup, { minLength: 1, maxLength: 12 });
    const texts = fc
      .oneof(
        text,
        markedUp.map((parts) => parts.join('')),
        markedUp.map((parts) => parts.join(' ')),
      )
      // What the format cannot hold: an arrow, a name that is none, a line that is a time of SubViewer.
      .filter((line) => !/-{2,}>/.test(line) && !/:\s/.test(line) && !/\d,\d/.test(line));
    const segments = fc
      .array(segment(texts, fc.constant(null)), { minLength: 1, maxLength: 5 })
      .map(byStart)
      .filter(isSaidOnce);
    fc.assert(
      fc.property(segments, (before) => {
        expect(parseCaptions(toSrt(before))).toEqual(before);
      }),
      { numRuns: 500 },
    );
  });

  test('of SubRip as tools write it only markup is left out', () => {
    const markup = ['<i>', '</i>', '<B>', '</u>', '<font color="#fff">', '</font>', '<c.yellow>', '{\\an8}'];
    const kept = ['a < b', '<T>', 'Map<string, number>', 'b > a', 'i <3 you', '1 <2', '<b and', 'R&D', '</>'];
    const pieces = fc.array(fc.constantFrom(...markup, ...kept), { maxLength: 12 });
    fc.assert(
      fc.property(pieces, (given) => {
        const file = `1\n00:00:01,000 --> 00:00:02,000\nwell ${given.join(' ')}\n`;
        const left = given.filter((piece) => !markup.includes(piece));
        expect(parseCaptions(file).map((cue) => cue.text)).toEqual([['well', ...left].join(' ')]);
      }),
      { numRuns: 500 },
    );
  });

  test('SubRip gives times, texts and, where all are named, speakers back', () => {
    const words = fc.array(fc.constantFrom('pivot', 'R&D', 'a < b', '42', '10:30', 'tables.', 'é', '–'), {
      minLength: 1,
      maxLength: 8,
    });
    const plain = words.map((all) => all.join(' '));
    const named = fc.constantFrom('Dana Whitfield', 'Jürgen Müller', 'Ann');
    const segments = fc.oneof(
      fc.array(segment(plain, named), { minLength: 2, maxLength: 20 }),
      fc.array(segment(plain, fc.constant(null)), { minLength: 1, maxLength: 20 }),
    );
    fc.assert(
      fc.property(segments.map(byStart).filter(isSaidOnce), (before) => {
        expect(parseCaptions(toSrt(before))).toEqual(before);
      }),
    );
  });
});
