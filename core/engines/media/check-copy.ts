import { longestKeyFrameGapSeconds, longestWebmKeyFrameGapSeconds } from '../../model/media-plan.ts';
import type { MediaRun } from '../../ports/media-tools.ts';
import { isRefusal } from './failures.ts';
import { type MediaSource, readingEffort, shortEffort, type Toolbox } from './toolbox.ts';

/** Key frames every 10 s exactly are meant to pass, whatever the time base made of them. */
const roundingSeconds = 0.05;

/**
 * Longest stretch between two key frames of a file that we wrote, in seconds. The demuxer of MP4 skips all
 * other frames by the file's index, so that an hour costs well under a second; that of WebM hands them over,
 * and framecrc gives them a flag.
 */
async function longestKeyFrameGap(
  source: MediaSource,
  durationSeconds: number,
  toolbox: Toolbox,
  run: MediaRun,
): Promise<number> {
  let timeBase = 0;
  let last = 0;
  let longest = 0;
  const see = (seconds: number) => {
    longest = Math.max(longest, seconds - last);
    last = Math.max(last, seconds);
  };
  const onLine = (line: string) => {
    const base = /^#tb 0: (\d{1,9})\/(\d{1,9})$/.exec(line);
    if (base) timeBase = Number(base[1]) / Number(base[2]);
    else if (!line.startsWith('#') && !line.includes('F=0x')) see(Number(line.split(',')[2]) * timeBase);
  };
  await toolbox.ffmpeg(
    {
      source,
      inputOptions: ['-discard:v', 'nokey'],
      outputOptions: ['-map', '0:V:0', '-c', 'copy', '-f', 'framecrc'],
      outputPath: null,
      effort: readingEffort(durationSeconds),
      onLine,
    },
    run,
  );
  see(durationSeconds);
  return longest;
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

/**
 * What only shows when a copy has been written: why it should be encoded instead, `null` when it is good.
 * `copyStderr` is what ffmpeg said while copying.
 */
export async function findCopyProblem(
  written: { readonly source: MediaSource; readonly durationSeconds: number; readonly hasPicture: boolean },
  copyStderr: string,
  toolbox: Toolbox,
  run: MediaRun,
): Promise<string | null> {
  if (/non[- ]monoton/i.test(copyStderr)) return 'The time stamps of the recording are out of order';
  const { source } = written;
  if (!(await canBeDecoded(source, toolbox, run)))
    return 'The recording has errors that browsers would stop at';
  if (!written.hasPicture) return null;
  const gap = await longestKeyFrameGap(source, written.durationSeconds, toolbox, run);
  const limit = source.container === 'mov' ? longestKeyFrameGapSeconds : longestWebmKeyFrameGapSeconds;
  return gap > limit + roundingSeconds
    ? `Jumping to a moment would be slow (key frames up to ${Math.round(gap)} s apart)`
    : null;
}
