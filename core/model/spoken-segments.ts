import type { Segment, Word } from './transcript.ts';

/** A pause that ends a segment. */
const pauseSeconds = 0.5;
const maxSeconds = 12;
const maxWords = 30;

/**
 * Makes readable segments of words without punctuation: a new one at every pause of half a second, at most 12 s
 * and 30 words each, divided where the pause is longest. The first letter is capitalised; full stops are not
 * invented.
 */
export function segmentsOfWords(words: readonly Word[]): Segment[] {
  return splitAtPauses(words).flatMap(splitLong).map(toSegment);
}

function splitAtPauses(words: readonly Word[]): (readonly Word[])[] {
  const runs: Word[][] = [];
  let last: Word | undefined;
  for (const word of words) {
    if (last === undefined || word.startSeconds - last.endSeconds >= pauseSeconds) runs.push([]);
    runs.at(-1)?.push(word);
    last = word;
  }
  return runs;
}

function splitLong(run: readonly Word[]): (readonly Word[])[] {
  const first = run[0];
  if (first === undefined) return [];
  const tooLong = run.findIndex(
    (word, index) => index > 0 && (index >= maxWords || word.endSeconds - first.startSeconds > maxSeconds),
  );
  if (tooLong === -1) return [run];
  const at = longestPause(run, Math.ceil(tooLong / 2), tooLong);
  return [run.slice(0, at), ...splitLong(run.slice(at))];
}

/** Index, from `from` to `to`, of the word that has the longest pause before it; the last of equal ones. */
function longestPause(run: readonly Word[], from: number, to: number): number {
  let best = to;
  let bestPause = -1;
  for (let index = Math.max(1, from); index <= to; index += 1) {
    const pause = (run[index]?.startSeconds ?? 0) - (run[index - 1]?.endSeconds ?? 0);
    if (pause >= bestPause) [best, bestPause] = [index, pause];
  }
  return best;
}

function toSegment(words: readonly Word[]): Segment {
  const text = words.map((word) => word.text).join(' ');
  return {
    startSeconds: words[0]?.startSeconds ?? 0,
    endSeconds: words.at(-1)?.endSeconds ?? 0,
    speaker: null,
    text: text.charAt(0).toLocaleUpperCase('en') + text.slice(1),
    words,
  };
}
