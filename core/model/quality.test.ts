import { expect, test } from 'vitest';
import { describeTranscript, meanConfidence } from './quality.ts';

const automatic = { engine: 'some-server:whisper-1', grade: 'good', edited: false } as const;

test.each([
  [{ engine: 'captions', grade: 'given', edited: false } as const, 'Captions from the recording'],
  [
    { engine: 'recogniser', grade: 'rough', edited: false } as const,
    'Rough automatic transcript: good for finding, not for quoting',
  ],
  [automatic, 'Automatic transcript (whisper-1)'],
  [{ ...automatic, engine: 'server:Systran/whisper:large' }, 'Automatic transcript (Systran/whisper:large)'],
  [{ ...automatic, engine: 'recogniser' }, 'Automatic transcript'],
  [{ ...automatic, confidence: 0.5 }, 'Automatic transcript (whisper-1): parts of it are uncertain'],
  [{ ...automatic, confidence: 0.9 }, 'Automatic transcript (whisper-1)'],
  [{ ...automatic, confidence: null }, 'Automatic transcript (whisper-1)'],
  [{ ...automatic, grade: 'rough', edited: true } as const, 'Corrected by people'],
])('%o reads "%s"', (origin, label) => {
  expect(describeTranscript(origin)).toBe(label);
});

test('the mean counts only words that carry a confidence', () => {
  const word = { startSeconds: 0, endSeconds: 1, text: 'so' };
  expect(meanConfidence([word, { ...word, confidence: 0.5 }, { ...word, confidence: 1 }])).toBe(0.75);
  expect(meanConfidence([word])).toBeNull();
});
