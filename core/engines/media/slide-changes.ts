import type { MediaProbe } from '../../model/media.ts';
import { slideChangesOf } from '../../model/slide-changes.ts';
import type { MediaRun } from '../../ports/media-tools.ts';
import { toMediaError } from './failures.ts';
import { sourceOf } from './probe.ts';
import { decodingEffort, type Toolbox } from './toolbox.ts';

/**
 * How much of the picture must change (`scene` of ffmpeg's select, 0 to 1), on a picture 320 wide: at 0.01 every
 * slide of a talk was found and nothing else, at 0.02 one of seven was missed.
 */
const threshold = 0.01;

/**
 * When the picture of a rendition changes; see `MediaTools.slideChanges`. Everything is decoded, since key frames
 * stand every few seconds and seldom at a new slide: 15 to 50 times as fast as it plays.
 */
export async function findSlideChanges(
  path: string,
  probe: MediaProbe,
  toolbox: Toolbox,
  run: MediaRun,
): Promise<number[] | null> {
  const { video } = probe;
  if (!video) return null;
  const durationSeconds = Math.min(probe.durationSeconds ?? 0, toolbox.limits.durationSeconds);
  const changes: number[] = [];
  try {
    await toolbox.ffmpeg(
      {
        source: sourceOf(path, probe),
        inputOptions: ['-threads', String(toolbox.threads)],
        outputOptions: [
          ...['-map', `0:${video.index}`, '-an', '-sn', '-dn', '-t', String(toolbox.limits.durationSeconds)],
          ...['-vf', `scale=320:-2,select='gt(scene,${threshold})',metadata=mode=print:file=-`],
          ...['-fps_mode', 'passthrough', '-f', 'null'],
        ],
        outputPath: null,
        effort: decodingEffort(durationSeconds),
        onLine: (line) => {
          const seconds = /^frame:.*\spts_time:(\d+(?:\.\d+)?)/.exec(line)?.[1];
          if (seconds !== undefined) changes.push(Number(seconds));
        },
      },
      run,
    );
  } catch (error) {
    throw toMediaError(error, 'The slides of this recording could not be told apart.');
  }
  return slideChangesOf(changes, durationSeconds);
}
