/** Longer runs are encoded data, not words that somebody types. */
const longestWord = 64;

/** Most words; folding these takes a tenth of the time. */
const plain = /^[a-z\d]+$/i;

export const apostrophes = "'\\u2019\\u02bc\\uff07\\u05f3\\u05f4";
/** Joiners, soft hyphens and marks of direction: inside a word they are not seen. */
export const unseen = '\\u00ad\\u061c\\u200c-\\u200f\\u202a-\\u202e\\u2060\\u2066-\\u2069\\ufe00-\\ufe0f';

const dropped = new RegExp(`[${apostrophes}${unseen}\\u0640]`, 'gu');
const possessive = /['\u2019\u02bc\uff07]s$/u;

/** Letters that decompose into no base and mark, or that keyboards of one language write in two ways. */
const sameLetters: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ħ: 'h', ŧ: 't', ŋ: 'n', ı: 'i' },
  ς: 'σ',
  // Arabic: yeh and kaf as Persian and Urdu write them, alef maksura, teh marbuta
  ...{ '\u0649': '\u064a', '\u06cc': '\u064a', '\u06a9': '\u0643', '\u0629': '\u0647' },
};
const variant = new RegExp(`[${Object.keys(sameLetters).join('')}]`, 'gu');
const arabicDigits = /[\u0660-\u0669\u06f0-\u06f9]/g;

/**
 * Accents of Latin and Greek, niqqud and tashkil. Not the vowel signs of Indic scripts, the voicing marks of kana,
 * and what makes another letter of Cyrillic (й is no и; but ё is written е).
 */
const marks =
  /(?<!\p{Script=Cyrillic})[\u0306\u0308]|(?<=\u0435)\u0308|(?![\u0306\u0308\u3099\u309a])\p{Script=Inherited}|[\u0591-\u05c7]|[\u0610-\u061a\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]/gu;
/** A point between digits stays: names such as `v1.2.3` have it. */
const notWord = /(?!(?<=\d)\.(?=\d))[^\p{L}\p{N}\p{M}]/gu;
const halfCharacter = /[\ud800-\udbff]$/;

/** Lower case and without apostrophes, a final 's and what is not seen: as a dictionary of stems reads a word. */
export function spellWord(raw: string): string {
  if (plain.test(raw)) return raw.toLowerCase();
  return raw.toLowerCase().replace(possessive, '').replace(dropped, '').normalize('NFKC');
}

/**
 * A word as index, query and highlight compare it: as `spellWord`, and without accents, so that `cafe` finds
 * `Café` and the other way round. Empty when nothing is left.
 */
export function foldWord(raw: string): string {
  if (plain.test(raw)) return raw.toLowerCase().slice(0, longestWord);
  return spellWord(raw)
    .replace(variant, (letter) => sameLetters[letter] ?? letter)
    .replace(arabicDigits, (digit) => String(digit.charCodeAt(0) & 0xf))
    .normalize('NFKD')
    .replace(marks, '')
    .replace(notWord, '')
    .normalize('NFC')
    .slice(0, longestWord)
    .replace(halfCharacter, '');
}

const umlauts: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue' };

/** A folded word as German writes it without umlauts, and as it is with them: `Fähre` is `faehre`, `ueber` is `uber`. */
export function otherWritings(raw: string): string[] {
  const spelt = spellWord(raw).normalize('NFC');
  const written = [
    spelt.replace(/[äöü]/gu, (letter) => umlauts[letter] ?? letter),
    spelt.replace(/([ao])e|(?<!q)(u)e/gu, '$1$2'),
  ];
  return [...new Set(written.filter((one) => one !== spelt).map(foldWord))];
}
