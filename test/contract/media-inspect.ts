import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PermanentError } from '../../core/model/errors.ts';
import type { MediaProbe } from '../../core/model/media.ts';
import {
  type MediaPlan,
  planEncoding,
  planRenditions,
  type RenditionStep,
} from '../../core/model/media-plan.ts';
import type { MediaRun, MediaTools, Rendition } from '../../core/ports/media-tools.ts';

const exec = promisify(execFile);

/** Runs `use` with an empty scratch folder, which is removed afterwards. */
export async function withScratch<T>(use: (scratchDir: string) => Promise<T>): Promise<T> {
  const scratchDir = await mkdtemp(join(tmpdir(), 'brownbag-media-'));
  try {
    return await use(scratchDir);
  } finally {
    await rm(scratchDir, { recursive: true, force: true });
  }
}

export const openRun = (scratchDir: string): MediaRun => ({
  scratchDir,
  signal: new AbortController().signal,
});

/** A rendition, and the plan and step that made it in the end. */
export interface Processed {
  readonly probe: MediaProbe;
  readonly plan: MediaPlan;
  readonly step: RenditionStep;
  readonly rendition: Rendition;
}

/** Carries out the first step of the plan, or the encode that takes its place; throws what a refusal says. */
export async function makePlayable(tools: MediaTools, path: string, run: MediaRun): Promise<Processed> {
  const probe = await tools.probe(path, run);
  const carryOut = async (plan: MediaPlan): Promise<Processed> => {
    if (plan.kind === 'refuse') throw new PermanentError(plan.reason);
    const made = await tools.render(path, probe, plan.first, run);
    if (made.kind === 'made') return { probe, plan, step: plan.first, rendition: made };
    return carryOut(planEncoding(probe, made.reason));
  };
  return carryOut(planRenditions(probe));
}

/** What a decoder complains of when it plays the whole file; empty when it is sound. */
export async function decodeWhole(path: string): Promise<string> {
  const { stderr } = await exec('ffmpeg', ['-nostdin', '-v', 'error', '-i', path, '-f', 'null', '-']);
  return stderr;
}

/** Times of the key frames of the first picture, in seconds. */
export async function keyFrameTimes(path: string): Promise<number[]> {
  const options = ['-select_streams', 'v:0', '-show_entries', 'packet=pts_time,flags', '-of', 'csv=p=0'];
  const { stdout } = await exec('ffprobe', ['-v', 'error', ...options, path]);
  const packets = stdout.trim().split('\n');
  return packets.filter((line) => line.split(',')[1]?.startsWith('K')).map(Number.parseFloat);
}

/** Names of an MP4's outermost boxes, in order. */
function boxesOf(bytes: Buffer): string[] {
  const names: string[] = [];
  for (let at = 0; at + 8 <= bytes.length; at += Math.max(8, bytes.readUInt32BE(at)))
    names.push(bytes.toString('latin1', at + 4, at + 8));
  return names;
}

/** Whether a player can seek before all of the file has arrived: `moov` before `mdat`, Cues before the first Cluster. */
export async function isIndexFirst({ path, contentType }: Rendition): Promise<boolean> {
  const bytes = await readFile(path);
  if (contentType !== 'video/webm') {
    const boxes = boxesOf(bytes);
    return boxes.includes('moov') && boxes.indexOf('moov') < boxes.indexOf('mdat');
  }
  const cues = bytes.indexOf(Buffer.from('1c53bb6b', 'hex'));
  return cues > 0 && cues < bytes.indexOf(Buffer.from('1f43b675', 'hex'));
}

/** Red, green and blue of one pixel of the first frame as a player shows it. */
export async function pixelAt(path: string, x: number, y: number): Promise<number[]> {
  const crop = ['-vf', `format=rgb24,crop=1:1:${x}:${y}`, '-frames:v', '1', '-f', 'rawvideo', '-'];
  const { stdout } = await exec('ffmpeg', ['-v', 'error', '-i', path, ...crop], { encoding: 'buffer' });
  return [...stdout];
}

/** A recording that takes long to convert: half a minute of 1280x720 in MPEG-4, the same two seconds again and again. */
export async function writeLongRecording(path: string): Promise<void> {
  const short = `${path}.short.avi`;
  const source = ['-f', 'lavfi', '-i', 'testsrc2=s=1280x720:r=30:d=2', '-c:v', 'mpeg4', '-q:v', '12'];
  await exec('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...source, short]);
  const loop = ['-stream_loop', '14', '-i', short, '-c', 'copy'];
  await exec('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...loop, path]);
}

/** Half a minute in which everything moves all the time. */
export async function writeFilm(path: string): Promise<void> {
  const source = ['-f', 'lavfi', '-i', 'testsrc2=s=320x180:r=30:d=30', '-c:v', 'mpeg4', '-q:v', '12'];
  await exec('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...source, path]);
}

/** Slides: text that fills more of the picture from each of the given seconds on, to half a minute; a cursor moves. */
export async function writeSlides(path: string, changes: readonly number[]): Promise<void> {
  const lines = changes.map(
    (seconds, index) => `drawbox=x=40:y=${40 + 40 * index}:w=300:h=24:t=fill:enable='gte(t,${seconds})'`,
  );
  const cursor = "drawbox=x='mod(t*40,600)':y=340:w=6:h=6:color=red:t=fill";
  const filters = ['color=white:s=640x360:r=10:d=30', ...lines, cursor].join(',');
  const source = ['-f', 'lavfi', '-i', filters, '-c:v', 'libx264', '-preset', 'ultrafast'];
  await exec('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...source, path]);
}

/** Two seconds of three, cut without encoding after the only key frame, as editors and phones do. */
export async function writeCutRecording(path: string, scratchDir: string): Promise<void> {
  const whole = join(scratchDir, 'whole.mp4');
  const source = ['-f', 'lavfi', '-i', 'testsrc2=s=160x90:r=10:d=3', '-c:v', 'libx264', '-sc_threshold', '0'];
  await exec('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...source, whole]);
  await exec('ffmpeg', ['-nostdin', '-v', 'error', '-y', '-ss', '1', '-i', whole, '-c', 'copy', path]);
}
