import { parseTime } from './time.ts';

/** A piece of a line of Markdown. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis' | 'struck'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  /** A time as `12:31`; a place in the recording where there is one. */
  | { readonly kind: 'time'; readonly text: string; readonly seconds: number };

/**
 * Each way to write something, bounded so that no text takes long: `[` or `*` a hundred thousand times over is
 * looked at once each. Groups by name are told apart below.
 */
const pieces = new RegExp(
  [
    String.raw`\\(?<escaped>[!-/:-@[-_\u0060{-~])`,
    '`(?<code>[^`\\n]{1,2000})`',
    String.raw`\*\*(?<strong>[^\s*](?:[^*]|\*(?!\*)){0,2000}?)\*\*(?!\*)`,
    String.raw`(?<!\w)__(?<strongToo>[^\s_][^_]{0,2000})__(?!\w)`,
    String.raw`~~(?<struck>[^\s~][^~]{0,2000})~~`,
    String.raw`\*(?<emphasis>[^\s*][^*]{0,2000})\*`,
    String.raw`(?<!\w)_(?<emphasisToo>[^\s_][^_]{0,2000})_(?!\w)`,
    String.raw`\[(?<label>[^[\]\n]{1,500})\]\((?<target>[^()\s]{1,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?)\)`,
    String.raw`(?<address>https?:\/\/[^\s<>"]{0,2000}[^\s<>".,;:!?)'*_])`,
    String.raw`(?<![\w:./])\[?(?<time>(?:\d{1,2}:[0-5]\d|\d{1,3}):[0-5]\d)(?![\w:/]|\.\d)\]?`,
  ].join('|'),
  'gu',
);

/** Emphasis within emphasis; deeper ones are text. */
const deepest = 4;

/** The pieces of a line; whatever else stands there is text. Links lead to this site, the web or a mailbox, nowhere else. */
export function inlinesOf(line: string, depth = 0): Inline[] {
  const found: Inline[] = [];
  let reached = 0;
  for (const match of line.matchAll(pieces)) {
    if (match.index > reached) addText(found, line.slice(reached, match.index));
    reached = match.index + match[0].length;
    const inline = inlineOf(match, depth);
    if (inline) found.push(inline);
    else addText(found, match.groups?.['escaped'] ?? match[0]);
  }
  if (reached < line.length) addText(found, line.slice(reached));
  return found;
}

/** `undefined`: it is text. */
function inlineOf(match: RegExpExecArray, depth: number): Inline | undefined {
  const { code, struck, label, target, address, time } = match.groups ?? {};
  const strong = match.groups?.['strong'] ?? match.groups?.['strongToo'];
  const emphasis = match.groups?.['emphasis'] ?? match.groups?.['emphasisToo'];
  const within = (text: string) => inlinesOf(text, depth + 1);
  if (code !== undefined) return { kind: 'code', text: code };
  if (depth < deepest) {
    if (strong !== undefined) return { kind: 'strong', inlines: within(strong) };
    if (struck !== undefined) return { kind: 'struck', inlines: within(struck) };
    if (emphasis !== undefined) return { kind: 'emphasis', inlines: within(emphasis) };
  }
  if (address !== undefined) return { kind: 'link', text: address, href: address };
  if (label !== undefined && target !== undefined && isSafe(target))
    return { kind: 'link', text: label, href: target };
  const seconds = time === undefined ? undefined : parseTime(time);
  return time !== undefined && seconds !== undefined ? { kind: 'time', text: match[0], seconds } : undefined;
}

/** Nothing that a browser would run, or read as another site's address (`//`, `/\`). */
const isSafe = (target: string): boolean => /^(?:https?:\/\/|mailto:|\/(?![/\\]))/i.test(target);

/** Texts that follow each other are one. */
function addText(found: Inline[], text: string): void {
  const last = found.at(-1);
  if (last?.kind === 'text') found[found.length - 1] = { kind: 'text', text: last.text + text };
  else found.push({ kind: 'text', text });
}
