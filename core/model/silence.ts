/** Of the sound that recognisers get: 16-bit mono. */
export const speechSampleRate = 16_000;

/** Samples `[start, end)` of a recording. */
export interface SampleRange {
  readonly start: number;
  readonly end: number;
}

/** Loudness of a recording, one level (dB of full scale) for every 20 ms. */
export interface SoundLevels {
  readonly sampleRate: number;
  readonly sampleCount: number;
  readonly decibels: Float32Array;
}

export interface CutLimits {
  /** No piece but the last is shorter. */
  readonly minSeconds: number;
  /** No piece is longer. */
  readonly maxSeconds: number;
}

export const frameSeconds = 0.02;

/** Anything quieter is no microphone: digital silence must not pull the threshold down with it. */
const floorDecibels = -70;
/** Nobody speaks below this; so that a recording without any sound is silent. */
export const audibleDecibels = -60;
const minSilenceSeconds = 0.3;

/** Frames of `frameSeconds` that hold so many samples; the last one may be short. */
export const framesOf = (sampleCount: number, sampleRate: number): number =>
  Math.ceil(sampleCount / (sampleRate * frameSeconds));

/** Level of one frame of 16-bit samples; an empty one is silent. */
export function frameLevel(samples: Int16Array): number {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  return energyLevel(energy, samples.length);
}

/** Level of so many 16-bit samples whose squares have this sum. */
export function energyLevel(energy: number, sampleCount: number): number {
  if (energy === 0) return floorDecibels;
  return Math.max(floorDecibels, 10 * Math.log10(energy / sampleCount / 32768 ** 2));
}

/**
 * The level under which a frame counts as silent: 6 dB over the 10th percentile, or a quarter of the way from
 * there to the 95th where that is more, so that a noisy room does not become speech. Never over the middle of
 * the two: sound that is equally loud throughout has no silences.
 */
export function silenceThreshold(levels: SoundLevels): number {
  const sorted = levels.decibels.toSorted();
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? floorDecibels;
  const low = at(0.1);
  const high = at(0.95);
  return Math.max(audibleDecibels, Math.min(low + Math.max(6, (high - low) / 4), (low + high) / 2));
}

/**
 * Cuts a recording into pieces that touch and cover it, in the middle of silences of at least 0.3 s.
 * Each piece ends at the first silence after `minSeconds`; where there is none before `maxSeconds`, at the
 * quietest frame of the second half. Starts at `fromSample`, which an earlier cut gave.
 */
export function cutAtSilences(levels: SoundLevels, limits: CutLimits, fromSample = 0): SampleRange[] {
  const frameCount = levels.decibels.length;
  const maxFrames = Math.max(1, Math.floor(limits.maxSeconds / frameSeconds));
  const minFrames = Math.min(maxFrames, Math.ceil(limits.minSeconds / frameSeconds));
  const middles = silenceMiddles(levels);
  const pieces: SampleRange[] = [];
  let start = framesOf(fromSample, levels.sampleRate);
  let next = 0;
  while (frameCount - start > 0) {
    while (next < middles.length && (middles[next] ?? 0) < start + minFrames) next += 1;
    const silence = middles[next];
    let end = frameCount;
    if (silence !== undefined && silence <= start + maxFrames) end = silence;
    else if (frameCount - start > maxFrames)
      end = quietestFrame(levels, start + maxFrames / 2, start + maxFrames);
    pieces.push(sampleRange(levels, start, end));
    start = end;
  }
  return pieces;
}

/** The share of `[startSeconds, endSeconds)` that is not silent; 0 outside the recording. */
export function loudShare(
  levels: SoundLevels,
  threshold: number,
  startSeconds: number,
  endSeconds: number,
): number {
  const frames = levels.decibels.subarray(
    Math.max(0, Math.floor(startSeconds / frameSeconds)),
    Math.max(0, Math.ceil(endSeconds / frameSeconds)),
  );
  let loud = 0;
  for (const level of frames) if (level >= threshold) loud += 1;
  return frames.length === 0 ? 0 : loud / frames.length;
}

/** `loudShare` of a range in samples: 0 to 1. */
export const loudShareOf = (levels: SoundLevels, threshold: number, range: SampleRange): number =>
  loudShare(levels, threshold, range.start / levels.sampleRate, range.end / levels.sampleRate);

/**
 * The range without the silence at its ends, of which up to `padSeconds` stay; `null` when nothing in it is loud.
 * Begins and ends with whole frames, or where the range does.
 */
export function trimSilence(
  levels: SoundLevels,
  threshold: number,
  range: SampleRange,
  padSeconds: number,
): SampleRange | null {
  const frameSamples = Math.round(levels.sampleRate * frameSeconds);
  const firstFrame = Math.floor(range.start / frameSamples);
  const frames = levels.decibels.subarray(firstFrame, Math.ceil(range.end / frameSamples));
  const isLoud = (level: number): boolean => level >= threshold;
  const first = frames.findIndex(isLoud);
  if (first === -1) return null;
  const pad = Math.round(padSeconds / frameSeconds);
  return {
    start: Math.max(range.start, (firstFrame + first - pad) * frameSamples),
    end: Math.min(range.end, (firstFrame + frames.findLastIndex(isLoud) + 1 + pad) * frameSamples),
  };
}

/** Frame indexes in the middle of every silence that is long enough to cut in. */
function silenceMiddles(levels: SoundLevels): number[] {
  const threshold = silenceThreshold(levels);
  const minFrames = Math.round(minSilenceSeconds / frameSeconds);
  const middles: number[] = [];
  let silentSince = 0;
  for (let frame = 0; frame <= levels.decibels.length; frame += 1) {
    if ((levels.decibels[frame] ?? Number.POSITIVE_INFINITY) < threshold) continue;
    if (frame - silentSince >= minFrames) middles.push(Math.floor((silentSince + frame) / 2));
    silentSince = frame + 1;
  }
  return middles;
}

/** A cut within a word is heard least where the frame is quietest; a cut at frame `n` falls before it. */
function quietestFrame(levels: SoundLevels, from: number, to: number): number {
  const first = Math.max(1, Math.ceil(from));
  let quietest = first;
  for (let frame = first; frame <= to; frame += 1)
    if ((levels.decibels[frame] ?? 0) < (levels.decibels[quietest] ?? 0)) quietest = frame;
  return Math.min(quietest, Math.floor(to));
}

function sampleRange(levels: SoundLevels, startFrame: number, endFrame: number): SampleRange {
  const frameSamples = Math.round(levels.sampleRate * frameSeconds);
  return {
    start: startFrame * frameSamples,
    end: Math.min(levels.sampleCount, endFrame * frameSamples),
  };
}
