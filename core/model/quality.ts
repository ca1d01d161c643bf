import type { TranscriptGrade, Word } from './transcript.ts';

export interface TranscriptOrigin {
  /** As stored: the transcriber's name, after a `:` its model. */
  readonly engine: string;
  readonly grade: TranscriptGrade;
  /** Whether people have corrected it. */
  readonly edited: boolean;
  /** Mean of the words', 0 to 1; `null` or absent where the engine does not say. */
  readonly confidence?: number | null | undefined;
}

/** Under this mean the reader is warned: about every fifth word is wrong then. */
const doubtfulConfidence = 0.7;

/** How good a transcript is, in words for its reader; never empty. */
export function describeTranscript({ engine, grade, edited, confidence }: TranscriptOrigin): string {
  if (edited) return 'Corrected by people';
  if (grade === 'given') return 'Captions from the recording';
  if (grade === 'rough') return 'Rough automatic transcript: good for finding, not for quoting';
  const model = engine.split(':').slice(1).join(':');
  const label = model === '' ? 'Automatic transcript' : `Automatic transcript (${model})`;
  const isDoubtful = typeof confidence === 'number' && confidence < doubtfulConfidence;
  return isDoubtful ? `${label}: parts of it are uncertain` : label;
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
