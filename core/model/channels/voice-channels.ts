import { audibleDecibels, frameSeconds } from '../silence.ts';
import type { ChannelLevels } from './meter.ts';

/** Nobody is recorded so much quieter than the other: what is there is the noise of a plug. */
const deadBelowDecibels = 35;
const shortestVoiceSeconds = 1;
/** Below the loudest that a voice gets: its vowels, and not the room. */
const loudWithinDecibels = 20;
/** How far a voice has to stand out to begin to speak alone, and to go on. */
const leadToBegin = 12;
const leadToGoOn = 6;
const shortestTurnSeconds = 0.3;
/** Of what is loud anywhere; in calls about a tenth is spoken by both at once. */
const minShareAlone = 0.65;
const minShareOfEach = 0.02;
const minSecondsOfEach = 2;

const framesIn = (seconds: number): number => Math.round(seconds / frameSeconds);

/**
 * The channels to listen to one by one, from 1; none: all of them are one sound. Several where voices were recorded
 * apart, as of a call: most of what is loud is loud in one channel alone, and enough of that in at least two.
 * Exactly one where the others are dead. Channels are compared with their own voice, so that a channel
 * that is merely quieter is no other voice.
 */
export function voiceChannels(levels: ChannelLevels): readonly number[] {
  const voices = measureVoices(levels);
  const live = voices.filter(({ isLive }) => isLive);
  const numbers = live.map(({ number }) => number);
  if (live.length === 1 && levels.length > 1) return numbers;
  if (live.length < 2) return [];
  const { loudFrames, framesAlone } = countTurns(live);
  const sum = framesAlone.reduce((all, frames) => all + frames, 0);
  const enough = Math.max(framesIn(minSecondsOfEach), minShareOfEach * loudFrames);
  const areApart =
    sum >= minShareAlone * loudFrames && framesAlone.filter((frames) => frames >= enough).length >= 2;
  return areApart ? numbers : [];
}

interface Voice {
  /** Of the channel, from 1. */
  readonly number: number;
  readonly decibels: Float32Array;
  readonly voiceDecibels: number;
  readonly isLive: boolean;
}

/** How loud the voice of a channel gets: one frame in 200 is louder. */
export function voiceLevel(decibels: Float32Array): number {
  const sorted = decibels.toSorted();
  return sorted[Math.floor(sorted.length * 0.995)] ?? audibleDecibels;
}

function measureVoices(levels: ChannelLevels): readonly Voice[] {
  const voiceLevels = levels.map(voiceLevel);
  const threshold = Math.max(audibleDecibels, Math.max(...voiceLevels) - deadBelowDecibels);
  return levels.map((decibels, at) => {
    const loud = decibels.reduce((frames, level) => frames + (level >= threshold ? 1 : 0), 0);
    return {
      number: at + 1,
      decibels,
      voiceDecibels: voiceLevels[at] ?? audibleDecibels,
      isLive: loud >= framesIn(shortestVoiceSeconds),
    };
  });
}

/** The channel that stands out in a frame; `null`: none is loud. */
function leaderOf(
  voices: readonly Voice[],
  frame: number,
): { readonly at: number; readonly lead: number } | null {
  let [best, bestLevel, second] = [0, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let isLoud = false;
  for (const [at, { decibels, voiceDecibels }] of voices.entries()) {
    const absolute = decibels[frame] ?? audibleDecibels;
    const level = absolute - voiceDecibels;
    if (level >= -loudWithinDecibels && absolute >= audibleDecibels) isLoud = true;
    if (level > bestLevel) [best, bestLevel, second] = [at, level, bestLevel];
    else if (level > second) second = level;
  }
  return isLoud ? { at: best, lead: bestLevel - second } : null;
}

/** Frames that are loud in any channel, and of each channel those in turns that it has alone. */
function countTurns(voices: readonly Voice[]) {
  const frameCount = voices[0]?.decibels.length ?? 0;
  const framesAlone = voices.map(() => 0);
  let loudFrames = 0;
  let turn: { readonly at: number; frames: number } | null = null;
  const end = (): void => {
    if (turn && turn.frames >= framesIn(shortestTurnSeconds))
      framesAlone[turn.at] = (framesAlone[turn.at] ?? 0) + turn.frames;
    turn = null;
  };
  for (let frame = 0; frame < frameCount; frame += 1) {
    const leader = leaderOf(voices, frame);
    if (leader === null) continue;
    loudFrames += 1;
    const goesOn: boolean = turn?.at === leader.at && leader.lead >= leadToGoOn;
    if (!goesOn) {
      end();
      if (leader.lead >= leadToBegin) turn = { at: leader.at, frames: 0 };
    }
    if (turn) turn.frames += 1;
  }
  end();
  return { loudFrames, framesAlone };
}
