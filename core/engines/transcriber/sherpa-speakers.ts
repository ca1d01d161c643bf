import { groupVoices } from '../../model/group-voices.ts';
import type { SampleRange } from '../../model/silence.ts';
import type { Segment, Word } from '../../model/transcript.ts';
import type { KeptAnswer } from './sherpa-answer.ts';

export interface PieceWithAnswer {
  readonly piece: SampleRange;
  readonly answer: KeptAnswer;
}

/** Somebody speaks; in seconds of the recording. */
export interface Turn {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly speaker: string;
}

/** Who speaks when, in order: the voices of all pieces, told apart by their prints, `Speaker 1` the first to speak. */
export function turnsOf(answers: readonly PieceWithAnswer[], sampleRate: number): Turn[] {
  const heard = answers.flatMap(({ answer }, at) =>
    [...new Set(answer.turns.map((turn) => turn.speaker))].map((speaker) => {
      const voice = answer.voices.find((one) => one.speaker === speaker);
      return { key: keyOf(at, speaker), print: voice?.print ?? [], seconds: voice?.seconds ?? 0 };
    }),
  );
  const groups = groupVoices(heard);
  const names = new Map(heard.map(({ key }, index) => [key, `Speaker ${(groups[index] ?? index) + 1}`]));
  return answers
    .flatMap(({ piece, answer }, at) =>
      answer.turns.map(({ start, end, speaker }) => ({
        startSeconds: piece.start / sampleRate + start,
        endSeconds: piece.start / sampleRate + end,
        speaker: names.get(keyOf(at, speaker)) ?? '',
      })),
    )
    .sort((a, b) => a.startSeconds - b.startSeconds);
}

/** A piece numbers its voices for itself. */
const keyOf = (piece: number, speaker: number): string => `${piece} ${speaker}`;

/** Gives a segment the speaker of its time, cut where another one goes on if its words have times. */
export function withSpeakers(segment: Segment, turns: readonly Turn[]): Segment[] {
  const near = turns.filter(
    (turn) => turn.endSeconds > segment.startSeconds && turn.startSeconds < segment.endSeconds,
  );
  if (near.length === 0) return [segment];
  const speaker = mostOf(segment, near);
  if (segment.words === undefined) return [{ ...segment, speaker }];
  const parts: { speaker: string | null; words: Word[] }[] = [];
  for (const word of segment.words) {
    const part = parts.at(-1);
    const by = mostOf(word, near) ?? part?.speaker ?? speaker;
    if (part && part.speaker === by) part.words.push(word);
    else parts.push({ speaker: by, words: [word] });
  }
  return cutByWords(segment, parts);
}

/** Who speaks for most of this time. */
function mostOf(timed: Word | Segment, turns: readonly Turn[]): string | null {
  const seconds = new Map<string, number>();
  for (const { startSeconds, endSeconds, speaker } of turns) {
    const shared = Math.min(endSeconds, timed.endSeconds) - Math.max(startSeconds, timed.startSeconds);
    if (shared > 0) seconds.set(speaker, (seconds.get(speaker) ?? 0) + shared);
  }
  return [...seconds].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

function cutByWords(
  segment: Segment,
  parts: readonly { readonly speaker: string | null; readonly words: readonly Word[] }[],
): Segment[] {
  let rest = segment.text;
  return parts.map(({ speaker, words }, at) => {
    const cut = at === parts.length - 1 ? rest.length : lengthOf(words, rest);
    const text = rest.slice(0, cut).trim();
    rest = rest.slice(cut);
    return {
      startSeconds: words[0]?.startSeconds ?? segment.startSeconds,
      endSeconds: words.at(-1)?.endSeconds ?? segment.endSeconds,
      speaker,
      text,
      words,
    };
  });
}

/** How much of the text these words take, which is nothing but them and blanks. */
function lengthOf(words: readonly Word[], text: string): number {
  let at = 0;
  for (const word of words) at = text.indexOf(word.text, at) + word.text.length;
  return at;
}
