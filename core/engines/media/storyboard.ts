import type { MediaProbe } from '../../model/media.ts';
import { shownSize } from '../../model/picture.ts';
import { planStoryboard, type Storyboard } from '../../model/storyboard.ts';
import type { MediaRun, StoryboardImage } from '../../ports/media-tools.ts';
import { toMediaError } from './failures.ts';
import { sourceOf } from './probe.ts';
import { writeStill } from './still-image.ts';
import { readingEffort, type Toolbox } from './toolbox.ts';

/** Time stamps are rounded (to 1 ms in WebM): a key frame this much after the start of a tile belongs to it. */
const lateSeconds = 0.1;

/** Not read where the container has an index, not decoded elsewhere; in one thread, which saves a third of the cost. */
const keyFramesOnly = ['-discard:v', 'nokey', '-skip_frame', 'nokey', '-threads', '1'];

/**
 * Each tile shows the last key frame at the start of its stretch: moved on by a stretch and rounded down, no
 * frame comes into a tile before its own. (`round=up` says the same, but drops the last frame of all.) Where the
 * picture ends before the sound, its last frame is repeated.
 */
function filters({ secondsPerTile, tileWidth, tileHeight, columns, count }: Storyboard): string {
  const rows = Math.ceil(count / columns);
  return [
    `setpts=PTS+${secondsPerTile - lateSeconds}/TB`,
    `fps=1000/${Math.round(secondsPerTile * 1000)}:start_time=0:round=down:eof_action=pass`,
    `scale=${tileWidth}:${tileHeight}`,
    'setsar=1',
    'tpad=stop=-1:stop_mode=clone',
    `tile=${columns}x${rows}:nb_frames=${count}`,
  ].join(',');
}

/** Small pictures of a rendition from its key frames; see `MediaTools.storyboard`. */
export async function makeStoryboard(
  path: string,
  probe: MediaProbe,
  toolbox: Toolbox,
  run: MediaRun,
): Promise<StoryboardImage | null> {
  const durationSeconds = Math.min(probe.durationSeconds ?? 0, toolbox.limits.durationSeconds);
  const { video } = probe;
  if (!video) return null;
  const storyboard = planStoryboard(shownSize(video), durationSeconds);
  const write = (inputOptions: readonly string[]) =>
    writeStill(
      {
        source: sourceOf(path, probe),
        stream: video.index,
        inputOptions,
        filters: filters(storyboard),
        name: 'storyboard',
        effort: readingEffort(durationSeconds),
      },
      toolbox,
      run,
    );
  try {
    // A cut without encoding hides the key frame before it; renditions with few of them are short.
    const image = (await write(keyFramesOnly)) ?? (await write([]));
    return image && { ...image, storyboard };
  } catch (error) {
    throw toMediaError(error, 'No pictures could be taken from this recording.');
  }
}
