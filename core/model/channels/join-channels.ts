import { sortSegments } from '../transcript/edits.ts';
import { partsOutside } from '../transcript/merge-machine-text.ts';
import { joinSpans, type Span, spanFrom } from '../transcript/spans.ts';
import type { Segment, SpottedPhrase, Transcript } from '../transcript.ts';
import { countWords, speakersOf } from '../transcript.ts';
import { type ChannelText, findEchoes } from './echoes.ts';
import type { ChannelLevels } from './meter.ts';

export interface ChannelTranscript {
  /** From 1. */
  readonly channel: number;
  readonly transcript: Transcript;
}

/** What the voice of a channel is called until a person says who it is. */
export const channelSpeaker = (channel: number): string => `Channel ${channel}`;

/** Whether a name is only that of a channel: nothing for a recogniser to expect. */
export const isChannelSpeaker = (name: string): boolean => /^Channel \d+(, |$)/.test(name);

/** A phrase that two channels have at once was said once. */
const samePhraseSeconds = 0.5;
/** A pause between two words that is long enough for another to begin in. */
const pauseSeconds = 0.2;

/**
 * The transcripts of voices that were recorded apart as one, in order of time. What one channel has of another's voice
 * is left out; where somebody begins to speak in another's pause, that one's segment ends.
 */
export function joinChannels(
  transcripts: readonly [ChannelTranscript, ...ChannelTranscript[]],
  levels: ChannelLevels,
): Transcript {
  const texts = nameVoices(
    transcripts.map(({ channel, transcript }) => ({ channel, segments: sortSegments(transcript.segments) })),
  );
  const echoes = findEchoes(texts, levels);
  const own = texts.map(({ segments }, at) => withoutSpans(segments, joinSpans(echoes[at] ?? [])));
  const segments = own.flatMap((said, at) => {
    const starts = own.flatMap((others, index) =>
      index === at ? [] : others.map((segment) => segment.startSeconds),
    );
    return withoutSpans(said, joinSpans(said.flatMap((segment) => pausesWithin(segment, starts))));
  });
  const spotted = joinSpotted(transcripts.flatMap(({ transcript }) => transcript.spotted ?? []));
  const [most] = transcripts
    .map(({ transcript }) => transcript)
    .toSorted((a, b) => countWords(b.segments) - countWords(a.segments));
  const { engine, grade, language } = most ?? transcripts[0].transcript;
  return {
    ...{ engine, grade, language, segments: sortSegments(segments) },
    ...(spotted.length > 0 && { spotted }),
  };
}

/** The names that an engine gave stay; those that it gave in several channels are not the same voice. */
function nameVoices(texts: readonly ChannelText[]): readonly ChannelText[] {
  const names = texts.flatMap(({ segments }) => speakersOf(segments));
  const isTaken = (name: string): boolean => names.indexOf(name) !== names.lastIndexOf(name);
  return texts.map(({ channel, segments }) => ({
    channel,
    segments: segments.map((segment) => {
      const { speaker } = segment;
      if (speaker === null) return { ...segment, speaker: channelSpeaker(channel) };
      return isTaken(speaker) ? { ...segment, speaker: `${channelSpeaker(channel)}, ${speaker}` } : segment;
    }),
  }));
}

/** Each segment is shown only the spans that it meets: there may be thousands of both. */
function withoutSpans(segments: readonly Segment[], spans: readonly Span[]): Segment[] {
  return segments.flatMap((segment) => {
    const first = spanFrom(spans, segment.startSeconds);
    let end = first;
    while ((spans[end]?.startSeconds ?? Number.POSITIVE_INFINITY) <= segment.endSeconds) end += 1;
    return partsOutside(segment, spans.slice(first, end));
  });
}

/** The middles of those pauses of a segment in which another one begins. */
function pausesWithin({ words = [] }: Segment, starts: readonly number[]): Span[] {
  return words.slice(1).flatMap(({ startSeconds: end }, at) => {
    const start = words[at]?.endSeconds ?? end;
    if (end - start < pauseSeconds || !starts.some((begin) => begin >= start && begin <= end)) return [];
    const middle = (start + end) / 2;
    return [{ startSeconds: middle, endSeconds: middle }];
  });
}

function joinSpotted(spotted: readonly SpottedPhrase[]): SpottedPhrase[] {
  const joined: SpottedPhrase[] = [];
  for (const find of spotted.toSorted((a, b) => a.startSeconds - b.startSeconds)) {
    const isTwin = ({ phrase, startSeconds }: SpottedPhrase): boolean =>
      phrase === find.phrase && find.startSeconds - startSeconds <= samePhraseSeconds;
    if (!joined.some(isTwin)) joined.push(find);
  }
  return joined;
}
