import type { TranscriptGrade, Word } from './transcript.ts';

export interface TranscriptOrigin {
  /** As stored: the transcriber's name, after a `:` its model; `person` where no machine had a part in it. */
  readonly engine: string;
  readonly grade: TranscriptGrade;
  /** The share of words that people answer for, 0 to 1. */
  readonly correctedShare: number;
  /** Mean of the words', 0 to 1; `null` or absent where the engine does not say. */
  readonly confidence?: number | null | undefined;
}

/** Under this mean the reader is warned: about every fifth word is wrong then. */
const doubtfulConfidence = 0.7;

/** From here on what is left to correct is not worth a word. */
const nearlyAll = 0.95;

/** How good a transcript is, in words for its reader; never empty. */
export function describeTranscript(origin: TranscriptOrigin): string {
  const { engine, grade, correctedShare, confidence } = origin;
  if (engine === 'person') return 'Written by people';
  if (correctedShare >= nearlyAll) return 'Corrected by people';
  const corrected =
    correctedShare >= 0.5
      ? ', mostly corrected by people'
      : correctedShare > 0
        ? ', partly corrected by people'
        : '';
  if (grade === 'given') return `Captions from the recording${corrected}`;
  if (grade === 'rough') return `Rough automatic transcript${corrected}: good for finding, not for quoting`;
  const model = engine.split(':').slice(1).join(':');
  const label = model === '' ? 'Automatic transcript' : `Automatic transcript (${model})`;
  const isDoubtful = typeof confidence === 'number' && confidence < doubtfulConfidence;
  return `${label}${corrected}${isDoubtful ? ': parts of it are uncertain' : ''}`;
}

/** What lists say: `edited` once people answer for most of it. */
export const shownGrade = ({ grade, correctedShare }: Omit<TranscriptOrigin, 'engine'>) =>
  correctedShare >= 0.5 ? 'edited' : grade;

const trustOf: Readonly<Record<TranscriptGrade, number>> = { given: 1, good: 0.9, rough: 0.5 };

/** How far a search may trust that the words were said, 0 to 1: people's count as said. */
export function textTrust({ grade, correctedShare, confidence }: Omit<TranscriptOrigin, 'engine'>): number {
  const machine = Math.min(trustOf[grade], confidence ?? 1);
  return correctedShare + (1 - correctedShare) * machine;
}

/** Mean confidence of the words that carry one, `null` when none does. */
export function meanConfidence(words: Iterable<Word>): number | null {
  let sum = 0;
  let count = 0;
  for (const { confidence } of words) {
    if (confidence === undefined) continue;
    sum += confidence;
    count += 1;
  }
  return count === 0 ? null : sum / count;
}
