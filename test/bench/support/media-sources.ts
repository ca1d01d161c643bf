import { join } from 'node:path';
import type { BenchRun } from './bench.ts';
import { plainFfmpeg, slides } from './ffmpeg.ts';

export const minute = 60;
export const hour = 3600;

/** What recordings are measured on: 720p slides, as tools for meetings and as browsers write them. */
export interface MediaSources {
  readonly mp4Minute: string;
  readonly mp4Hour: string;
  readonly webmMinute: string;
  readonly webmHour: string;
}

export async function makeSources({ dir, signal }: BenchRun): Promise<MediaSources> {
  const path = (name: string) => join(dir, name);
  const sources = {
    mp4Minute: path('minute.mp4'),
    mp4Hour: path('hour.mp4'),
    webmMinute: path('minute.webm'),
    webmHour: path('hour.webm'),
  };
  const h264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-g', '100', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
  const vp8 = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '1M', '-c:a', 'libopus'];
  // without duration and index, as browsers record
  const live = ['-g', '100', '-f', 'webm', '-live', '1'];
  const sixtyTimes = ['-stream_loop', '59'];
  await plainFfmpeg([...slides, '-t', String(minute), ...h264, sources.mp4Minute], signal);
  await plainFfmpeg([...slides, '-t', String(minute), ...vp8, ...live, sources.webmMinute], signal);
  await plainFfmpeg([...sixtyTimes, '-i', sources.mp4Minute, '-c', 'copy', sources.mp4Hour], signal);
  const copyLive = ['-c', 'copy', '-f', 'webm', '-live', '1'];
  await plainFfmpeg([...sixtyTimes, '-i', sources.webmMinute, ...copyLive, sources.webmHour], signal);
  return sources;
}
