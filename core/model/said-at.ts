import { evenWords } from './transcript/word-times.ts';
import type { Segment } from './transcript.ts';

/** How far after a moment's start one looks for its words. */
export const saidWithinSeconds = 60;
const mostCharacters = 160;

/** What is said at a moment, as its reader is shown it. */
export interface SaidAt {
  readonly speaker: string | null;
  readonly text: string;
}

/**
 * The first words from a second on, about 160 characters; `null`: nothing is said there. `segments` are those that
 * reach into the moment, in order.
 */
export function saidAt(segments: readonly Segment[], startSeconds: number): SaidAt | null {
  const [first, ...others] = segments.filter(({ endSeconds }) => endSeconds > startSeconds);
  if (first === undefined) return null;
  const text = [textFrom(first, startSeconds), ...others.map((segment) => segment.text)]
    .map((part) => part.replace(/\s+/gu, ' ').trim())
    .filter(Boolean)
    .join(' ');
  return text === '' ? null : { speaker: first.speaker, text: shortened(text) };
}

/** Recognisers and addresses round; a word that ends this close after the start was said before it. */
const grainSeconds = 0.1;

/** The text of a segment from the word on that is said at this second. */
function textFrom(segment: Segment, startSeconds: number): string {
  const { text } = segment;
  if (startSeconds <= segment.startSeconds) return text;
  const words = segment.words ?? evenWords(segment);
  let reached = 0;
  for (const word of words) {
    const at = text.indexOf(word.text.trim(), reached);
    if (at < 0) continue;
    if (word.endSeconds > startSeconds + grainSeconds) return text.slice(at);
    reached = at + word.text.trim().length;
  }
  return text;
}

/** Cut between two words where there are any, with an ellipsis. */
function shortened(text: string): string {
  const characters = [...text];
  if (characters.length <= mostCharacters) return text;
  const cut = characters.slice(0, mostCharacters).join('');
  const blank = cut.lastIndexOf(' ');
  return `${(blank > mostCharacters / 2 ? cut.slice(0, blank) : cut).replace(/[\s,;:–-]+$/u, '')}…`;
}
