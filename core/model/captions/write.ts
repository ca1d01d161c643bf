import type { Segment } from '../transcript.ts';
import { escapeEntities, isSrtTag } from './cue-text.ts';
import { readLabel } from './speakers.ts';
import { formatClock, formatTimestamp, millisecondsOf } from './timestamps.ts';
import { type WordTimes, wordTimes } from './words.ts';

/** Where a moment of the recording can be opened, for links. */
export type MomentUrl = (startSeconds: number) => string;

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();

const escapeVtt = (text: string): string =>
  oneLine(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

interface CueTimes {
  readonly start: number;
  readonly end: number;
}

/** In whole milliseconds; a cue that does not last would never be shown. */
function cueTimes({ startSeconds, endSeconds }: Segment): CueTimes {
  const start = millisecondsOf(startSeconds);
  return { start, end: Math.max(millisecondsOf(endSeconds), start + 1) };
}

const inlineTime = (milliseconds: number): string => `<${formatTimestamp(milliseconds / 1000)}>`;

/** The words with their times between them; where one begins as the one before ends, once (WebVTT 4.2.2: times grow). */
function withTimes(words: readonly string[], times: readonly WordTimes[], cue: CueTimes): string {
  const timed = times.map(({ start, end }, at) => {
    const before = start > (at === 0 ? cue.start : 0) ? inlineTime(start) : '';
    const after = end < (times[at + 1]?.start ?? cue.end) ? inlineTime(end) : '';
    return `${before}${words[at]}${after}`;
  });
  return timed.join(' ');
}

/** A text that only looks like `Name: text` must not come back as a speaker. */
function vttText({ speaker, text, words }: Segment, times: CueTimes): string {
  const escaped = escapeVtt(text);
  const guarded = !speaker && readLabel(escaped) ? escaped.replace(':', '&#58;') : escaped;
  const said = guarded.split(' ');
  const timed = wordTimes(words, said.length, times);
  const line = timed ? withTimes(said, timed, times) : guarded;
  return speaker ? `<v ${escapeVtt(speaker)}>${line}</v>` : line;
}

const hasText = ({ text }: Segment): boolean => oneLine(text) !== '';

/**
 * WebVTT with a voice for each known speaker and, where the engine gave them, a time for each word. Holds times to
 * the millisecond, speakers, text and words; not how sure an engine was of them.
 */
export function toVtt(segments: readonly Segment[], options: { readonly language?: string } = {}): string {
  const header = options.language ? `WEBVTT\nLanguage: ${oneLine(options.language)}\n` : 'WEBVTT\n';
  const cues = segments.filter(hasText).map((segment) => {
    const times = cueTimes(segment);
    const [start, end] = [times.start, times.end].map((at) => formatTimestamp(at / 1000));
    return `${start} --> ${end}\n${vttText(segment, times)}\n`;
  });
  return [header, ...cues].join('\n');
}

const hasSrtTag = (text: string): boolean =>
  [...text.matchAll(/<([^<>]*)>/g)].some(([, source = '']) => isSrtTag(source));

/**
 * SubRip has no escapes. Only what players would take for markup, and not show, is written as character references,
 * which many of them know; an arrow loses a dash, as programs take every line with `-->` for a time.
 */
function escapeSrt(text: string): string {
  const line = escapeEntities(oneLine(text)).replaceAll('{\\', '&#123;\\');
  return (hasSrtTag(line) ? line.replaceAll('<', '&lt;') : line).replace(/-{2,}>/g, '->');
}

/** SubRip. It knows no speakers: names come as `Name: text`. */
export function toSrt(segments: readonly Segment[]): string {
  const cues = segments.filter(hasText).map((segment, at) => {
    const { start, end } = cueTimes(segment);
    const times = `${formatTimestamp(start / 1000, ',')} --> ${formatTimestamp(end / 1000, ',')}`;
    const name = segment.speaker ? `${segment.speaker}: ` : '';
    return `${at + 1}\n${times}\n${escapeSrt(`${name}${segment.text}`)}\n`;
  });
  return cues.join('\n');
}

interface Turn {
  readonly startSeconds: number;
  readonly speaker: string | null;
  readonly texts: string[];
}

/** A pause that starts a new paragraph although the speaker stays. */
const paragraphPauseSeconds = 3;

/** Consecutive segments of one speaker, cut at pauses. */
function toTurns(segments: readonly Segment[]): Turn[] {
  const turns: Turn[] = [];
  let lastEnd = Number.NEGATIVE_INFINITY;
  for (const { startSeconds, endSeconds, speaker, text } of segments) {
    const turn = turns.at(-1);
    const goesOn = turn?.speaker === speaker && startSeconds - lastEnd < paragraphPauseSeconds;
    if (turn && goesOn) turn.texts.push(oneLine(text));
    else turns.push({ startSeconds, speaker, texts: [oneLine(text)] });
    lastEnd = endSeconds;
  }
  return turns;
}

/** Plain text, a paragraph for each turn of a speaker. */
export function toText(segments: readonly Segment[]): string {
  const paragraphs = toTurns(segments).map(
    ({ speaker, texts }) => `${speaker ? `${speaker}: ` : ''}${texts.join(' ')}\n`,
  );
  return paragraphs.join('\n');
}

const escapeMarkdown = (text: string): string =>
  text
    .replace(/[\\`*_[\]<>|~]/g, (character) => `\\${character}`)
    .replace(
      /^(\s*)([#+-]|\d{1,9}[.)])(?=\s)/,
      (_all, blank: string, mark: string) =>
        `${blank}${mark.length > 1 ? mark.slice(0, -1) : ''}\\${mark.slice(-1)}`,
    );

/** Markdown, a paragraph for each turn, beginning with its time (a link, when `momentUrl` is given) and speaker. */
export function toMarkdown(
  segments: readonly Segment[],
  options: { readonly title?: string; readonly momentUrl?: MomentUrl } = {},
): string {
  const { title, momentUrl } = options;
  const paragraphs = toTurns(segments).map(({ startSeconds, speaker, texts }) => {
    const clock = formatClock(startSeconds);
    const time = momentUrl ? `[${clock}](${momentUrl(startSeconds)})` : clock;
    const name = speaker ? ` **${escapeMarkdown(oneLine(speaker))}:**` : '';
    return `${time}${name} ${escapeMarkdown(texts.join(' '))}\n`;
  });
  return [...(title ? [`# ${escapeMarkdown(oneLine(title))}\n`] : []), ...paragraphs].join('\n');
}
