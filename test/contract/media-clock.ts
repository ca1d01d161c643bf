/** Reads the clock of what was made: when there are flashes and beeps, as a player shows and plays them. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const exec = promisify(execFile);
const limits = { maxBuffer: 64 * 1024 ** 2 };

const dark = 100;
const bright = 150;

/** Seconds at which the picture turns bright. */
export async function flashTimes(path: string): Promise<number[]> {
  const brightness = 'signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-';
  const words = ['-v', 'error', '-copyts', '-i', path, '-map', '0:V:0', '-vf', brightness, '-f', 'null', '-'];
  const { stdout } = await exec('ffmpeg', words, limits);
  const times: number[] = [];
  let seconds = 0;
  let isBright = false;
  for (const line of stdout.split('\n')) {
    seconds = Number(/pts_time:(\S+)/.exec(line)?.[1] ?? seconds);
    const light = /YAVG=(\S+)/.exec(line)?.[1];
    if (light === undefined) continue;
    if (!isBright && Number(light) > bright) times.push(seconds);
    isBright = Number(light) > bright;
  }
  return times;
}

/** Seconds at which the sound gets loud. */
export async function beepTimes(path: string): Promise<number[]> {
  // silence that ends with the file is none before a beep
  const words = ['-copyts', '-i', path, '-map', '0:a:0', '-af', 'silencedetect=noise=-30dB:d=0.3'];
  const { stderr } = await exec('ffmpeg', ['-hide_banner', ...words, '-f', 'null', '-'], limits);
  const ends = [...stderr.matchAll(/silence_end: ([\d.]+)/g)].map((match) => Number(match[1]));
  return ends.slice(0, -1);
}

/** Seconds at which a waveform in audiowaveform's JSON gets loud. */
export function waveformBeeps(json: string): number[] {
  const { data, sample_rate: rate, samples_per_pixel: samples } = JSON.parse(json);
  const isLoud = (at: number) => data[2 * at + 1] > 20;
  const times: number[] = [];
  let lastLoud = Number.NEGATIVE_INFINITY;
  for (let at = 0; 2 * at < data.length; at += 1) {
    if (!isLoud(at)) continue;
    const seconds = (at * samples) / rate;
    if (seconds - lastLoud > 0.3) times.push(seconds);
    lastLoud = seconds;
  }
  return times;
}

/** Which tiles of a storyboard are bright, and the seconds from which each is shown, by its WebVTT. */
export async function storyboardTiles(
  vtt: string,
  imagePath: string,
): Promise<{ readonly startSeconds: number; readonly isBright: boolean }[]> {
  const cues = [...vtt.matchAll(/(\d+):(\d+):([\d.]+) --> .*\n\S+#xywh=(\d+),(\d+),(\d+),(\d+)/g)];
  const tiles = [];
  for (const [, hours, minutes, seconds, x, y, width, height] of cues) {
    const crop = `crop=${width}:${height}:${x}:${y},scale=1:1:flags=area,format=gray`;
    const words = ['-v', 'error', '-i', imagePath, '-vf', crop, '-f', 'rawvideo', '-'];
    const { stdout } = await exec('ffmpeg', words, { encoding: 'buffer' });
    const startSeconds = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
    tiles.push({ startSeconds, isBright: (stdout[0] ?? dark) > bright });
  }
  return tiles;
}
