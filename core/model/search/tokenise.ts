import { joinNames } from './code-names.ts';
import { apostrophes, foldWord, spellWord, unseen } from './fold.ts';

/** A word of a text as index, query and highlight compare it; `start` and `end` are UTF-16 offsets into the text. */
export interface Token {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  /** One character of Chinese, Japanese or Korean: found together with its neighbours, see `indexTerms`. */
  readonly isCharacter?: true;
  /** On the first part of a name such as `I/O`: the name in one, and of how many tokens. */
  readonly name?: { readonly word: string; readonly parts: number };
}

/** Names that are mostly punctuation; without these `C++`, `C#` and `C` would be one word. */
export const namedSigns: ReadonlyMap<string, string> = new Map([
  ['c++', 'cplusplus'],
  ['g++', 'gplusplus'],
  ['notepad++', 'notepadplusplus'],
  ['c#', 'csharp'],
  ['f#', 'fsharp'],
  ['.net', 'dotnet'],
]);

const plain = /^[a-z\d]+$/i;
const letter = '[\\p{L}\\p{N}]';
const more = `[\\p{L}\\p{N}\\p{M}${unseen}]*`;
const run = new RegExp(
  `(?<!${letter})(?:(?:[cg]|notepad)\\+\\+|[cf]#|\\.net)(?!${letter})|${letter}${more}(?:[${apostrophes}]${letter}${more})*`,
  'giu',
);
/** Each of these says something; words of them are not kept apart by blanks, or carry endings without number. */
const characters = '(?=[\\p{L}\\p{N}])[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Hang}]';
const isAnyCharacter = new RegExp(characters, 'u');
const character = new RegExp(`^${characters}`, 'u');
/** One of them with its voicing marks, or a stretch without any. */
const stretch = new RegExp(`${characters}[\\p{M}${unseen}\\uff9e\\uff9f]*|(?:(?!${characters})[^])+`, 'gu');
/** Written without blanks as well, but in letters: words are looked up in ICU's dictionaries. */
const withoutBlanks = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const anyApostrophe = new RegExp(`[${apostrophes}]`, 'u');
/** Articles and pronouns that lost their vowel: `l'école`, `qu'elle`, `dell'arte`. */
const elision =
  /^(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu|all|dall|dell|nell|sull|quell|quest|un)['\u2019](?=\p{L}{2})/iu;

const tight =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Whether it holds letters of a script whose words stand next to each other, such as Chinese or Thai. */
export const isWrittenWithoutBlanks = (text: string): boolean => tight.test(text);

const wordBreaks = new Intl.Segmenter(undefined, { granularity: 'word' });

/**
 * The words of a text in order. Runs of letters and digits; Chinese, Japanese and Korean character by character,
 * Thai, Lao, Khmer and Burmese by `Intl.Segmenter`. Every side of a search uses this one function: Postgres' own
 * parser reads `node.js` as a host and `/usr/lib` as a file, so query, index and highlight would disagree.
 */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(run)) {
    const raw = match[0];
    if (plain.test(raw)) add(tokens, raw, match.index);
    else if (isAnyCharacter.test(raw)) addCharacters(tokens, raw, match.index);
    else addWords(tokens, raw, match.index);
  }
  return joinNames(text, tokens);
}

/** The words alone. */
export const wordsOf = (text: string): string[] => tokenise(text).map(({ word }) => word);

/** How a dictionary of stems reads a token of the text. */
export function spellingOf(text: string, { word, start, end, isCharacter }: Token): string {
  const raw = text.slice(start, end);
  return isCharacter || namedSigns.has(raw.toLowerCase()) ? word : spellWord(raw);
}

/** Whether the word is one character of Chinese, Japanese or Korean. */
export const isCharacterWord = (word: string): boolean => character.test(word);

/** Where words end in a text of characters, as ICU's dictionaries see it: UTF-16 offsets. */
export function wordEnds(text: string): ReadonlySet<number> {
  return new Set(Array.from(wordBreaks.segment(text), ({ index, segment }) => index + segment.length));
}

function addCharacters(tokens: Token[], raw: string, start: number): void {
  for (const { 0: part, index } of raw.matchAll(stretch)) {
    if (!character.test(part)) addWords(tokens, part, start + index);
    else add(tokens, part, start + index, true);
  }
}

function addWords(tokens: Token[], raw: string, start: number): void {
  if (withoutBlanks.test(raw)) {
    for (const part of wordBreaks.segment(raw)) add(tokens, part.segment, start + part.index);
    return;
  }
  const elided = anyApostrophe.test(raw) ? (elision.exec(raw)?.[0].length ?? 0) : 0;
  if (elided > 0) add(tokens, raw.slice(0, elided - 1), start);
  add(tokens, raw.slice(elided), start + elided);
}

function add(tokens: Token[], raw: string, start: number, isCharacter = false): void {
  const word = namedSigns.get(raw.toLowerCase()) ?? foldWord(raw);
  if (word === '') return;
  const token = { word, start, end: start + raw.length };
  tokens.push(isCharacter ? { ...token, isCharacter } : token);
}
