import { parseTimestamp } from './timestamps.ts';

/** One stretch of a cue by one voice; the text has no tags but still its entities. */
export interface VoicePart {
  readonly voice: string | null;
  readonly text: string;
  /** Where the text has a time of its own (`<00:01.500>`), in order of the text. */
  readonly times: readonly InlineTime[];
}

export interface InlineTime {
  /** UTF-16 units from the text's beginning. */
  readonly offset: number;
  readonly seconds: number;
}

/** What API and database take of one segment's text. */
const longestText = 10_000;

/** As much of a text as is looked at: references such as `&#8364;` are longer than what they stand for. */
export const longestMarkup = 10 * longestText;

/** Voices in one cue; a dialogue has two. */
const mostVoices = 100;

const namedEntities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  lrm: '\u200E',
  rlm: '\u200F',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
};

/** Every repetition is bounded, so that looking for the next entity is linear. */
const entity = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,6}));/gi;

function characterOf(codePoint: number): string {
  const isCharacter = codePoint > 0 && codePoint <= 0x10ffff && !(codePoint >= 0xd800 && codePoint <= 0xdfff);
  return isCharacter ? String.fromCodePoint(codePoint) : '\uFFFD';
}

/** Character references of WebVTT, numbers and typography included; unknown ones stay as they are. */
export function decodeEntities(text: string): string {
  return text.replace(entity, (all: string, hex?: string, decimal?: string, name?: string) => {
    if (hex) return characterOf(Number.parseInt(hex, 16));
    if (decimal) return characterOf(Number.parseInt(decimal, 10));
    return namedEntities[(name ?? '').toLowerCase()] ?? all;
  });
}

/** The same text for a format without escapes of its own: only what `decodeEntities` would change is written otherwise. */
export const escapeEntities = (text: string): string =>
  text.replace(entity, (all) => (decodeEntities(all) === all ? all : `&amp;${all.slice(1)}`));

/** One line of plain text: no control characters, halves of surrogate pairs or runs of blanks; at most 10,000 long. */
export function tidyText(text: string): string {
  const tidy = decodeEntities(text.slice(0, longestMarkup))
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(/\s+/gu, ' ')
    .trim();
  return tidy.length <= longestText
    ? tidy
    : tidy
        .slice(0, longestText)
        .replace(/\p{Cs}$/u, '')
        .trimEnd();
}

/**
 * What SRT knows as tags, those of WebVTT among them; in WebVTT whatever stands in angle brackets is one. Tools write
 * a `<` of the text as it is, so only what fits whole is a tag: `a <b and c> d` is text, as are `Map<K, V>` and `<T>`.
 */
const srtTags: readonly RegExp[] = [
  /^\/?(?:b|i|u|s|ruby|rt|font|span)$/i,
  /^br\s?\/?$/i,
  /^(?:font|span)\s+[a-z]{1,20}\s?=/i,
  /^\/(?:c|v|lang)$/,
  /^c(?:\.\S*)?$/,
  /^(?:v|lang)(?:\.\S*)?\s+\S/,
];

/** Whether SRT takes what stands between `<` and `>` for a tag, or for a time as it has them from WebVTT. */
export const isSrtTag = (source: string): boolean =>
  srtTags.some((pattern) => pattern.test(source)) || parseTimestamp(source) !== null;

/** `{\\an8}`: where players show an SRT cue, and other overrides of ASS. */
const srtOverride = /\{\\[^{}\n]{0,200}\}/g;

interface Tag {
  readonly name: string;
  readonly isEnd: boolean;
  readonly annotation: string;
  /** Of a tag that is a time, else `null`. */
  readonly seconds: number | null;
}

/** What stands between `<` and `>` as a tag, `null` when it is rather text, such as `a < b` or `List<String>`. */
function parseTag(source: string, isVtt: boolean): Tag | null {
  if (!isVtt && !isSrtTag(source)) return null;
  const head = /^(\/?)([a-z]{1,10}|\d)?/i.exec(source);
  const name = (head?.[2] ?? '').toLowerCase();
  const isEnd = head?.[1] === '/';
  if (name === '' && !isEnd) return null;
  const isTime = /^\d/.test(name);
  const blank = source.search(/\s/);
  const annotation = blank === -1 ? '' : source.slice(blank + 1);
  return { name, isEnd, annotation, seconds: isTime && !isEnd ? parseTimestamp(source) : null };
}

const lessThan = 0x3c;
const greaterThan = 0x3e;

/**
 * Takes the tags out of a cue's lines and cuts it at voices (`<v Name>`, WebVTT 4.2.2).
 * A tag begins at the last `<` before a `>`, so no character is looked at for two tags.
 * ASS overrides such as `{\an8}`, which SRT files carry, go too.
 */
export function splitVoices(lines: readonly string[], isVtt: boolean): VoicePart[] {
  const source = isVtt ? lines.join('\n') : lines.join('\n').replace(srtOverride, '');
  let last = newPart(null);
  const parts = [last];
  let textStart = 0;
  let open = -1;
  for (let at = 0; at < source.length; at++) {
    const character = source.charCodeAt(at);
    if (character === lessThan) open = at;
    if (character !== greaterThan || open === -1) continue;
    const tag = parseTag(source.slice(open + 1, at), isVtt);
    if (tag) {
      last.text += source.slice(textStart, open);
      textStart = at + 1;
      if (tag.seconds !== null) last.times.push({ offset: last.text.length, seconds: tag.seconds });
      if (tag.name === 'br') last.text += ' ';
      if (tag.name === 'v' && parts.length < mostVoices) {
        last = newPart(voiceName(tag));
        parts.push(last);
      }
    }
    open = -1;
  }
  last.text += source.slice(textStart);
  return parts.filter((part) => part.text.trim() !== '');
}

const newPart = (voice: string | null): { voice: string | null; text: string; times: InlineTime[] } => ({
  voice,
  text: '',
  times: [],
});

function voiceName(tag: Tag): string | null {
  return tag.isEnd ? null : tidyText(tag.annotation).slice(0, 100).trim() || null;
}
