import type { Segment } from '../transcript.ts';
import { readLabel } from './speakers.ts';
import { formatClock, formatTimestamp } from './timestamps.ts';

/** Where a moment of the recording can be opened, for links. */
export type MomentUrl = (startSeconds: number) => string;

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();

const escapeVtt = (text: string): string =>
  oneLine(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** A text that only looks like `Name: text` must not come back as a speaker. */
function vttText({ speaker, text }: Segment): string {
  const escaped = escapeVtt(text);
  if (speaker) return `<v ${escapeVtt(speaker)}>${escaped}</v>`;
  return readLabel(escaped) ? escaped.replace(':', '&#58;') : escaped;
}

/** WebVTT with a voice for each known speaker. Holds times to the millisecond, speakers and text; not words. */
export function toVtt(segments: readonly Segment[], options: { readonly language?: string } = {}): string {
  const header = options.language ? `WEBVTT\nLanguage: ${oneLine(options.language)}\n` : 'WEBVTT\n';
  const cues = segments.map(
    (segment) =>
      `${formatTimestamp(segment.startSeconds)} --> ${formatTimestamp(segment.endSeconds)}\n${vttText(segment)}\n`,
  );
  return [header, ...cues].join('\n');
}

/** SubRip. It knows neither speakers nor escapes: names come as `Name: text`, markup stays as it is. */
export function toSrt(segments: readonly Segment[]): string {
  const cues = segments.map(({ startSeconds, endSeconds, speaker, text }, at) => {
    const times = `${formatTimestamp(startSeconds, ',')} --> ${formatTimestamp(endSeconds, ',')}`;
    return `${at + 1}\n${times}\n${speaker ? `${oneLine(speaker)}: ` : ''}${oneLine(text)}\n`;
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
