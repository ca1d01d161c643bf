import type { Segment, Word } from '../../model/transcript.ts';
import type { Stretch } from './sherpa-answer.ts';

/** A word and where it stands in the stretch's text. */
interface PlacedWord extends Word {
  readonly from: number;
  readonly to: number;
}

/** How long a part of a word is taken to last where the model says only when it begins. */
const tokenSeconds = 0.3;
const shortestSeconds = 0.02;
const pauseSeconds = 0.8;
const maxSeconds = 12;
/** A sentence this long may end a segment; shorter ones stay together. */
const readableSeconds = 3;

/** The segments of a stretch as the model says, times on the line of `startSeconds`; without speakers. */
export function segmentsOf({ startSeconds, endSeconds, result }: Stretch): Segment[] {
  const limits = { startSeconds, endSeconds };
  const words = wordsOf({ startSeconds, endSeconds, result });
  if (words.length > 0) return grouped(words).map((group) => segmentOf(group, result.text));
  const said = result.segment_texts.flatMap((text, at) => {
    const start = result.segment_timestamps[at];
    const duration = result.segment_durations[at];
    if (start === undefined || duration === undefined) return [];
    return [{ text, ...within(limits, startSeconds + start, startSeconds + start + duration) }];
  });
  const sentences = said.length > 0 ? said : [{ text: result.text, ...limits }];
  return sentences
    .map((sentence) => ({ ...sentence, text: sentence.text.trim(), speaker: null }))
    .filter((segment) => segment.text !== '' && segment.endSeconds > segment.startSeconds);
}

interface Limits {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

const within = (limits: Limits, start: number, end: number): Limits => {
  const startSeconds = Math.min(limits.endSeconds, Math.max(limits.startSeconds, start));
  return { startSeconds, endSeconds: Math.min(limits.endSeconds, Math.max(startSeconds, end)) };
};

/**
 * The words of the text with the times of the tokens they are made of. None where there are no times, or where the
 * tokens are not the text: models that write bytes cut letters in two.
 */
function wordsOf(stretch: Stretch): PlacedWord[] {
  const { text, tokens, timestamps } = stretch.result;
  const letters = tokens.map((token) => token.replace(/[\s▁]/gu, ''));
  if (timestamps.length !== tokens.length || letters.join('') !== text.replace(/\s/gu, '')) return [];
  const tokenAt = letters.flatMap((part, token) => Array.from({ length: part.length }, () => token));
  let letter = 0;
  return wordRanges(text).flatMap(([from, to]) => {
    const first = tokenAt[letter];
    const last = tokenAt[letter + to - from - 1];
    letter += to - from;
    if (first === undefined || last === undefined) return [];
    return [{ from, to, text: text.slice(from, to), ...timesOf(stretch, first, last) }];
  });
}

/** Scripts that put no blanks between words. */
const joined = ['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer']
  .map((name) => `\\p{sc=${name}}`)
  .join('');
const wordPattern = new RegExp(`[${joined}][\\p{M}\\p{P}]*|(?:(?![${joined}])\\S)+`, 'gu');

/** Between blanks; where a script has none, each letter. */
const wordRanges = (text: string): [from: number, to: number][] =>
  [...text.matchAll(wordPattern)].map((match) => [match.index, match.index + match[0].length]);

function timesOf({ startSeconds, endSeconds, result }: Stretch, first: number, last: number) {
  const { timestamps, durations, ys_log_probs: logProbs } = result;
  const lastStart = timestamps[last] ?? 0;
  const next = timestamps[last + 1] ?? Number.POSITIVE_INFINITY;
  const lasts = durations[last] || Math.min(tokenSeconds, next - lastStart);
  const start = startSeconds + (timestamps[first] ?? 0);
  const times = within(
    { startSeconds, endSeconds },
    Math.min(start, endSeconds - shortestSeconds),
    Math.max(start + shortestSeconds, startSeconds + lastStart + lasts),
  );
  if (logProbs.length !== timestamps.length) return times;
  const mean = logProbs.slice(first, last + 1).reduce((sum, one) => sum + one, 0) / (last - first + 1);
  return { ...times, confidence: Math.round(Math.min(1, Math.exp(mean)) * 1000) / 1000 };
}

/** At pauses, at ends of sentences that are long enough, and at least every 12 s. */
function grouped(words: readonly PlacedWord[]): PlacedWord[][] {
  const groups: PlacedWord[][] = [];
  for (const word of words) {
    const group = groups.at(-1);
    const first = group?.[0];
    const last = group?.at(-1);
    const isNew =
      first === undefined ||
      last === undefined ||
      word.startSeconds - last.endSeconds >= pauseSeconds ||
      word.endSeconds - first.startSeconds > maxSeconds ||
      (/[.?!…。？！]["'”’)]*$/u.test(last.text) && last.endSeconds - first.startSeconds >= readableSeconds);
    if (isNew) groups.push([word]);
    else group?.push(word);
  }
  return groups;
}

function segmentOf(group: readonly PlacedWord[], text: string): Segment {
  const last = group.at(-1);
  return {
    startSeconds: group[0]?.startSeconds ?? 0,
    endSeconds: last?.endSeconds ?? 0,
    speaker: null,
    text: text.slice(group[0]?.from ?? 0, last?.to ?? 0),
    words: group.map(({ from: _from, to: _to, ...word }) => word),
  };
}
