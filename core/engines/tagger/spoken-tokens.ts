import type { Segment, Word } from '../../model/transcript.ts';
import { foldTopic } from './topic-names.ts';

export interface Token {
  /** As it was written. */
  readonly text: string;
  readonly lower: string;
  readonly startSeconds: number;
  /** A capital that does not come from standing first in its sentence. */
  readonly isName: boolean;
}

/** Tokens between pauses and punctuation: a phrase never reaches over its end. */
export type Sentence = readonly Token[];

/** Of words that are recognised with less than this every seventh is wrong: they suggest nothing. */
const minConfidence = 0.8;

/**
 * Cuts the text of a talk into sentences of tokens. Doubtful words are left out and end a sentence, unless the title
 * has them: what was hardly heard and is written there was said.
 */
export function sentencesOf(segments: readonly Segment[], title = ''): Sentence[] {
  const vouched = new Set(foldTopic(title).split(' '));
  return segments.flatMap((segment) =>
    certainStretches(segment, vouched).flatMap(({ text, startSeconds }) =>
      text.split(/[.!?…]+(?=\s|$)/u).flatMap((sentence) =>
        sentence.split(/[;:,]+(?=\s|$)|[()[\]"“”–—]+|--+|\s-\s/u).flatMap((part, index) => {
          const tokens = tokensOf(part, startSeconds, index === 0);
          return tokens.length === 0 ? [] : [tokens];
        }),
      ),
    ),
  );
}

interface Stretch {
  readonly text: string;
  readonly startSeconds: number;
}

/** What of a segment is not in doubt, with when it begins; `vouched` are folded words that something else speaks for. */
export function certainStretches(segment: Segment, vouched: ReadonlySet<string> = new Set()): Stretch[] {
  const words = segment.words ?? [];
  const isDoubtful = (word: Word): boolean => isHardlyHeard(word) && !vouched.has(foldTopic(word.text));
  if (!words.some(isDoubtful)) return [{ text: segment.text, startSeconds: segment.startSeconds }];
  const stretches: { text: string; startSeconds: number }[] = [];
  let isOpen = false;
  for (const word of words) {
    const last = stretches.at(-1);
    if (isDoubtful(word)) isOpen = false;
    else if (isOpen && last) last.text += ` ${word.text}`;
    else {
      stretches.push({ text: word.text, startSeconds: word.startSeconds });
      isOpen = true;
    }
  }
  return stretches;
}

const isHardlyHeard = (word: Word): boolean =>
  word.confidence !== undefined && word.confidence < minConfidence;

function tokensOf(sentence: string, startSeconds: number, isFirst: boolean): Token[] {
  const texts = sentence.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.+#/-]*[\p{L}\p{N}+#]|[\p{L}\p{N}]/gu) ?? [];
  return texts.map((text, index) => ({
    text,
    lower: lowerOf(text),
    startSeconds,
    isName: /^\p{Lu}/u.test(text) && !(isFirst && index === 0),
  }));
}

/** "GPUs" and "the GPU's" are of the same thing. */
const lowerOf = (text: string): string =>
  text
    .replaceAll('’', "'")
    .replace(/^(\p{Lu}{2,})'?s$/u, '$1')
    .toLowerCase()
    .replace(/(?<=\p{L}{3})'s$/u, '');
