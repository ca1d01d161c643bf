import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs ffmpeg as a person would, at the priority of the product's own, so that both get their share of a busy machine. */
export async function plainFfmpeg(args: readonly string[], signal: AbortSignal): Promise<void> {
  const words = ['-n', '10', 'ffmpeg', '-nostdin', '-hide_banner', '-v', 'error', '-y', ...args];
  await promisify(execFile)('nice', words, { signal });
}

/** Slides that change every five seconds, and a small moving picture in the corner as of a speaker. */
export const slides = [
  ...['-f', 'lavfi', '-i', 'testsrc2=size=1280x720:rate=1/5,fps=25'],
  ...['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25'],
  ...['-f', 'lavfi', '-i', 'sine=frequency=220:sample_rate=48000'],
  ...['-filter_complex', '[0:v][1:v]overlay=x=W-w-20:y=20[picture]', '-map', '[picture]', '-map', '2:a'],
];
