import type { Word } from '../../model/transcript.ts';

/** The recogniser's frames: 100 a second. */
const framesPerSecond = 100;
/** `<uttid> S <scale> T <score> A <acoustic> L <language>` come before the first word. */
const headFields = 9;
/** `<first frame> <acoustic score> <language score> <word>`, and after the last word its end frame. */
const fieldsPerWord = 4;

/**
 * Reads what `pocketsphinx_batch -hypseg` writes, one piece a line. Times are those of the piece.
 * Pronunciation marks (`and(2)`) are taken off; silences, noises and sentence marks are left out.
 */
export function parseHypseg(text: string): ReadonlyMap<string, readonly Word[]> {
  const pieces = new Map<string, readonly Word[]>();
  for (const line of text.split('\n')) {
    const fields = line.trim().split(/\s+/);
    const id = fields[0];
    if (id) pieces.set(id, wordsOf(fields.slice(headFields)));
  }
  return pieces;
}

function wordsOf(fields: readonly string[]): Word[] {
  const words: Word[] = [];
  for (let at = 0; at + fieldsPerWord < fields.length; at += fieldsPerWord) {
    const text = (fields[at + 3] ?? '').replace(/\(\d+\)$/, '');
    const start = Number(fields[at]);
    const end = Number(fields[at + fieldsPerWord]);
    if (isSpoken(text) && Number.isFinite(start) && end > start)
      words.push({ startSeconds: start / framesPerSecond, endSeconds: end / framesPerSecond, text });
  }
  return words;
}

/** Not `<s>`, `<sil>`, `[SPEECH]`, `[NOISE]`, `++BREATH++`. */
const isSpoken = (text: string): boolean => text !== '' && !/^[<[+]/.test(text);
