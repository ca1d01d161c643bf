import type { MediaProbe } from '../../model/media.ts';
import { openPeakMeter } from '../../model/waveform.ts';
import type { MediaRun } from '../../ports/media-tools.ts';
import { soundFilters } from './encoding.ts';
import { toMediaError } from './failures.ts';
import { sourceOf } from './probe.ts';
import { sampleBytes, sampleReader } from './samples.ts';
import { readingEffort, type Toolbox } from './toolbox.ts';

/** Enough for what is drawn a few pixels high. */
const sampleRate = 8000;

/** The loudest sample of each part of a rendition; see `MediaTools.peaks`. Nothing but the peaks is kept. */
export async function measurePeaks({
  path,
  probe,
  count,
  toolbox,
  run,
}: {
  readonly path: string;
  readonly probe: MediaProbe;
  readonly count: number;
  readonly toolbox: Toolbox;
  readonly run: MediaRun;
}): Promise<Float32Array | null> {
  const { limits } = toolbox;
  const durationSeconds = Math.min(probe.durationSeconds ?? 0, limits.durationSeconds);
  if (!probe.audio || durationSeconds <= 0) return null;
  const meter = openPeakMeter({ durationSeconds, sampleRate, count });
  try {
    await toolbox.ffmpeg(
      {
        source: sourceOf(path, probe),
        outputOptions: [
          ...['-map', `0:${probe.audio.index}`, '-vn', '-sn', '-dn'],
          ...['-af', soundFilters(probe.audio), '-ac', '1', '-ar', String(sampleRate)],
          // in large pieces: written frame by frame, an hour came in 100,000 and reading them cost as much as decoding
          ...[
            '-t',
            String(limits.durationSeconds),
            '-c:a',
            'pcm_s16le',
            '-flush_packets',
            '0',
            '-f',
            's16le',
          ],
        ],
        outputPath: null,
        effort: readingEffort(durationSeconds),
        stdoutBytes: sampleBytes(limits.durationSeconds, sampleRate),
        onBytes: sampleReader(meter),
      },
      run,
    );
    return meter.peaks;
  } catch (error) {
    throw toMediaError(error, 'The loudness of this recording could not be measured.');
  }
}
