import { editDistance } from './damerau-levenshtein.ts';
import { typos } from './weights.ts';

/** How many edits a word of this length may be away from what was meant. */
export function editsAllowed(word: string): number {
  if (word.length < typos.oneEditFrom || /^\d+$/.test(word)) return 0;
  return word.length < typos.twoEditsFrom ? 1 : 2;
}

/**
 * Hashes (FNV-1a, 32 bit, signed as Postgres' integer) of the word's beginning with letters left out.
 * Two words within as many edits share a key (symmetric delete, W. Garbe 2012). Ascending, without repeats.
 */
export function deletionKeys(word: string): number[] {
  const start = word.slice(0, typos.keyLetters);
  let layer = new Set([start]);
  const all = new Set(layer);
  for (let edits = editsAllowed(word); edits > 0; edits -= 1) {
    layer = new Set([...layer].flatMap(withoutOneLetter));
    for (const variant of layer) all.add(variant);
  }
  return [...new Set([...all].map(hash))].sort((a, b) => a - b);
}

/** A known word that may have been meant. `slip` is its edits, and half a one more for a wrong first letter. */
export interface Spelling {
  readonly word: string;
  readonly edits: number;
  readonly slip: number;
}

/** Of words that share a deletion key with `typed`, those really near; nearest first, then by frequency. */
export function nearestSpellings(
  typed: string,
  candidates: readonly { readonly word: string; readonly frequency: number }[],
  limits: { readonly edits: number; readonly most: number },
): Spelling[] {
  const allowed = Math.min(limits.edits, editsAllowed(typed));
  return candidates
    .filter(({ word }) => word !== typed)
    .map(({ word, frequency }) => {
      const edits = editDistance(typed, word, allowed);
      return { word, frequency, edits, slip: edits + (word[0] === typed[0] ? 0 : typos.firstLetter) };
    })
    .filter(({ edits }) => edits <= allowed)
    .sort((a, b) => a.slip - b.slip || b.frequency - a.frequency || (a.word < b.word ? -1 : 1))
    .slice(0, limits.most)
    .map(({ word, edits, slip }) => ({ word, edits, slip }));
}

function withoutOneLetter(text: string): string[] {
  return Array.from({ length: text.length }, (_, at) => text.slice(0, at) + text.slice(at + 1));
}

/** FNV-1a, 32 bit, signed as Postgres' integer. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value | 0;
}
