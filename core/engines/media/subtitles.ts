import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeCaptions } from '../../model/captions/decode.ts';
import { parseCaptions } from '../../model/captions/parse.ts';
import { PermanentError } from '../../model/errors.ts';
import type { MediaProbe, SubtitleStream } from '../../model/media.ts';
import { orderSubtitles } from '../../model/order-subtitles.ts';
import { moveSegments, type Segment } from '../../model/transcript.ts';
import type { MediaRun } from '../../ports/media-tools.ts';
import { isRefusal, toMediaError } from './failures.ts';
import { sourceOf } from './probe.ts';
import { readingEffort, type Toolbox } from './toolbox.ts';

/**
 * How each codec is written: as it is, where it can be. Decoding loses voices and names, and takes what stands
 * in angle brackets for a tag; MP4's text (`mov_text`) is binary and has to be decoded.
 */
const formats: Readonly<Record<string, readonly [encoder: string, muxer: string]>> = {
  webvtt: ['copy', 'webvtt'],
  subrip: ['copy', 'srt'],
  ass: ['copy', 'ass'],
  mov_text: ['text', 'srt'],
};

/**
 * Added to all times and taken off again: a track may begin long before picture and sound, and ffmpeg would
 * either move all of it ("avoid negative ts") or write times such as `0:00:-2.-98`.
 */
const leadSeconds = 3600;

interface Extraction {
  readonly path: string;
  readonly probe: MediaProbe;
  readonly toolbox: Toolbox;
  readonly run: MediaRun;
  /** What is spoken, where a person has said it. */
  readonly language?: string | null | undefined;
}

/** The best text track that has text, as segments on the player's time line; `null` when there is none. */
export async function extractSubtitles(
  extraction: Extraction,
): Promise<{ readonly language: string | null; readonly segments: readonly Segment[] } | null> {
  const { probe, language = null } = extraction;
  for (const track of orderSubtitles(probe.subtitles, language)) {
    const segments = await readTrack(track, extraction);
    if (segments.length > 0) return { language: track.language, segments };
  }
  return null;
}

/** Empty when the track is, or is broken: no reason to fail, as the sound can still be transcribed. */
async function readTrack(track: SubtitleStream, extraction: Extraction): Promise<readonly Segment[]> {
  const { path, probe, toolbox, run } = extraction;
  const [encoder, muxer] = formats[track.codec] ?? ['webvtt', 'webvtt'];
  const outputPath = join(run.scratchDir, `subtitles-${track.index}.${muxer}`);
  const { durationSeconds } = toolbox.limits;
  try {
    await toolbox.ffmpeg(
      {
        source: sourceOf(path, probe),
        outputOptions: [
          ...['-map', `0:${track.index}`, '-map_metadata', '-1', '-t', String(durationSeconds)],
          ...['-avoid_negative_ts', 'disabled', '-output_ts_offset', String(leadSeconds)],
          ...['-c:s', encoder, '-f', muxer],
        ],
        outputPath,
        effort: readingEffort(probe.durationSeconds ?? durationSeconds),
      },
      run,
    );
    return moveSegments(parseCaptions(decodeCaptions(await readFile(outputPath))), -leadSeconds);
  } catch (error) {
    if (isRefusal(error) || error instanceof PermanentError) return [];
    throw toMediaError(error, 'The subtitles of this recording could not be read.');
  }
}
