import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaProbe } from '../../model/media.ts';
import { fitPicture } from '../../model/media-plan.ts';
import type { MediaRun } from '../../ports/media-tools.ts';
import { isRefusal, toMediaError } from './failures.ts';
import { sourceOf } from './probe.ts';
import { shortEffort, type Toolbox } from './toolbox.ts';

/** Past the title card, not so far that a long recording has to be read. */
const latestSeconds = 60;

async function writeFrame(
  path: string,
  probe: MediaProbe,
  atSeconds: number,
  toolbox: Toolbox,
  run: MediaRun,
): Promise<string | null> {
  if (!probe.video) return null;
  const { width, height } = fitPicture(probe.video);
  const outputPath = join(run.scratchDir, 'poster.jpg');
  await toolbox.ffmpeg(
    {
      source: sourceOf(path, probe),
      // the key frame before the time: one frame is decoded, and there is always one
      inputOptions: ['-skip_frame', 'nokey', '-noaccurate_seek', '-ss', atSeconds.toFixed(3)],
      outputOptions: [
        ...['-map', `0:${probe.video.index}`, '-an', '-sn', '-dn', '-map_metadata', '-1', '-frames:v', '1'],
        ...['-vf', `scale=${width}:${height}:out_range=full,setsar=1,format=yuvj420p`],
        ...['-c:v', 'mjpeg', '-q:v', '4', '-f', 'mjpeg'],
      ],
      outputPath,
      effort: shortEffort,
    },
    run,
  );
  const { size } = await stat(outputPath);
  if (size > 0) return outputPath;
  await rm(outputPath);
  return null;
}

/** One upright frame as JPEG from a tenth into the recording, or its beginning; `null` when there is none. */
export async function makePoster(
  path: string,
  probe: MediaProbe,
  toolbox: Toolbox,
  run: MediaRun,
): Promise<string | null> {
  const tenth = Math.min(latestSeconds, (probe.durationSeconds ?? 0) / 10);
  for (const atSeconds of new Set([tenth, 0])) {
    try {
      const poster = await writeFrame(path, probe, atSeconds, toolbox, run);
      if (poster) return poster;
    } catch (error) {
      if (!isRefusal(error)) throw toMediaError(error, 'No picture could be taken from this recording.');
    }
  }
  return null;
}
