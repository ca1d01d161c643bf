/** A stretch of text, marked where it matched. */
export interface Piece {
  readonly text: string;
  readonly isMarked: boolean;
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  '#x27': "'",
};

const unescapeHtml = (text: string): string =>
  text.replace(/&(#?\w+);/g, (entity, name: string) => entities[name] ?? entity);

/**
 * Reads a snippet of the API: text escaped for HTML with `<mark>` around matches.
 * Everything but those two tags comes out as text, so nothing in it can become markup.
 */
export function parseSnippet(snippet: string): Piece[] {
  const pieces: Piece[] = [];
  let isMarked = false;
  for (const part of snippet.split(/(<\/?mark>)/)) {
    if (part === '<mark>' || part === '</mark>') isMarked = part === '<mark>';
    else if (part !== '') pieces.push({ text: unescapeHtml(part), isMarked });
  }
  return pieces;
}
