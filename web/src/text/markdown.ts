/** A piece of a line of Markdown. */
export type Inline =
  | { readonly kind: 'text' | 'strong' | 'emphasis' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string };

export type Block =
  | { readonly kind: 'paragraph' | 'heading'; readonly lines: readonly string[] }
  | { readonly kind: 'list'; readonly isNumbered: boolean; readonly lines: readonly string[] };

/** The blocks of a short Markdown text (CommonMark): paragraphs, headings, lists; one level. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let isAfterBlank = true;
  for (const line of markdown.split('\n').map((one) => one.trim())) {
    const block = blockOf(line);
    const last = blocks.at(-1);
    if (last && line !== '' && goesOn(last, block, isAfterBlank))
      blocks[blocks.length - 1] = { ...last, lines: [...last.lines, ...block.lines] };
    else if (line !== '') blocks.push(block);
    isAfterBlank = line === '';
  }
  return blocks;
}

/** A blank line ends a paragraph, but no list. */
function goesOn(last: Block, block: Block, isAfterBlank: boolean): boolean {
  if (block.kind === 'list') return last.kind === 'list' && last.isNumbered === block.isNumbered;
  return block.kind === 'paragraph' && last.kind === 'paragraph' && !isAfterBlank;
}

function blockOf(line: string): Block {
  const heading = /^#{1,6}\s+(.+?)\s*#*$/.exec(line);
  if (heading) return { kind: 'heading', lines: [heading[1] ?? ''] };
  const item = /^(?:[-*+]|(\d{1,9}[.)]))\s+(.*)$/.exec(line);
  if (item) return { kind: 'list', isNumbered: item[1] !== undefined, lines: [item[2] ?? ''] };
  return { kind: 'paragraph', lines: [line] };
}

const pieces =
  /`([^`]+)`|\*\*([^*]+)\*\*|__([^_]+)__|\*([^*\s][^*]*)\*|\[([^\]]+)\]\(([^()\s]+)\)|(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/g;

/** The pieces of a line; whatever else stands there is text. Links lead to this site or the web, nowhere else. */
export function inlinesOf(line: string): Inline[] {
  const found: Inline[] = [];
  let reached = 0;
  for (const match of line.matchAll(pieces)) {
    const [whole, code, strong, strongToo, emphasis, label, target, address] = match;
    if (match.index > reached) found.push({ kind: 'text', text: line.slice(reached, match.index) });
    reached = match.index + whole.length;
    if (code !== undefined) found.push({ kind: 'code', text: code });
    else if (strong ?? strongToo) found.push({ kind: 'strong', text: strong ?? strongToo ?? '' });
    else if (emphasis !== undefined) found.push({ kind: 'emphasis', text: emphasis });
    else if (address !== undefined) found.push({ kind: 'link', text: address, href: address });
    else if (label !== undefined && target !== undefined && /^(https?:\/\/|\/(?![/\\]))/.test(target))
      found.push({ kind: 'link', text: label, href: target });
    else found.push({ kind: 'text', text: whole });
  }
  if (reached < line.length) found.push({ kind: 'text', text: line.slice(reached) });
  return found;
}
