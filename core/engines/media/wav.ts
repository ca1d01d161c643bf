import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaProbe } from '../../model/media.ts';
import { speechSampleRate } from '../../model/silence.ts';
import type { MediaRun } from '../../ports/media-tools.ts';
import { speechSecondsOf } from '../wav.ts';
import { channelFilters, soundFilters } from './encoding.ts';
import { toMediaError } from './failures.ts';
import { sourceOf } from './probe.ts';
import { followTime, reportSeconds } from './progress.ts';
import { readingEffort, type Toolbox } from './toolbox.ts';

/**
 * The sound for the recogniser. Its time 0 is the player's: ffmpeg shifts every input so that the earliest
 * time stamp of the *file* (not of this stream; negative and huge ones alike) becomes 0, for this call as for
 * the rendition, and `first_pts=0` fills the start of a sound that is late. Without it every time in the
 * transcript of a recording whose sound starts at 5 s would be 5 s early.
 */
export async function extractWav(
  path: string,
  probe: MediaProbe,
  toolbox: Toolbox,
  run: MediaRun,
  channel?: number,
): Promise<{ readonly path: string; readonly durationSeconds: number } | null> {
  if (!probe.audio) return null;
  const outputPath = join(run.scratchDir, channel === undefined ? 'sound.wav' : `channel-${channel}.wav`);
  const { limits } = toolbox;
  const durationSeconds = Math.min(probe.durationSeconds ?? limits.durationSeconds, limits.durationSeconds);
  const progress = followTime(reportSeconds(durationSeconds, run.onProgress ?? (() => {})));
  try {
    await toolbox.ffmpeg(
      {
        source: sourceOf(path, probe),
        outputOptions: [
          ...progress.options,
          ...['-map', `0:${probe.audio.index}`, '-vn', '-sn', '-dn', '-map_metadata', '-1', '-bitexact'],
          ...['-af', channel === undefined ? soundFilters(probe.audio) : channelFilters(channel)],
          ...['-ac', '1', '-ar', String(speechSampleRate)],
          ...['-t', String(limits.durationSeconds), '-c:a', 'pcm_s16le', '-f', 'wav'],
        ],
        outputPath,
        effort: readingEffort(durationSeconds),
        onLine: progress.onLine,
      },
      run,
    );
    const seconds = speechSecondsOf((await stat(outputPath)).size);
    if (seconds > 0) return { path: outputPath, durationSeconds: seconds };
    await rm(outputPath);
    return null;
  } catch (error) {
    throw toMediaError(error, 'The sound of this recording could not be read.');
  }
}
