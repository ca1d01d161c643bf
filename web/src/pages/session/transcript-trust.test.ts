import { expect, test } from 'vitest';
import { trustInWords } from './transcript-trust.ts';

const machine = {
  ...{ engine: 'whisper', version: 1, quality: 'Good', edited: false, words: 10 },
  ...{ confidence: 0.842, correctedShare: 0 },
};

test('a transcript says who wrote it, how sure they are and what people corrected', () => {
  expect(trustInWords(machine)).toBe('Written by whisper, 84 % sure of its words');
  const corrected = { ...machine, edited: true, correctedShare: 0.18, confidence: null };
  expect(trustInWords(corrected)).toBe('Written by whisper, 18 % corrected by people');
  expect(trustInWords({ ...corrected, engine: 'captions', correctedShare: 0.004 })).toBe(
    'less than 1 % corrected by people',
  );
  expect(trustInWords({ ...machine, engine: 'captions', confidence: null })).toBe('');
});
