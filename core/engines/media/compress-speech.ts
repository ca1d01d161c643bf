import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaRun } from '../../ports/media-tools.ts';
import { speechSecondsOf } from '../wav.ts';
import { toMediaError } from './failures.ts';
import { readingEffort, type Toolbox } from './toolbox.ts';

/**
 * A WAV for recognisers as Opus in Ogg: a tenth of the bytes, and no word more is misheard. Constrained, so that a
 * bound on its size can be given. Times are the same: Ogg says how much of its start is to be skipped (RFC 7845 4.2).
 */
export async function compressSpeech(
  path: string,
  toolbox: Toolbox,
  run: Pick<MediaRun, 'signal' | 'scratchDir'>,
): Promise<string> {
  const outputPath = join(run.scratchDir, 'speech.ogg');
  try {
    await toolbox.ffmpeg(
      {
        source: { path, container: 'wav' },
        outputOptions: [
          ...['-map', '0:a:0', '-map_metadata', '-1', '-bitexact', '-c:a', 'libopus', '-application', 'voip'],
          ...['-b:a', '24k', '-vbr', 'constrained', '-ac', '1', '-f', 'ogg'],
        ],
        outputPath,
        effort: readingEffort(speechSecondsOf((await stat(path)).size)),
      },
      run,
    );
    return outputPath;
  } catch (error) {
    throw toMediaError(error, 'The sound could not be compressed.');
  }
}
