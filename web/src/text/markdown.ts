import { type Inline, inlinesOf } from './markdown-inline.ts';

export type Block =
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  /** `level` 1 to 6, no more than one below the heading before: what readers of a screen hear has no gaps. */
  | { readonly kind: 'heading'; readonly level: number; readonly inlines: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'rule' }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | {
      readonly kind: 'list';
      readonly isNumbered: boolean;
      readonly start: number;
      readonly items: readonly (readonly Block[])[];
    };

/** Quotes and lists within each other; deeper ones are text. */
const deepest = 6;

/**
 * The blocks of a Markdown text, a subset of CommonMark 0.31: paragraphs (a line break stays one), headings (`#`),
 * fenced code, quotes, lists within lists, rules. HTML is text.
 */
export function blocksOf(markdown: string): Block[] {
  let before = 0;
  return parse(markdown.split('\n'), 0).map((block) => {
    if (block.kind !== 'heading') return block;
    before = Math.min(block.level, before + 1);
    return { ...block, level: before };
  });
}

const fence = /^(?:(?<ticks>`{3,})(?!`)[^`]*|(?<tildes>~{3,})(?!~).*)$/;
const heading = /^(#{1,6})[ \t]+(.*)$/;
const marker = /^( *)([-*+]|\d{1,9}[.)])(?: +|$)/;
/** A list that begins right after a line of text: a year at a line's beginning is none. */
const markerInText = /^ *(?:[-*+]|1[.)]) +\S/;

/** A block, and how many lines it took. */
type Read = readonly [Block, number];

function parse(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    if (isBlank(lines[at])) {
      at += 1;
      continue;
    }
    const [block, taken] = readBlock(lines, at, depth);
    blocks.push(block);
    at += taken;
  }
  return blocks;
}

function readBlock(lines: readonly string[], at: number, depth: number): Read {
  const line = lines[at] ?? '';
  const text = line.trim();
  const { ticks, tildes } = fence.exec(text)?.groups ?? {};
  const opening = ticks ?? tildes;
  if (opening) return readCode(lines, at, opening);
  const title = heading.exec(text);
  if (title) return [toHeading(title[1] ?? '#', title[2] ?? '', depth), 1];
  if (isRule(text)) return [{ kind: 'rule' }, 1];
  if (depth < deepest && text.startsWith('>')) return readQuote(lines, at, depth);
  if (depth < deepest && marker.test(line)) return readList(lines, at, depth);
  return readParagraph(lines, at, depth);
}

/** In quotes and lists a heading is bold text: it is none of the page. */
function toHeading(hashes: string, text: string, depth: number): Block {
  const inlines = inlinesOf(withoutHashes(text));
  if (depth === 0) return { kind: 'heading', level: hashes.length, inlines };
  return { kind: 'paragraph', inlines: [{ kind: 'strong', inlines }] };
}

/** `# Title ##` */
function withoutHashes(text: string): string {
  const title = text.trimEnd();
  let end = title.length;
  while (title[end - 1] === '#') end -= 1;
  return end < title.length && /[ \t]/.test(title[end - 1] ?? ' ') ? title.slice(0, end).trimEnd() : title;
}

/** How many lines there are from `from` on until one that `isEnd`. */
function countUntil(lines: readonly string[], from: number, isEnd: (line: string) => boolean): number {
  let at = from;
  while (at < lines.length && !isEnd(lines[at] ?? '')) at += 1;
  return at - from;
}

/** To the fence that ends it, or the end of the text. */
function readCode(lines: readonly string[], at: number, opening: string): Read {
  const isEnd = (line: string) => line.trim().startsWith(opening) && fence.test(line.trim());
  const count = countUntil(lines, at + 1, isEnd);
  const taken = Math.min(count + 2, lines.length - at);
  return [{ kind: 'code', text: lines.slice(at + 1, at + 1 + count).join('\n') }, taken];
}

function readQuote(lines: readonly string[], at: number, depth: number): Read {
  const taken = countUntil(lines, at, (line) => !line.trimStart().startsWith('>'));
  const quoted = lines.slice(at, at + taken).map((line) => line.trimStart().replace(/^> ?/, ''));
  return [{ kind: 'quote', blocks: parse(quoted, depth + 1) }, taken];
}

function readList(lines: readonly string[], at: number, depth: number): Read {
  const [, indent = '', sign = '-'] = marker.exec(lines[at] ?? '') ?? [];
  const isNumbered = /\d/.test(sign);
  const items: string[][] = [];
  let taken = 0;
  for (; at + taken < lines.length; taken += 1) {
    const line = lines[at + taken] ?? '';
    const [whole, ownIndent = '', ownSign = ''] = marker.exec(line) ?? [];
    const isItem = whole !== undefined && ownIndent.length <= indent.length + 1 && !isRule(line.trim());
    if (isItem && /\d/.test(ownSign) !== isNumbered) break;
    const isAfterBlank = taken > 0 && isBlank(lines[at + taken - 1]);
    if (isItem) items.push([line.slice(whole.length)]);
    else if (isBlank(line) || /^( {2}|\t)/.test(line)) items.at(-1)?.push(dedent(line, indent.length + 2));
    // A line that goes on where the item's text has stopped (CommonMark 5.2, laziness).
    else if (!isAfterBlank && !startsBlock(line)) items.at(-1)?.push(line);
    else break;
  }
  const start = isNumbered ? Number.parseInt(sign, 10) : 1;
  const parsed = items.map((item) => parse(item, depth + 1));
  return [{ kind: 'list', isNumbered, start, items: parsed }, taken];
}

/** Without as many blanks as the item's text is moved in by; a tab is one such step. */
function dedent(line: string, most: number): string {
  if (line.startsWith('\t')) return line.slice(1);
  let blanks = 0;
  while (blanks < most && line[blanks] === ' ') blanks += 1;
  return line.slice(blanks);
}

function readParagraph(lines: readonly string[], at: number, depth: number): Read {
  const isEnd = (line: string) => isBlank(line) || (depth < deepest && startsBlock(line));
  const taken = 1 + countUntil(lines, at + 1, isEnd);
  const text = lines.slice(at, at + taken).map((line) => line.trim());
  return [{ kind: 'paragraph', inlines: inlinesOf(text.join('\n')) }, taken];
}

/** What ends a paragraph. */
function startsBlock(line: string): boolean {
  const text = line.trim();
  return (
    fence.test(text) || heading.test(text) || isRule(text) || text.startsWith('>') || markerInText.test(line)
  );
}

const isBlank = (line: string | undefined): boolean => (line ?? '').trim() === '';
const isRule = (text: string): boolean => /^(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})$/.test(text);
