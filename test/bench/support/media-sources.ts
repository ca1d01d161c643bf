import { join } from 'node:path';
import type { BenchRun } from './bench.ts';
import { plainFfmpeg, slides } from './ffmpeg.ts';

export const hour = 3600;
/** Enough to time an encode by. */
export const clip = 20;

/** What recordings are measured on: 720p slides, as tools for meetings and as browsers write them. */
export interface MediaSources {
  readonly mp4Clip: string;
  readonly mp4Hour: string;
  readonly webmClip: string;
  readonly webmHour: string;
}

export async function makeSources({ dir, signal }: BenchRun): Promise<MediaSources> {
  const path = (name: string) => join(dir, name);
  const sources = {
    mp4Clip: path('clip.mp4'),
    mp4Hour: path('hour.mp4'),
    webmClip: path('clip.webm'),
    webmHour: path('hour.webm'),
  };
  const h264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-g', '100', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
  const vp8 = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '1M', '-c:a', 'libopus'];
  // without duration and index, as browsers record
  const live = ['-f', 'webm', '-live', '1'];
  const looped = ['-stream_loop', String(hour / clip - 1)];
  await plainFfmpeg([...slides, '-t', String(clip), ...h264, sources.mp4Clip], signal);
  await plainFfmpeg([...slides, '-t', String(clip), ...vp8, '-g', '100', ...live, sources.webmClip], signal);
  await plainFfmpeg([...looped, '-i', sources.mp4Clip, '-c', 'copy', sources.mp4Hour], signal);
  await plainFfmpeg([...looped, '-i', sources.webmClip, '-c', 'copy', ...live, sources.webmHour], signal);
  return sources;
}
