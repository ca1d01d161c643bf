import { parseTimestamp } from './timestamps.ts';

/** A cue as it stands in the file: its lines still carry tags and entities. */
export interface RawCue {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly lines: string[];
}

/** Longest recording that is dealt with, in seconds (100 hours); a later cue is garbage. */
const latestSeconds = 360_000;

const arrow = '-->';

/** The lines of a text with LF, CRLF or CR endings, one by one: an array of 10 million empty lines is never built. */
export function* linesOf(text: string): Generator<string> {
  const unified = text.replace(/\r\n?/g, '\n');
  let start = unified.startsWith('\uFEFF') ? 1 : 0;
  while (start <= unified.length) {
    const found = unified.indexOf('\n', start);
    const end = found === -1 ? unified.length : found;
    yield unified.slice(start, end);
    start = end + 1;
  }
}

/** Whether this first line makes the file WebVTT (WebVTT 4.1): the word alone, or with a comment after a blank. */
export const isVttHeader = (line: string): boolean => /^WEBVTT(?:[ \t]|$)/.test(line);

const untilBlank = (text: string): string => /^\S{0,40}/.exec(text.trimStart())?.[0] ?? '';

/** `a --> b settings` of WebVTT and SRT, `a,b` of SBV (YouTube, Google Meet); else `null`. */
function parseTiming(line: string, isVtt: boolean): { readonly start: number; readonly end: number } | null {
  const at = line.indexOf(arrow);
  if (at === -1 && isVtt) return null;
  const [left, right] =
    at === -1 ? sbvTimes(line) : [line.slice(0, at).trim(), untilBlank(line.slice(at + arrow.length))];
  const start = parseTimestamp(left);
  const end = parseTimestamp(right);
  return start === null || end === null ? null : { start, end };
}

/** `0:00:01.000,0:00:03.000`: two stamps with points, nothing else on the line. */
function sbvTimes(line: string): [string, string] {
  if (line.length > 48 || !/^\d/.test(line)) return ['', ''];
  const [left = '', right = '', ...more] = line.trim().split(',');
  const isStamp = (text: string) => text.includes('.') && text.split(':').length === 3;
  return more.length === 0 && isStamp(left) && isStamp(right) ? [left, right] : ['', ''];
}

const isCueNumber = (line: string | undefined): boolean =>
  line !== undefined && /^\d{1,9}$/.test(line.trim());

/**
 * Splits WebVTT, SRT and SBV into cues in one pass. Cue ids, NOTE, STYLE and REGION blocks stand outside
 * cues and fall away; X-TIMESTAMP-MAP has no meaning outside HLS and does too. Forgives what tools get wrong:
 * a missing blank line before the next cue, and (not in WebVTT, where comments stand there) a blank line
 * inside the text. Cues that end before they start, or at once, are dropped. Stops after `limit` + 1 cues.
 */
export function readCues(text: string, limit: number): { readonly isVtt: boolean; readonly cues: RawCue[] } {
  const cues: RawCue[] = [];
  let isVtt: boolean | undefined;
  let current: RawCue | undefined;
  let isOpen = false;
  /** The line before this one, when it was taken for text. */
  let above: string | undefined;
  for (const line of linesOf(text)) {
    if (line.trim() === '') {
      isOpen = false;
      above = undefined;
      continue;
    }
    isVtt ??= isVttHeader(line);
    const timing = parseTiming(line, isVtt);
    if (timing) {
      if (isCueNumber(above)) current?.lines.pop();
      above = undefined;
      current = { startSeconds: timing.start, endSeconds: timing.end, lines: [] };
      isOpen = true;
      if (timing.end > timing.start && timing.end <= latestSeconds) cues.push(current);
      if (cues.length > limit) break;
    } else if (current && (isOpen || !isVtt)) {
      current.lines.push(line);
      above = line;
    }
  }
  return { isVtt: isVtt ?? false, cues };
}
