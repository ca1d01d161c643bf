import { expect, test } from 'vitest';
import { describeTranscript, meanConfidence, shownGrade, textTrust } from './quality.ts';

const automatic = { engine: 'some-server:whisper-1', grade: 'good', correctedShare: 0 } as const;

test.each([
  [{ engine: 'captions', grade: 'given', correctedShare: 0 } as const, 'Captions from the recording'],
  [
    { engine: 'recogniser', grade: 'rough', correctedShare: 0 } as const,
    'Rough automatic transcript: good for finding, not for quoting',
  ],
  [automatic, 'Automatic transcript (whisper-1)'],
  [{ ...automatic, engine: 'server:Systran/whisper:large' }, 'Automatic transcript (Systran/whisper:large)'],
  [{ ...automatic, engine: 'recogniser' }, 'Automatic transcript'],
  [{ ...automatic, confidence: 0.5 }, 'Automatic transcript (whisper-1): parts of it are uncertain'],
  [{ ...automatic, confidence: 0.9 }, 'Automatic transcript (whisper-1)'],
  [{ ...automatic, confidence: null }, 'Automatic transcript (whisper-1)'],
  [{ ...automatic, grade: 'rough', correctedShare: 1 } as const, 'Corrected by people'],
  [
    { ...automatic, grade: 'rough', correctedShare: 0.2 } as const,
    'Rough automatic transcript, partly corrected by people: good for finding, not for quoting',
  ],
  [
    { ...automatic, correctedShare: 0.6, confidence: 0.5 },
    'Automatic transcript (whisper-1), mostly corrected by people: parts of it are uncertain',
  ],
  [
    { engine: 'captions', grade: 'given', correctedShare: 0.1 } as const,
    'Captions from the recording, partly corrected by people',
  ],
  [{ engine: 'person', grade: 'given', correctedShare: 1 } as const, 'Written by people'],
])('%o reads "%s"', (origin, label) => {
  expect(describeTranscript(origin)).toBe(label);
});

test('the mean counts only words that carry a confidence', () => {
  const word = { startSeconds: 0, endSeconds: 1, text: 'so' };
  expect(meanConfidence([word, { ...word, confidence: 0.5 }, { ...word, confidence: 1 }])).toBe(0.75);
  expect(meanConfidence([word])).toBeNull();
});

test('a list calls a text edited once people answer for most of it', () => {
  expect(shownGrade({ grade: 'rough', correctedShare: 0.4 })).toBe('rough');
  expect(shownGrade({ grade: 'rough', correctedShare: 0.5 })).toBe('edited');
});

test('captions and corrected text are trusted, a rough text is by half, an unsure machine by what it says', () => {
  expect(textTrust({ grade: 'given', correctedShare: 0 })).toBe(1);
  expect(textTrust({ grade: 'rough', correctedShare: 1 })).toBe(1);
  expect(textTrust({ grade: 'rough', correctedShare: 0 })).toBe(0.5);
  expect(textTrust({ grade: 'good', correctedShare: 0.5, confidence: 0.6 })).toBe(0.8);
});
