import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { anyFixture, mediaFixture } from './fixtures.ts';

const ffmpeg = (...words: readonly string[]) =>
  promisify(execFile)('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...words]);

/** Writes a fixture so many seconds long, again and again, without encoding it. */
export const loopRecording = (fixture: string, seconds: number, path: string): Promise<void> =>
  loopFixture(`media/${fixture}`, seconds, path);

/** The same with a file of any folder of the fixtures. */
export async function loopFixture(fixture: string, seconds: number, path: string): Promise<void> {
  const loop = ['-stream_loop', '-1', '-i', anyFixture(fixture), '-t', String(seconds)];
  await ffmpeg(...loop, '-map', '0', '-c', 'copy', path);
}

/** Writes the sound of a fixture and then silence, so many seconds in all. */
export async function followBySilence(fixture: string, seconds: number, path: string): Promise<void> {
  const silence = ['-i', mediaFixture(fixture), '-vn', '-af', `apad=whole_dur=${seconds}`];
  await ffmpeg(...silence, '-c:a', 'aac', '-aac_coder', 'fast', path);
}
