import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeCaptions } from '../../model/captions/decode.ts';
import { parseCaptions } from '../../model/captions/parse.ts';
import { PermanentError } from '../../model/errors.ts';
import type { MediaProbe } from '../../model/media.ts';
import type { Segment } from '../../model/transcript.ts';
import type { MediaRun } from '../../ports/media-tools.ts';
import { isRefusal, toMediaError } from './failures.ts';
import { sourceOf } from './probe.ts';
import { readingEffort, type Toolbox } from './toolbox.ts';

/** The first text track as segments on the player's time line; `null` when there is none with text in it. */
export async function extractSubtitles(
  path: string,
  probe: MediaProbe,
  toolbox: Toolbox,
  run: MediaRun,
): Promise<{ readonly language: string | null; readonly segments: readonly Segment[] } | null> {
  const [track] = probe.subtitles;
  if (!track) return null;
  const outputPath = join(run.scratchDir, 'subtitles.vtt');
  const { durationSeconds } = toolbox.limits;
  try {
    await toolbox.ffmpeg(
      {
        source: sourceOf(path, probe),
        outputOptions: [
          ...['-map', `0:${track.index}`, '-map_metadata', '-1', '-t', String(durationSeconds)],
          // copied where it can be: ffmpeg's own reader would lose the voices
          ...['-c:s', track.codec === 'webvtt' ? 'copy' : 'webvtt', '-f', 'webvtt'],
        ],
        outputPath,
        effort: readingEffort(probe.durationSeconds ?? durationSeconds),
      },
      run,
    );
    return { language: track.language, segments: parseCaptions(decodeCaptions(await readFile(outputPath))) };
  } catch (error) {
    // a track that is empty or broken is no reason to fail: the sound can still be transcribed
    if (isRefusal(error) || error instanceof PermanentError) return null;
    throw toMediaError(error, 'The subtitles of this recording could not be read.');
  }
}
