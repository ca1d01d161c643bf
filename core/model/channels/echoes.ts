import { frameSeconds } from '../silence.ts';
import { unitKey } from '../transcript/text-units.ts';
import { evenWords } from '../transcript/word-times.ts';
import type { Segment, Word } from '../transcript.ts';
import type { ChannelLevels } from './meter.ts';
import { voiceLevel } from './voice-channels.ts';

/** The text of one channel. */
export interface ChannelText {
  /** From 1. */
  readonly channel: number;
  /** In order of time. */
  readonly segments: readonly Segment[];
}

/** Words that stand so near to each other in two channels may be one that was said once. */
const nearSeconds = 0.5;
/** How much louder than the other voice usually is in a channel something there may be, and still be that voice. */
const leakMarginDecibels = 6;
/** A channel in which another voice is no quieter than this beside its own is not judged by loudness. */
const leadDecibels = 12;
/** One word alone may well be said by two. */
const fewestEchoedWords = 2;

/** A word of a channel with its loudness (dB). */
interface Heard extends Word {
  readonly key: string;
  readonly decibels: number;
}

interface Channel {
  readonly levels: Float32Array;
  readonly loudness: Loudness;
  readonly voiceDecibels: number;
  readonly segments: readonly (readonly Heard[])[];
  readonly words: readonly Heard[];
}

/**
 * For each text the words that are another channel's voice: as quiet as that voice usually is in this channel while it
 * speaks in its own, or two and more that stand in both within half a second and are louder there.
 */
export function findEchoes(
  texts: readonly ChannelText[],
  levels: ChannelLevels,
): readonly (readonly Word[])[] {
  const channels = texts.map((text) => hear(text, levels[text.channel - 1] ?? new Float32Array()));
  return channels.map((own, at) => {
    const others = channels.filter((_other, index) => index !== at);
    const leaks = others.map((other) => ({ other, leak: leakOf(own, other) }));
    const isLeak = (word: Heard) =>
      leaks.some(({ other, leak }) => word.decibels <= loudest(other, word) + leak);
    const isRepeated = (word: Heard) => others.some((other) => isSaidLouder(word, own, other));
    return own.segments.flatMap((words) => [...words.filter(isLeak), ...runsOf(words, isRepeated)]);
  });
}

function hear({ segments }: ChannelText, levels: Float32Array): Channel {
  const loudness = openLoudness(levels);
  const heard = segments.map((segment) =>
    (segment.words?.length ? segment.words : evenWords(segment)).map((word) => ({
      ...word,
      key: unitKey(word.text),
      decibels: loudness(word.startSeconds, word.endSeconds),
    })),
  );
  return { levels, loudness, voiceDecibels: voiceLevel(levels), segments: heard, words: heard.flat() };
}

/** Level (dB) of a stretch of time; of what lies outside of the recording, there is none. */
type Loudness = (startSeconds: number, endSeconds: number) => number;

function openLoudness(levels: Float32Array): Loudness {
  /** Of all frames before. */
  const energy = new Float64Array(levels.length + 1);
  for (let frame = 0; frame < levels.length; frame += 1)
    energy[frame + 1] = (energy[frame] ?? 0) + 10 ** ((levels[frame] ?? 0) / 10);
  return (startSeconds, endSeconds) => {
    const first = Math.min(levels.length, Math.max(0, Math.floor(startSeconds / frameSeconds)));
    const end = Math.min(levels.length, Math.max(first + 1, Math.ceil(endSeconds / frameSeconds)));
    const sum = (energy[end] ?? 0) - (energy[first] ?? 0);
    return end > first ? 10 * Math.log10(sum / (end - first)) : Number.NEGATIVE_INFINITY;
  };
}

/** What is heard of a word that comes late: its sound is that of a moment before. */
const loudest = (other: Channel, { startSeconds, endSeconds }: Word): number =>
  Math.max(
    other.loudness(startSeconds, endSeconds),
    other.loudness(startSeconds - nearSeconds, endSeconds - nearSeconds),
  );

/** dB to add to how loud the other voice is to know how loud it is here at most: measured where it speaks alone. */
function leakOf(own: Channel, other: Channel): number {
  const differences: number[] = [];
  for (let frame = 0; frame < other.levels.length; frame += 1) {
    const level = other.levels[frame] ?? 0;
    const here = own.levels[frame] ?? level;
    const lead = level - other.voiceDecibels - (here - own.voiceDecibels);
    if (level >= other.voiceDecibels - leadDecibels && lead >= leadDecibels) differences.push(here - level);
  }
  if (differences.length === 0) return Number.NEGATIVE_INFINITY;
  const sorted = Float64Array.from(differences).sort();
  return (sorted[Math.floor(sorted.length * 0.75)] ?? 0) + leakMarginDecibels;
}

/** Whether a word stands in the other channel too, and is louder there beside that channel's voice. */
function isSaidLouder(word: Heard, own: Channel, other: Channel): boolean {
  const here = word.decibels - own.voiceDecibels;
  for (let at = firstFrom(other.words, word.startSeconds - nearSeconds); at < other.words.length; at += 1) {
    const twin = other.words[at];
    if (twin === undefined || twin.startSeconds > word.startSeconds + nearSeconds) return false;
    if (twin.key === word.key && twin.decibels - other.voiceDecibels > here) return true;
  }
  return false;
}

function firstFrom(words: readonly Word[], seconds: number): number {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((words[middle]?.startSeconds ?? 0) < seconds) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The words of a segment that pass the test in a row, or all of it. */
function runsOf(words: readonly Heard[], test: (word: Heard) => boolean): Heard[] {
  const found: Heard[] = [];
  let run: Heard[] = [];
  const end = (): void => {
    if (run.length >= Math.min(fewestEchoedWords, words.length)) found.push(...run);
    run = [];
  };
  for (const word of words) {
    if (test(word)) run.push(word);
    else end();
  }
  end();
  return found;
}
