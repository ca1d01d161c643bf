import { type Block, blocksOf } from './markdown.ts';
import type { Inline } from './markdown-inline.ts';

/** The words of the first paragraph of a Markdown text, without its marks; empty where there is none. */
export function firstParagraph(markdown: string): string {
  const first = blocksOf(markdown).find(
    (block): block is Extract<Block, { kind: 'paragraph' }> => block.kind === 'paragraph',
  );
  return first ? first.inlines.map(textOf).join('').replace(/\s+/g, ' ') : '';
}

const textOf = (inline: Inline): string =>
  'inlines' in inline ? inline.inlines.map(textOf).join('') : inline.text;
