import type { Word } from '../../model/transcript.ts';

/** `<piece> <channel> <start> <duration> <what, with its blanks> <confidence>`, times in seconds of the piece. */
const line = /^(\S+) \S+ (\d+\.\d+) (\d+\.\d+) (.+) (-?\d+\.\d+)$/;

/**
 * Reads what `pocketsphinx_batch -ctm` writes (NIST's time-marked conversation format), the words or phrases of each
 * piece in order. Pronunciation marks (`and(2)`), silences, noises and sentence marks are left out.
 */
export function parseCtm(text: string): ReadonlyMap<string, readonly Required<Word>[]> {
  const pieces = new Map<string, Required<Word>[]>();
  for (const one of text.split('\n')) {
    const [, piece, start, duration, said = '', confidence] = line.exec(one.trim()) ?? [];
    const words = piece === undefined ? [] : (pieces.get(piece) ?? []);
    const word = said.trim().replace(/\(\d+\)$/, '');
    if (piece === undefined || !isSpoken(word) || Number(duration) <= 0) continue;
    const startSeconds = Number(start);
    words.push({
      startSeconds,
      endSeconds: Math.round((startSeconds + Number(duration)) * 1000) / 1000,
      text: word,
      confidence: Math.min(1, Math.max(0, Number(confidence))),
    });
    pieces.set(piece, words);
  }
  return pieces;
}

/** Not `<s>`, `<sil>`, `[SPEECH]`, `[NOISE]`, `++BREATH++`. */
const isSpoken = (text: string): boolean => text !== '' && !/^[<[+]/.test(text);
