import { isAssHeader, readDialogue } from './ass.ts';
import { longestMarkup } from './cue-text.ts';
import { linesOf } from './lines.ts';
import { parseTimestampMap, type StreamClock, startClock } from './timestamp-map.ts';
import { parseTimestamp } from './timestamps.ts';

/** A cue as it stands in the file: its lines still carry tags and entities. */
export interface RawCue {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Who the file says is speaking, outside of the text. */
  readonly speaker: string | null;
  readonly lines: string[];
}

export interface RawCues {
  /** Whether whatever stands in angle brackets is a tag. */
  readonly isVtt: boolean;
  readonly cues: readonly RawCue[];
}

/** Longest recording that is dealt with, in seconds (100 hours); a later cue is garbage. */
const latestSeconds = 360_000;

/** Whether this line begins a WebVTT file (WebVTT 4.1): the word alone, or with a comment after a blank. */
export const isVttHeader = (line: string): boolean => /^\uFEFF?WEBVTT(?:[ \t]|$)/.test(line);

interface Times {
  readonly start: number;
  readonly end: number;
}

const arrowTiming = /^\s*(-?[\d:.,]{4,24})[ \t]*-->[ \t]*(-?[\d:.,]{4,24})(?=\s|$)/;
/** `0:00:01.000,0:00:03.000`: two stamps with hours and points, nothing else on the line. */
const sbvTiming = /^\s*(\d{1,4}:\d\d?:\d\d?\.\d{1,9}),(\d{1,4}:\d\d?:\d\d?\.\d{1,9})\s*$/;

const shortestTiming = '0:01-->0:02'.length;

/** `a --> b settings` of WebVTT and SRT, `a,b` of SBV (YouTube, Google Meet); else `null`. */
function parseTiming(line: string, isVtt: boolean): Times | null {
  if (line.length < shortestTiming) return null;
  const match = arrowTiming.exec(line) ?? (isVtt ? null : sbvTiming.exec(line));
  const start = parseTimestamp(match?.[1] ?? '');
  const end = parseTimestamp(match?.[2] ?? '');
  return start === null || end === null ? null : { start, end };
}

const isCueNumber = (line: string): boolean => /^\s*\d{1,9}\s*$/.test(line);

/** Webex names who speaks in the cue's identifier: `12 "Dana Whitfield" (3105742592)`. */
const speakerOfId = (line: string): string | null =>
  /^\d{1,9} "([^"]{1,100})" \(\d{1,20}\)\s*$/.exec(line)?.[1] ?? null;

const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000;

/** The cue, from 0 where it would start earlier; `null` when it is never shown or later than any recording. */
function toCue({ start, end }: Times, speaker: string | null): RawCue | null {
  const startSeconds = Math.max(0, rounded(start));
  const endSeconds = rounded(end);
  return endSeconds > startSeconds && endSeconds <= latestSeconds
    ? { startSeconds, endSeconds, speaker, lines: [] }
    : null;
}

/** Reads WebVTT, SRT and SBV line by line. */
class CueReader {
  readonly cues: RawCue[] = [];
  isVtt: boolean | undefined;
  /** Of the cue whose text follows. */
  #lines: string[] | undefined;
  /** As much of its text as is still looked at. */
  #room = 0;
  /** No blank line since the timing. */
  #isOpen = false;
  /** The line before, unless it was blank or a timing; and whether it was taken for text. */
  #above = '';
  #isAboveText = false;
  #clock: StreamClock | undefined;

  readLine(line: string): void {
    // To WebVTT a line of blanks is text (YouTube's captions begin with one); to the others it separates cues.
    if (this.isVtt ? line === '' : line.trim() === '') {
      this.#isOpen = false;
      this.#above = '';
      return;
    }
    this.isVtt ??= isVttHeader(line);
    if (this.isVtt && this.#readMap(line)) return;
    const timing = parseTiming(line, this.isVtt);
    if (timing) this.#open(timing);
    else this.#keep(line);
  }

  #keep(line: string): void {
    this.#above = line;
    this.#isAboveText = (this.#isOpen || !this.isVtt) && this.#room > 0;
    if (!this.#isAboveText) return;
    this.#lines?.push(line.slice(0, this.#room));
    this.#room -= line.length + 1;
  }

  #open(timing: Times): void {
    const speaker = speakerOfId(this.#above);
    if (speaker !== null || isCueNumber(this.#above)) this.#dropAbove();
    const shift = this.#clock?.shiftSeconds ?? 0;
    const cue = toCue({ start: timing.start + shift, end: timing.end + shift }, speaker);
    if (cue) this.cues.push(cue);
    this.#lines = cue?.lines;
    this.#room = longestMarkup;
    this.#isOpen = true;
    this.#above = '';
  }

  /** What was taken for the last line of a text has turned out to be the head of something new. */
  #dropAbove(): void {
    if (this.#above !== '' && this.#isAboveText) this.#lines?.pop();
  }

  #readMap(line: string): boolean {
    const isInHeader = !this.#isOpen || isVttHeader(this.#above);
    const map = isInHeader ? parseTimestampMap(line) : null;
    if (!map) return false;
    this.#dropAbove();
    this.#isOpen = false;
    this.#above = '';
    this.#clock = startClock(map, this.#clock);
    return true;
  }
}

/**
 * Splits WebVTT, SRT, SBV and ASS into cues in one pass. Cue ids, NOTE, STYLE and REGION blocks stand outside
 * cues and fall away. Forgives what tools get wrong: a missing blank line before the next cue, and (not in
 * WebVTT, where comments stand there) a blank line inside the text. Cues that end before they start, or at once,
 * are never shown by a player either and are dropped. Stops after `limit` + 1 cues.
 */
export function readCues(text: string, limit: number): RawCues {
  const reader = new CueReader();
  let isAss: boolean | undefined;
  for (const line of linesOf(text)) {
    if (line.trim() !== '') isAss ??= isAssHeader(line);
    if (isAss) {
      const dialogue = readDialogue(line);
      const cue = dialogue && toCue(dialogue, dialogue.speaker);
      if (cue) reader.cues.push({ ...cue, lines: [...dialogue.lines] });
    } else reader.readLine(line);
    if (reader.cues.length > limit) break;
  }
  return { isVtt: reader.isVtt ?? false, cues: reader.cues };
}
