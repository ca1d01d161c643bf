import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PermanentError } from '../errors.ts';
import type { Segment } from '../transcript.ts';
import { decodeCaptions } from './decode.ts';
import { parseCaptions } from './parse.ts';
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
  /** The third of all cues that begin as the one before ended would be taken for scrolling. */
  const isSaidOnce = (segments: Segment[]) =>
    segments.every(
      (one, at) => one.text !== segments[at - 1]?.text || one.speaker !== segments[at - 1]?.speaker,
    );

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

describe('work', () => {
  /** Replaces a method of a prototype; the answer puts it back. */
  function patch(prototype: object, name: string, method: (...args: never[]) => unknown): () => void {
    const before = Object.getOwnPropertyDescriptor(prototype, name);
    Object.defineProperty(prototype, name, { ...before, value: method });
    return () => void Object.defineProperty(prototype, name, before ?? {});
  }

  /** How many characters the string methods that the parser calls look at while `run` runs. */
  function countWork(run: () => void): number {
    let characters = 0;
    const { indexOf, slice, trim, replace, charCodeAt } = String.prototype;
    const { exec } = RegExp.prototype;
    const undo = [
      patch(String.prototype, 'indexOf', function (this: string, text: string, from = 0) {
        const found = indexOf.call(this, text, from);
        characters += (found === -1 ? this.length : found) - from + 1;
        return found;
      }),
      patch(String.prototype, 'slice', function (this: string, from: number, to?: number) {
        const part = slice.call(this, from, to);
        characters += part.length + 1;
        return part;
      }),
      patch(String.prototype, 'trim', function (this: string) {
        characters += this.length + 1;
        return trim.call(this);
      }),
      patch(String.prototype, 'charCodeAt', function (this: string, at: number) {
        characters++;
        return charCodeAt.call(this, at);
      }),
      patch(String.prototype, 'replace', function (this: string, ...args: never[]) {
        characters += this.length + 1;
        return Reflect.apply(replace, this, args);
      }),
      patch(RegExp.prototype, 'exec', function (this: RegExp, text: string) {
        const from = this.lastIndex;
        const match = exec.call(this, text);
        characters += this.global ? (match ? this.lastIndex : text.length) - from + 1 : 1;
        return match;
      }),
    ];
    try {
      run();
      return characters;
    } finally {
      for (const restore of undo) restore();
    }
  }

  const head = 'WEBVTT\n\n00:01.000 --> 00:02.000\n';
  test.each([
    ['opening brackets', '<'],
    ['brackets that are no tags', '< '],
    ['tags that never close', '<v a '],
    ['voices', '<v a>b'],
    ['ampersands', '&#'],
    ['override blocks', '{\\'],
    ['colons', 'A: '],
    ['arrows', '-->'],
    ['line ends', '\r\n'],
    ['spaces', ' '],
    ['blank lines and numbers', '\n1\n'],
    ['cues', '00:01.000 --> 00:02.000\nA: b\n\n'],
  ])('grows with the length alone for many %s', (_name, unit) => {
    for (const start of [head, '1\n00:00:01,000 --> 00:00:02,000\n']) {
      const text = (length: number) => `${start}${unit.repeat(length / unit.length)}>`;
      const small = countWork(() => void tryParse(text(20_000)));
      const large = countWork(() => void tryParse(text(80_000)));
      expect(large / small).toBeLessThan(4.5);
    }
  });

  test('ten million characters of brackets are dealt with', () => {
    expect(parseCaptions(`${head}${'<v a<b '.repeat(1_300_000)}>`)).toHaveLength(1);
    expect(parseCaptions(`1\n00:00:01,000 --> 00:00:02,000\n${'< &#x{\\'.repeat(1_250_000)}>`)).toHaveLength(
      1,
    );
  });
});
