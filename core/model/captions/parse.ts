import { PermanentError } from '../errors.ts';
import { mostSegments, type Segment } from '../transcript.ts';
import { nameBracketed } from './bracketed-names.ts';
import { splitVoices, tidyText, type VoicePart } from './cue-text.ts';
import { maxCaptionBytes, tooLargeMessage } from './decode.ts';
import { linesOf } from './lines.ts';
import { isVttHeader, type RawCue, readCues } from './read-cues.ts';
import { noCaptions } from './refusals.ts';
import { dropRolledLines } from './rolling.ts';
import { findSpeakers, readLabel } from './speakers.ts';
import { timedWords } from './words.ts';

const tooManyMessage = `This caption file has more than ${mostSegments.toLocaleString('en')} cues. Split it into several sessions.`;

interface Part extends VoicePart {
  readonly cue: RawCue;
}

/** Voices say who speaks; only a file that has none is searched for `Name: text`. */
function nameSpeakers(parts: readonly Part[]): Segment[] {
  const hasVoices = parts.some((part) => part.voice !== null);
  const trimmed = parts.map((part) => part.text.trim());
  const speakers = hasVoices ? new Set<string>() : findSpeakers(trimmed);
  return parts.flatMap((part, at) => {
    const label = hasVoices ? null : readLabel(trimmed[at] ?? '');
    const isSpeaker = label !== null && speakers.has(label.name);
    const text = tidyText(isSpeaker ? label.text : part.text);
    if (text === '') return [];
    const speaker = isSpeaker ? tidyText(label.name) : part.voice;
    const { startSeconds, endSeconds } = part.cue;
    const words = isSpeaker ? undefined : timedWords(part, part.cue);
    return [{ startSeconds, endSeconds, speaker, text, ...(words && { words }) }];
  });
}

function splitCue(cue: RawCue, isVtt: boolean): Part[] {
  const named = cue.speaker === null ? null : tidyText(cue.speaker);
  return splitVoices(cue.lines, isVtt).map((part) => ({
    ...part,
    voice: part.voice ?? (named || null),
    cue,
  }));
}

/** Segments of a stream that was downloaded in pieces come twice where a cue lies in two of them. */
function dropRepeated(segments: readonly Segment[]): Segment[] {
  const seen = new Set<string>();
  return segments.filter(({ startSeconds, endSeconds, speaker, text }) => {
    const key = `${startSeconds} ${endSeconds} ${speaker}\n${text}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/**
 * Segments of a WebVTT, SRT, SBV or ASS file, by start time; each text is one line without markup
 * (../../../docs/decisions.md, "A cue's lines are one paragraph"). Linear in the length of the text. Throws
 * PermanentError when there is no cue with text, above 10 MB, above 50,000 cues.
 */
export function parseCaptions(text: string): Segment[] {
  if (text.length > maxCaptionBytes) throw new PermanentError(tooLargeMessage);
  const { isVtt, cues } = readCues(text, mostSegments);
  if (cues.length > mostSegments) throw new PermanentError(tooManyMessage);
  const parts = nameBracketed(dropRolledLines(cues)).flatMap((cue) => splitCue(cue, isVtt));
  if (parts.length > mostSegments) throw new PermanentError(tooManyMessage);
  const segments = nameSpeakers(parts).sort((a, b) => a.startSeconds - b.startSeconds);
  if (segments.length === 0) throw noCaptions(text);
  return dropRepeated(segments);
}

/** The `Language:` header of a WebVTT file, such as `en` or `pt-BR`; `null` when it has none. */
export function captionsLanguage(text: string): string | null {
  let isFirst = true;
  for (const line of linesOf(text.slice(0, 4096))) {
    if (isFirst ? !isVttHeader(line) : line.trim() === '') return null;
    isFirst = false;
    const tag = /^language:[ \t]{0,20}([a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3})[ \t]*$/i.exec(line)?.[1];
    if (tag) return tag;
  }
  return null;
}
