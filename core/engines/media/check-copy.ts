import type { VideoStream } from '../../model/media.ts';
import { longestKeyFrameGapSeconds, longestWebmKeyFrameGapSeconds } from '../../model/media-plan.ts';
import type { MediaRun } from '../../ports/media-tools.ts';
import { isRefusal } from './failures.ts';
import type { Following } from './progress.ts';
import { type MediaSource, shortEffort, type Toolbox } from './toolbox.ts';

/** Key frames every 10 s exactly are meant to pass, whatever the time base made of them. */
const roundingSeconds = 0.05;

/** The key frames of a picture while it is copied. */
export interface KeyFrames extends Following {
  /** Longest stretch without one, in seconds, when the copy is that long. */
  longestGap(durationSeconds: number): number;
}

/**
 * Follows a copying call by the key frames it writes: a second output gives the list of them (framecrc) on
 * stdout. Looking for them in the file afterwards means to read all of it again where that has no index (WebM).
 */
export function followKeyFrames(
  { index }: VideoStream,
  longestSeconds: number,
  onSeconds: (seconds: number) => void,
): KeyFrames {
  let timeBase = 0;
  let last = 0;
  let longest = 0;
  const see = (seconds: number) => {
    longest = Math.max(longest, seconds - last);
    last = Math.max(last, seconds);
  };
  return {
    options: [
      ...['-map', `0:${index}`, '-c', 'copy', '-bsf:v', 'noise=drop=not(key)', '-t', String(longestSeconds)],
      // some 500 at once: read one by one, those of an hour took 0.07 s more
      ...['-flush_packets', '0', '-f', 'framecrc', 'pipe:1'],
    ],
    onLine(line) {
      const base = /^#tb 0: (\d{1,9})\/(\d{1,9})$/.exec(line);
      if (base) timeBase = Number(base[1]) / Number(base[2]);
      if (line.startsWith('#')) return;
      see(Number(line.split(',')[2]) * timeBase);
      onSeconds(last);
    },
    longestGap(durationSeconds) {
      see(durationSeconds);
      return longest;
    },
  };
}

/** Whether the first five seconds can be decoded without any error. */
async function canBeDecoded(source: MediaSource, toolbox: Toolbox, run: MediaRun): Promise<boolean> {
  try {
    const inputOptions = ['-xerror', '-t', '5'];
    const { stderr } = await toolbox.ffmpeg(
      { source, inputOptions, outputOptions: ['-f', 'null'], outputPath: null, effort: shortEffort },
      run,
    );
    return stderr.trim() === '';
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/** A file that was copied. */
export interface Copy {
  readonly source: MediaSource;
  readonly durationSeconds: number;
  /** Of its picture; `undefined`: it has none, or one that was encoded. */
  readonly keyFrames: KeyFrames | undefined;
  /** What ffmpeg said while copying. */
  readonly stderr: string;
}

/** What only shows when a copy has been written: why it should be encoded instead, `null` when it is good. */
export async function findCopyProblem(copy: Copy, toolbox: Toolbox, run: MediaRun): Promise<string | null> {
  const { source, keyFrames } = copy;
  if (/non[- ]monoton/i.test(copy.stderr)) return 'The time stamps of the recording are out of order';
  const gap = keyFrames?.longestGap(copy.durationSeconds) ?? 0;
  const limit = source.container === 'mov' ? longestKeyFrameGapSeconds : longestWebmKeyFrameGapSeconds;
  if (gap > limit + roundingSeconds)
    return `Jumping to a moment would be slow (key frames up to ${Math.round(gap)} s apart)`;
  return (await canBeDecoded(source, toolbox, run))
    ? null
    : 'The recording has errors that browsers would stop at';
}
