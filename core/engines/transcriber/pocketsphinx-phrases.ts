import type { SpottedPhrase } from '../../model/transcript.ts';

/** More phrases find more that nobody said; the likeliest ones come first. */
const mostPhrases = 40;
/** Shorter ones are heard in everything. */
const fewestLetters = 6;
/**
 * The exponent of the threshold for each letter: more lets more pass. Of 10 phrases said in four talks of 5 min, among
 * 37 listened for, 1.6 found 8 with 12 false alarms, 1.2 the same with 7, 0.9 one fewer with as many.
 */
const leniency = 1.2;
const framesPerSecond = 100;
/** The recogniser says when a phrase begins, and when the last one of a piece ends: how long a letter takes. */
const secondsPerLetter = 0.07;

/** A phrase as it was given, and as the recogniser can say it. */
export interface SpeakablePhrase {
  readonly phrase: string;
  readonly spoken: string;
}

const spokenOf = (phrase: string): string =>
  phrase
    .toLowerCase()
    .replace(/[^\p{L}\p{N}']+/gu, ' ')
    .trim();

const lettersOf = (spoken: string): number => spoken.replaceAll(' ', '').length;

/** The phrases worth listening for of which every word is in the dictionary: one unknown word would end the run. */
export function speakablePhrases(phrases: readonly string[], dictionary: string): readonly SpeakablePhrase[] {
  const candidates = new Map(phrases.map((phrase) => [spokenOf(phrase), phrase]));
  const asked = new Set([...candidates.keys()].flatMap((spoken) => spoken.split(' ')));
  const known = new Set<string>();
  for (const line of dictionary.split('\n')) {
    const word = line.slice(0, line.indexOf(' '));
    if (asked.has(word)) known.add(word);
  }
  return [...candidates]
    .filter(
      ([spoken]) => lettersOf(spoken) >= fewestLetters && spoken.split(' ').every((word) => known.has(word)),
    )
    .slice(0, mostPhrases)
    .map(([spoken, phrase]) => ({ phrase, spoken }));
}

/** The file for `-kws`: a phrase and its threshold a line. */
export const keywordFile = (phrases: readonly SpeakablePhrase[]): string =>
  phrases.map(({ spoken }) => `${spoken} /1e-${Math.round(lettersOf(spoken) * leniency)}/\n`).join('');

/** `<first frame> <score> 0 <phrase>`, and after the last one its end. */
const find = /(\d+) -?\d+ -?\d+ ([^\d]+?)\s+(?=\d)/g;

/**
 * Reads what `pocketsphinx_batch -kws … -hypseg` writes, the finds of each piece in order, times in seconds of the
 * piece. (`-ctm` says nothing of phrases.)
 */
export function parseFinds(
  text: string,
  phrases: readonly SpeakablePhrase[],
): ReadonlyMap<string, readonly SpottedPhrase[]> {
  const given = new Map(phrases.map(({ phrase, spoken }) => [spoken, phrase]));
  const pieces = new Map<string, readonly SpottedPhrase[]>();
  for (const line of text.split('\n')) {
    const [, piece, finds = ''] = /^(\S+) S \S+ T \S+ A \S+ L \S+ (.+)$/.exec(line.trim()) ?? [];
    if (piece === undefined) continue;
    const found = [...finds.matchAll(find)].flatMap(([, frame, spoken = '']) => {
      const phrase = given.get(spoken);
      if (phrase === undefined) return [];
      const startSeconds = Number(frame) / framesPerSecond;
      return [{ startSeconds, endSeconds: startSeconds + lettersOf(spoken) * secondsPerLetter, phrase }];
    });
    pieces.set(piece, found);
  }
  return pieces;
}
