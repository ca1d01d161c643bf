import type { MediaProbe } from '../../model/media.ts';
import { fitPicture } from '../../model/picture.ts';
import type { MediaRun, StillImage } from '../../ports/media-tools.ts';
import { isRefusal, toMediaError } from './failures.ts';
import { sourceOf } from './probe.ts';
import { writeStill } from './still-image.ts';
import { shortEffort, type Toolbox } from './toolbox.ts';

/** Past the title card, not so far that a long recording has to be read. */
const latestSeconds = 60;

/** One upright frame from a tenth into the recording, or its beginning; `null` when there is none. */
export async function makePoster(
  path: string,
  probe: MediaProbe,
  toolbox: Toolbox,
  run: MediaRun,
): Promise<StillImage | null> {
  const { video } = probe;
  if (!video) return null;
  const { width, height } = fitPicture(video);
  const tenth = Math.min(latestSeconds, (probe.durationSeconds ?? 0) / 10);
  for (const atSeconds of new Set([tenth, 0])) {
    try {
      const poster = await writeStill(
        {
          source: sourceOf(path, probe),
          stream: video.index,
          // the key frame before the time: one frame is decoded, and there is always one
          inputOptions: ['-skip_frame', 'nokey', '-noaccurate_seek', '-ss', atSeconds.toFixed(3)],
          filters: `scale=${width}:${height}:out_color_matrix=bt601,setsar=1`,
          name: 'poster',
          effort: shortEffort,
        },
        toolbox,
        run,
      );
      if (poster) return poster;
    } catch (error) {
      if (!isRefusal(error)) throw toMediaError(error, 'No picture could be taken from this recording.');
    }
  }
  return null;
}
