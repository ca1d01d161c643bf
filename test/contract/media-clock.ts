/** Reads the clock of what was made: when there are flashes and beeps, as a player shows and plays them. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** Of 255: lighter than this is the white of a flash. */
const bright = 150;

export interface Watched {
  /** Seconds at which the picture turns bright after darkness. */
  readonly flashes: readonly number[];
  /** Seconds at which the sound gets louder than a murmur after silence. */
  readonly beeps: readonly number[];
  /** What the decoder complains of. */
  readonly errors: readonly string[];
}

/** Plays a whole file, or its sound alone, and notes what happens in it. */
export async function watch(path: string): Promise<Watched> {
  // Printed of frames, because a darkness or silence that the file ends with is logged as if it had ended itself.
  const picture = 'blackdetect=d=0.05:pix_th=0.5:pic_th=0.9,metadata=print:key=lavfi.black_end:file=-';
  const sound = 'silencedetect=noise=-35dB:d=0.3,ametadata=print:key=lavfi.silence_end:file=-';
  const options = ['-nostdin', '-hide_banner', '-nostats', '-v', 'level+error', '-copyts', '-i', path];
  // the time stamps as they are: at a guessed frame rate two of them might become one
  const asIs = ['-fps_mode', 'passthrough', '-enc_time_base', '-1', '-f', 'null', '-'];
  const { stdout, stderr } = await exec('ffmpeg', [...options, '-vf', picture, '-af', sound, ...asIs]);
  const timesOf = (key: string) =>
    [...stdout.matchAll(new RegExp(`^lavfi\\.${key}=(\\S+)$`, 'gm'))].map((match) => Number(match[1]));
  const errors = stderr.split('\n').filter((line) => line !== '');
  return { flashes: timesOf('black_end'), beeps: timesOf('silence_end'), errors };
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

export interface Tile {
  /** From when it is shown. */
  readonly startSeconds: number;
  readonly isBright: boolean;
}

/** The tiles of a storyboard as its WebVTT cuts them out of its image. */
export async function storyboardTiles(vtt: string, imagePath: string): Promise<readonly Tile[]> {
  const cues = [...vtt.matchAll(/(\d+):(\d+):([\d.]+) --> .*\n\S+#xywh=(\d+),(\d+),(\d+),(\d+)/g)].map(
    (match) => match.slice(1).map(Number),
  );
  const imageWidth = Math.max(...cues.map(([, , , x = 0, , width = 0]) => x + width));
  const words = ['-v', 'error', '-i', imagePath, '-vf', 'format=gray', '-f', 'rawvideo', '-'];
  const { stdout: pixels } = await exec('ffmpeg', words, { encoding: 'buffer', maxBuffer: 64 * 1024 ** 2 });
  return cues.map(([hours = 0, minutes = 0, seconds = 0, x = 0, y = 0, width = 0, height = 0]) => {
    const middle = (y + Math.floor(height / 2)) * imageWidth + x + Math.floor(width / 2);
    const startSeconds = hours * 3600 + minutes * 60 + seconds;
    return { startSeconds, isBright: (pixels[middle] ?? 0) > bright };
  });
}
