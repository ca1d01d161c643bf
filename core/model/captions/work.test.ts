import { describe, expect, test } from 'vitest';
import { PermanentError } from '../errors.ts';
import { parseCaptions } from './parse.ts';

/** A refusal counts as an answer. */
function parse(text: string): void {
  try {
    parseCaptions(text);
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
  }
}

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
    ['times', '<00:01.5>a '],
    ['names in brackets', '(Ann Lee)\n'],
    ['lines of speech', 'Dialogue: 0,0:00:01.00,0:00:02.00,,,0,0,0,,{\\p'],
  ])('grows with the length alone for many %s', (_name, unit) => {
    for (const start of [head, '1\n00:00:01,000 --> 00:00:02,000\n', '[Script Info]\n']) {
      const text = (length: number) => `${start}${unit.repeat(length / unit.length)}>`;
      const small = countWork(() => parse(text(20_000)));
      const large = countWork(() => parse(text(80_000)));
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
