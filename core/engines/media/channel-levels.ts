import { type ChannelLevels, mayHoldVoicesApart, openChannelMeter } from '../../model/channels/meter.ts';
import type { MediaProbe } from '../../model/media.ts';
import type { MediaRun } from '../../ports/media-tools.ts';
import { soundFilters } from './encoding.ts';
import { toMediaError } from './failures.ts';
import { sourceOf } from './probe.ts';
import { sampleBytes, sampleReader } from './samples.ts';
import { readingEffort, type Toolbox } from './toolbox.ts';

/** Has the vowels, which are what is loud in speech. */
const sampleRate = 8000;

/** Loudness of each channel; see `MediaTools.channelLevels`. Nothing but the levels is kept. */
export async function measureChannels(
  path: string,
  probe: MediaProbe,
  toolbox: Toolbox,
  run: MediaRun,
): Promise<ChannelLevels | null> {
  const { audio } = probe;
  if (!audio || !mayHoldVoicesApart(audio.channels)) return null;
  const { durationSeconds: longest } = toolbox.limits;
  const meter = openChannelMeter(audio.channels, sampleRate);
  try {
    await toolbox.ffmpeg(
      {
        source: sourceOf(path, probe),
        outputOptions: [
          ...['-map', `0:${audio.index}`, '-vn', '-sn', '-dn', '-af', soundFilters(audio)],
          ...['-ac', String(audio.channels), '-ar', String(sampleRate), '-t', String(longest)],
          ...['-c:a', 'pcm_s16le', '-f', 's16le'],
        ],
        outputPath: null,
        effort: readingEffort(Math.min(probe.durationSeconds ?? longest, longest)),
        stdoutBytes: sampleBytes(longest, sampleRate, audio.channels),
        onBytes: sampleReader(meter),
      },
      run,
    );
    return meter.levels();
  } catch (error) {
    throw toMediaError(error, 'The sound of this recording could not be read.');
  }
}
