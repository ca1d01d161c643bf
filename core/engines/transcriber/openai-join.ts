import { type SampleRange, type SoundLevels, silenceThreshold } from '../../model/silence.ts';
import type { Segment } from '../../model/transcript.ts';
import { placeAnswer } from './openai-place-answer.ts';
import type { KeptAnswer } from './openai-shapes.ts';

interface PieceWithAnswer {
  readonly piece: SampleRange;
  readonly answer: KeptAnswer;
}

/** Voices are named anew in each piece: `A` of one may not be `A` of the next, so that the part is told. */
export function joinAnswers(answers: readonly PieceWithAnswer[], levels: SoundLevels): Segment[] {
  const loudness = { levels, threshold: silenceThreshold(levels) };
  return answers.flatMap(({ piece, answer }, index) =>
    placeAnswer(answer, piece, loudness).map((segment) => {
      if (segment.speaker === null) return segment;
      const part = answers.length > 1 ? ` (part ${index + 1})` : '';
      return { ...segment, speaker: `Speaker ${segment.speaker}${part}` };
    }),
  );
}

/** The language of most of the sound: one piece of music is often heard as another. */
export function mostHeard(answers: readonly PieceWithAnswer[]): string | null {
  const samples = new Map<string, number>();
  for (const { piece, answer } of answers)
    if (answer.language !== null)
      samples.set(answer.language, (samples.get(answer.language) ?? 0) + piece.end - piece.start);
  return [...samples].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}
