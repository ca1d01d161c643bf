import type { Segment, Word } from '../transcript.ts';
import { type ClockMark, thinOut } from './clock.ts';

/** 30-45 s of consecutive speech: what is indexed and found. */
export interface Passage {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Who speaks most of it. */
  readonly speaker: string | null;
  readonly text: string;
  /** When each part of the text is said; thinned out, the last mark is the end. */
  readonly clock: readonly ClockMark[];
}

/** Long enough to hold a thought, short enough to replay; measured median 34 s and 101 words. */
const limits = {
  mostSeconds: 45,
  mostWords: 120,
  enoughSeconds: 30,
  enoughWords: 60,
  silenceSeconds: 8,
} as const;

/** A segment, or a part of one, that fits into a passage. */
interface Piece {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly speaker: string | null;
  readonly text: string;
  readonly size: number;
  /** Offsets count from the piece's own beginning. */
  readonly clock: readonly ClockMark[];
}

/**
 * Cuts a transcript into passages, in order and without loss: at a silence, at the end of a sentence or a change
 * of speaker once 30 s or 60 words are reached, and before 45 s or 120 words are exceeded.
 */
export function buildPassages(segments: readonly Segment[]): Passage[] {
  const groups: Piece[][] = [];
  let open: Piece[] = [];
  for (const piece of segments.flatMap(piecesOf)) {
    if (open.length > 0 && isCutBefore(open, piece)) {
      groups.push(open);
      open = [];
    }
    open.push(piece);
  }
  if (open.length > 0) groups.push(open);
  return groups.map(join);
}

function isCutBefore(open: readonly Piece[], next: Piece): boolean {
  const first = open[0];
  const last = open.at(-1);
  if (first === undefined || last === undefined) return false;
  const size = sizeOf(open);
  if (next.startSeconds - last.endSeconds > limits.silenceSeconds) return true;
  if (next.endSeconds - first.startSeconds > limits.mostSeconds || size + next.size > limits.mostWords)
    return true;
  const isEnough =
    next.startSeconds - first.startSeconds >= limits.enoughSeconds && size >= limits.enoughWords;
  return isEnough && (endsSentence(last.text) || next.speaker !== last.speaker);
}

const endsSentence = (text: string): boolean => /[.?!\u3002\uff1f\uff01\u2026]["'”’)\]]*$/u.test(text);

const sizeOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, piece) => sum + piece.size, 0);

function join(pieces: readonly Piece[]): Passage {
  const endSeconds = Math.max(...pieces.map((piece) => piece.endSeconds));
  const text = pieces.map((piece) => piece.text).join(' ');
  return {
    startSeconds: pieces[0]?.startSeconds ?? 0,
    endSeconds,
    speaker: mainSpeaker(pieces),
    text,
    clock: thinOut([...clockOf(pieces), { offset: text.length, seconds: endSeconds }]),
  };
}

/** The pieces' marks one after the other; where captions overlap, time stands still rather than go back. */
function clockOf(pieces: readonly Piece[]): ClockMark[] {
  const clock: ClockMark[] = [];
  let offset = 0;
  for (const piece of pieces) {
    for (const mark of piece.clock) {
      const seconds = Math.max(mark.seconds, clock.at(-1)?.seconds ?? 0);
      clock.push({ offset: offset + mark.offset, seconds });
    }
    offset += piece.text.length + 1;
  }
  return clock;
}

function mainSpeaker(pieces: readonly Piece[]): string | null {
  const said = new Map<string | null, number>();
  for (const piece of pieces) said.set(piece.speaker, (said.get(piece.speaker) ?? 0) + piece.size);
  const best = [...said].sort((a, b) => b[1] - a[1])[0];
  return best?.[0] ?? null;
}

/** The segment itself, or even parts of it when it is too long for one passage (a recogniser without pauses). */
function piecesOf(segment: Segment): Piece[] {
  const units = unitsOf(segment.text);
  if (units.length === 0) return [];
  const seconds = Math.max(0, segment.endSeconds - segment.startSeconds);
  const parts = Math.max(Math.ceil(seconds / limits.mostSeconds), Math.ceil(units.length / limits.mostWords));
  const size = Math.ceil(units.length / Math.max(1, parts));
  const pieces: Piece[] = [];
  for (let from = 0; from < units.length; from += size) {
    const to = Math.min(units.length, from + size);
    const clock: ClockMark[] = [];
    let offset = 0;
    for (let unit = from; unit < to; unit += 1) {
      clock.push({ offset, seconds: timeAt(segment, unit, units.length, seconds) });
      offset += units[unit]?.length ?? 0;
    }
    pieces.push({
      clock,
      startSeconds: timeAt(segment, from, units.length, seconds),
      endSeconds: to === units.length ? segment.endSeconds : timeAt(segment, to, units.length, seconds),
      speaker: segment.speaker,
      text: units.slice(from, to).join('').trim(),
      size: to - from,
    });
  }
  return pieces;
}

/** Words with the blanks that follow them; a run longer than any word is cut, for scripts without blanks. */
function unitsOf(text: string): string[] {
  return text.trim().match(/\S{1,40}\s*/gu) ?? [];
}

/** From the words' own times where there is one for each unit, otherwise evenly over the segment. */
function timeAt(segment: Segment, unit: number, units: number, seconds: number): number {
  const timed: Word | undefined = segment.words?.length === units ? segment.words[unit] : undefined;
  return timed?.startSeconds ?? segment.startSeconds + (seconds * unit) / units;
}
