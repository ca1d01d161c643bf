import { expect, test } from 'vitest';
import { correctedShareOf } from './transcript/merge-machine-text.ts';
import { countWords } from './transcript.ts';

const said = (startSeconds: number, text: string) => ({
  ...{ startSeconds, endSeconds: startSeconds + 1 },
  ...{ speaker: null, text },
});

test('words are counted with blanks between them and without', () => {
  expect(countWords([said(0, ' Hello,  world! ')])).toBe(2);
  expect(countWords([said(0, '我们去北京')])).toBe(3);
  expect(countWords([said(0, '')])).toBe(0);
});

test('a corrected line counts by its words, also where these are written without blanks', () => {
  const segments = [said(0, '我们去北京'), said(5, '好')];
  expect(correctedShareOf(segments, { held: [{ startSeconds: 0, endSeconds: 1 }] })).toBe(0.75);
});
