import type { Token } from './tokenise.ts';
import { snippets } from './weights.ts';

/** A stretch of the text that answers the query; `group` says which of its words, `worth` how well. */
export interface Match {
  readonly start: number;
  readonly end: number;
  readonly group: number;
  readonly worth: number;
}

export interface Snippet {
  readonly html: string;
  /** Where the first match that is shown begins in the text; `null` without one. */
  readonly matchStart: number | null;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in HTML, in elements and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);
}

/**
 * About 30 words, or 60 characters of a script without blanks, of the text where most of the query is, escaped for HTML, with `<mark>` around each match.
 * Matches are in order and do not overlap; without any the text's beginning is given.
 */
export function snippetOf(text: string, tokens: readonly Token[], matches: readonly Match[]): Snippet {
  const [first, last] = bestWindow(tokens, matches);
  const from = first === 0 ? 0 : (tokens[first]?.start ?? 0);
  const to = last >= tokens.length - 1 ? text.length : (tokens[last]?.end ?? text.length);
  let html = from > 0 ? '… ' : '';
  let at = from;
  let matchStart: number | null = null;
  for (const match of matches) {
    if (match.start < at || match.end > to) continue;
    html += `${escapeHtml(text.slice(at, match.start))}<mark>${escapeHtml(text.slice(match.start, match.end))}</mark>`;
    at = match.end;
    matchStart ??= match.start;
  }
  html += `${escapeHtml(text.slice(at, to))}${to < text.length ? ' …' : ''}`;
  // Characters that stand side by side are one match to the eye.
  return { html: html.replaceAll('</mark><mark>', ''), matchStart };
}

/** First and last token of the window that holds the most; of equals the one whose matches are in its middle. */
function bestWindow(tokens: readonly Token[], matches: readonly Match[]): readonly [number, number] {
  const isOfCharacters = tokens.filter(({ isCharacter }) => isCharacter).length > tokens.length / 2;
  const size = isOfCharacters ? snippets.characters : snippets.words;
  if (tokens.length <= size) return [0, tokens.length - 1];
  let best = { worth: -1, first: 0, last: 0 };
  for (const opening of matches) {
    const first = tokens.findIndex((token) => token.end > opening.start);
    const end = tokens[Math.min(tokens.length, first + size) - 1]?.end ?? 0;
    const inside = matches.filter((match) => match.start >= opening.start && match.end <= end);
    const worth = worthOf(inside);
    const last = tokens.findIndex((token) => token.end >= (inside.at(-1)?.end ?? 0));
    if (worth > best.worth) best = { worth, first, last };
  }
  const spare = Math.max(0, size - (best.last - best.first + 1));
  const from =
    best.worth < 0 ? 0 : Math.max(0, Math.min(best.first - Math.floor(spare / 2), tokens.length - size));
  return [from, from + size - 1];
}

/** Each word of the query once by its best match, repeats for a tenth. */
function worthOf(matches: readonly Match[]): number {
  const best = new Map<number, number>();
  let repeats = 0;
  for (const { group, worth } of matches) {
    repeats += worth;
    best.set(group, Math.max(best.get(group) ?? 0, worth));
  }
  return [...best.values()].reduce((sum, worth) => sum + worth, 0) + repeats / 10;
}
