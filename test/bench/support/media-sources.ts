import { join } from 'node:path';
import type { BenchRun } from './bench.ts';
import { plainFfmpeg, slides } from './ffmpeg.ts';

export const hour = 3600;
/** Enough to time an encode of sound by. */
export const part = 600;
/** Enough to time an encode of pictures by. */
export const clip = 20;

/** What recordings are measured on: 720p slides, as tools for meetings and as browsers write them. */
export interface MediaSources {
  readonly mp4Clip: string;
  readonly mp4Hour: string;
  readonly webmClip: string;
  readonly webmHour: string;
  readonly webmPart: string;
}

export async function makeSources({ dir, signal }: BenchRun): Promise<MediaSources> {
  const path = (name: string) => join(dir, name);
  const sources = {
    mp4Clip: path('clip.mp4'),
    mp4Hour: path('hour.mp4'),
    webmClip: path('clip.webm'),
    webmHour: path('hour.webm'),
    webmPart: path('part.webm'),
  };
  const h264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-g', '100', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
  const vp8 = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '1M', '-c:a', 'libopus'];
  // without duration and index, as browsers record
  const live = ['-f', 'webm', '-live', '1'];
  const looped = (seconds: number, source: string) => [
    '-stream_loop',
    String(seconds / clip - 1),
    '-i',
    source,
    '-c',
    'copy',
  ];
  await plainFfmpeg([...slides, '-t', String(clip), ...h264, sources.mp4Clip], signal);
  await plainFfmpeg([...slides, '-t', String(clip), ...vp8, '-g', '100', ...live, sources.webmClip], signal);
  await plainFfmpeg([...looped(hour, sources.mp4Clip), sources.mp4Hour], signal);
  await plainFfmpeg([...looped(hour, sources.webmClip), ...live, sources.webmHour], signal);
  await plainFfmpeg([...looped(part, sources.webmClip), ...live, sources.webmPart], signal);
  return sources;
}
