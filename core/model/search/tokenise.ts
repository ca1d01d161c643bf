/** A word of a text as index, query and highlight compare it; `start` and `end` are UTF-16 offsets into the text. */
export interface Token {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** Names that are mostly punctuation; without these `C++`, `C#` and `C` would be one word. */
const namedSigns: ReadonlyMap<string, string> = new Map([
  ['c++', 'cplusplus'],
  ['c#', 'csharp'],
  ['f#', 'fsharp'],
  ['.net', 'dotnet'],
]);

/** Longer runs are encoded data, not words that somebody types. */
const longestWord = 64;

/** Most words; folding these takes a tenth of the time. */
const plain = /^[a-z\d]+$/i;
const apostrophes = /['\u2019\u02bc\uff07]/g;
const run =
  /(?<![\p{L}\p{N}])(?:c\+\+|[cf]#|\.net)(?![\p{L}\p{N}])|[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:['\u2019\u02bc\uff07][\p{L}\p{N}][\p{L}\p{N}\p{M}]*)*/giu;
const writtenWithoutBlanks =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Accents, but neither the vowel signs of Indic scripts nor the voicing marks of kana. */
const accents = /(?![\u3099\u309a])[\p{Script=Inherited}\u0591-\u05c7]/gu;
const notWord = /[^\p{L}\p{N}\p{M}]/gu;

/** Whether it holds letters of a script whose words stand next to each other, such as Chinese or Thai. */
export const isWrittenWithoutBlanks = (text: string): boolean => writtenWithoutBlanks.test(text);

const wordBreaks = new Intl.Segmenter(undefined, { granularity: 'word' });

/** One word folded: compatibility forms and accents away, lower case, without apostrophes and a final 's. */
export function foldWord(raw: string): string {
  if (plain.test(raw)) return raw.toLowerCase().slice(0, longestWord);
  const named = namedSigns.get(raw.toLowerCase());
  if (named !== undefined) return named;
  return raw
    .toLowerCase()
    .replace(/['\u2019\u02bc\uff07]s$/u, '')
    .replace(apostrophes, '')
    .normalize('NFKD')
    .replace(accents, '')
    .replace(notWord, '')
    .normalize('NFC')
    .slice(0, longestWord);
}

/**
 * The words of a text in order. Runs of letters and digits; scripts without blanks are cut by `Intl.Segmenter`.
 * Every side of a search uses this one function, since Postgres' own parser reads `node.js` as a host and
 * `/usr/lib` as a file: query, index and highlight would disagree.
 */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(run)) {
    const raw = match[0];
    if (!plain.test(raw) && isWrittenWithoutBlanks(raw)) {
      for (const part of wordBreaks.segment(raw)) add(tokens, part.segment, match.index + part.index);
    } else {
      add(tokens, raw, match.index);
    }
  }
  return tokens;
}

/** The words alone, joined by blanks: what `to_tsvector` is given. */
export function wordsOf(text: string): string[] {
  return tokenise(text).map((token) => token.word);
}

function add(tokens: Token[], raw: string, start: number): void {
  const word = foldWord(raw);
  if (word !== '') tokens.push({ word, start, end: start + raw.length });
}
