import type { Segment, Word } from '../transcript.ts';
import { isSameLine } from './claims.ts';

/**
 * An older version as it is kept: what the version after it begins and ends with as well, only in number. A
 * version with neither is kept whole.
 */
export interface StoredVersion {
  readonly keptHead: number;
  readonly keptTail: number;
  readonly segments: readonly Segment[];
}

/** Leaves out of `older` what `newer` begins and ends with. */
export function storeAgainst(older: readonly Segment[], newer: readonly Segment[]): StoredVersion {
  const most = Math.min(older.length, newer.length);
  let keptHead = 0;
  while (keptHead < most && isSameAt(older, newer, keptHead, keptHead)) keptHead += 1;
  let keptTail = 0;
  while (
    keptTail < most - keptHead &&
    isSameAt(older, newer, older.length - 1 - keptTail, newer.length - 1 - keptTail)
  )
    keptTail += 1;
  return { keptHead, keptTail, segments: older.slice(keptHead, older.length - keptTail) };
}

/** The version as it was; `newer` is the whole one after it. */
export function readAgainst(stored: StoredVersion, newer: readonly Segment[]): readonly Segment[] {
  const { keptHead, keptTail, segments } = stored;
  return [...newer.slice(0, keptHead), ...segments, ...newer.slice(newer.length - keptTail)];
}

/** Whether two versions say the same, word by word and second by second. */
export const areSameSegments = (a: readonly Segment[], b: readonly Segment[]): boolean =>
  a.length === b.length && a.every((_, at) => isSameAt(a, b, at, at));

function isSameAt(older: readonly Segment[], newer: readonly Segment[], at: number, other: number): boolean {
  const [a, b] = [older[at], newer[other]];
  return a !== undefined && b !== undefined && isSameLine(a, b) && areSameWords(a.words, b.words);
}

function areSameWords(a: readonly Word[] | undefined, b: readonly Word[] | undefined): boolean {
  if (a === b) return true;
  return a?.length === b?.length && (a ?? []).every((word, at) => isSameWord(word, b?.[at]));
}

const isSameWord = (a: Word, b: Word | undefined): boolean =>
  a.startSeconds === b?.startSeconds &&
  a.endSeconds === b.endSeconds &&
  a.text === b.text &&
  a.confidence === b.confidence;
