import { type Token, tokenise } from '../search/tokenise.ts';
import type { Segment } from '../transcript.ts';
import { mostMisheardWords, type TermText } from './term.ts';

export interface CorrectableTerm extends Pick<TermText, 'name' | 'aliases' | 'mishearings'> {
  readonly id: string;
}

/** A place in a transcript where a term was probably said: an offer, nothing is changed by it. */
export interface Correction {
  /** Index of the segment. */
  readonly segment: number;
  /** Offsets in its text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** What is written there. */
  readonly from: string;
  /** The term's name. */
  readonly to: string;
  readonly termId: string;
}

/** Words that lead on to longer phrases; `offers`: terms whose mishearing ends here, none for what is right as it is. */
interface Node {
  readonly next: Map<string, Node>;
  offers: CorrectableTerm[] | null;
}

/**
 * Finds mishearings in segments, leftmost and longest, without regard to case and accents; what several terms
 * claim is offered once for each. Names and aliases that contain a mishearing are left as they are. Linear in the
 * text: from each word at most `mostMisheardWords` are looked at, however large the vocabulary.
 */
export function correctionFinder(
  terms: readonly CorrectableTerm[],
): (segments: readonly Segment[]) => Correction[] {
  const root = phrasesOf(terms);
  return (segments) => segments.flatMap((segment, index) => correctionsIn(root, segment, index));
}

function phrasesOf(terms: readonly CorrectableTerm[]): Node {
  const root: Node = { next: new Map(), offers: null };
  for (const term of terms) {
    const ownNodes = [term.name, ...term.aliases].map((name) => phraseEnd(root, name));
    for (const node of ownNodes) if (node) node.offers ??= [];
    for (const mishearing of term.mishearings) {
      const node = phraseEnd(root, mishearing);
      if (!node || node === ownNodes[0]) continue;
      node.offers ??= [];
      if (!node.offers.includes(term)) node.offers.push(term);
    }
  }
  return root;
}

/** The node of a phrase, `null` when it has no words or too many to look at. */
function phraseEnd(root: Node, phrase: string): Node | null {
  const tokens = tokenise(phrase);
  if (tokens.length === 0 || tokens.length > mostMisheardWords) return null;
  let node = root;
  for (const { word } of tokens) {
    const next: Node = node.next.get(word) ?? { next: new Map(), offers: null };
    node.next.set(word, next);
    node = next;
  }
  return node;
}

function correctionsIn(root: Node, segment: Segment, index: number): Correction[] {
  const tokens = tokenise(segment.text);
  const found: Correction[] = [];
  let timeOf: TimeOf | undefined;
  for (let first = 0; first < tokens.length; first += 1) {
    const match = longestFrom(root, tokens, first);
    if (!match) continue;
    const { start } = match.begin;
    const { end } = match.end;
    timeOf ??= timesOf(segment, tokens);
    for (const { id, name } of match.offers) {
      found.push({
        ...{ segment: index, start, end },
        ...{ startSeconds: timeOf(first).startSeconds, endSeconds: timeOf(match.last).endSeconds },
        ...{ from: segment.text.slice(start, end), to: name, termId: id },
      });
    }
    first = match.last;
  }
  return found;
}

function longestFrom(root: Node, tokens: readonly Token[], first: number) {
  const begin = tokens[first];
  let found: { begin: Token; end: Token; last: number; offers: readonly CorrectableTerm[] } | undefined;
  let node: Node | undefined = root;
  for (let at = first; begin && node && at < tokens.length; at += 1) {
    const token = tokens[at];
    node = token && node.next.get(token.word);
    if (token && node?.offers) found = { begin, end: token, last: at, offers: node.offers };
  }
  return found;
}

type TimeOf = (token: number) => Pick<Segment, 'startSeconds' | 'endSeconds'>;

/** When each word of the text is said: by the spoken words where they are the same ones, else by its place. */
function timesOf({ text, words = [], startSeconds, endSeconds }: Segment, tokens: readonly Token[]): TimeOf {
  const spoken = words.flatMap((word) => tokenise(word.text).map(() => word));
  const atOffset = (offset: number) => startSeconds + ((endSeconds - startSeconds) * offset) / text.length;
  return (at) => {
    const word = spoken.length === tokens.length ? spoken[at] : undefined;
    if (word) return word;
    const { start = 0, end = text.length } = tokens[at] ?? {};
    return { startSeconds: atOffset(start), endSeconds: atOffset(end) };
  };
}
