/** What our engine adds to ffmpeg: the media stages against plain ffmpeg that makes the same renditions. */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ffmpegTools } from '../../core/engines/media/ffmpeg.ts';
import type { MediaProbe } from '../../core/model/media.ts';
import { type MediaPlan, planEncoding, planRenditions } from '../../core/model/media-plan.ts';
import { type BenchRun, bench } from './support/bench.ts';
import { plainFfmpeg, slides } from './support/ffmpeg.ts';
import { type Bar, printFigure } from './support/print.ts';
import { median, type Timing, time } from './support/timing.ts';

const rounds = 5;
const overheadBar: Bar = { atMost: 1.15 };
const remuxBar: Bar = { atLeast: 30 };

/** The words of every call of ffmpeg by the engine. */
const calls: (readonly string[])[] = [];
const tools = ffmpegTools({
  threads: availableParallelism(),
  limits: { durationSeconds: 12 * 3600, outputBytes: 16 * 1024 ** 3 },
  log: {
    debug(fields) {
      if ('words' in fields && Array.isArray(fields.words)) calls.push(fields.words.map(String));
    },
  },
});

type Choice = (probe: MediaProbe) => MediaPlan;
const encode: Choice = (probe) => planEncoding(probe, 'Measured');

/** Probes and renders; rejects when something else than what was planned came out. */
async function makeRendition(path: string, choose: Choice, { dir, signal }: BenchRun): Promise<void> {
  const run = { signal, scratchDir: await mkdtemp(join(dir, 'scratch-')) };
  try {
    const probe = await tools.probe(path, run);
    const plan = choose(probe);
    if (plan.kind === 'refuse') throw new Error(plan.reason);
    const made = await tools.render(path, probe, plan.first, run);
    if (made.kind !== 'made') throw new Error(`Not as planned: ${made.reason}`);
  } finally {
    await rm(run.scratchDir, { recursive: true });
  }
}

/** What the engine asked of the rendition: all after the input, without how it is told of the progress. */
function renditionOptions(): string[] {
  const words = calls.findLast((call) => call.at(-1)?.endsWith('/video.mp4')) ?? [];
  const options = words.slice(words.indexOf('-i') + 2, -1);
  const progress = options.indexOf('-progress');
  return progress < 0 ? options : options.toSpliced(progress, 4);
}

/** The engine and plain ffmpeg by turns, now the one first and now the other, as others may use the machine. */
async function compare(
  name: string,
  path: string,
  choose: Choice,
  run: BenchRun,
  bar?: Bar,
): Promise<Timing> {
  const outputPath = join(run.dir, 'plain.mp4');
  await makeRendition(path, choose, run);
  const plain = () => plainFfmpeg(['-i', path, ...renditionOptions(), outputPath], run.signal);
  const engine = () => makeRendition(path, choose, run);
  const ours: Timing[] = [];
  const theirs: Timing[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 1) theirs.push(await time(plain));
    ours.push(await time(engine));
    if (round % 2 === 0) theirs.push(await time(plain));
  }
  await rm(outputPath);
  const result = medianOf(ours);
  printTiming(`${name}, engine`, result);
  printTiming(`${name}, plain ffmpeg`, medianOf(theirs));
  const ratio = (pick: (timing: Timing) => number) =>
    median(theirs.map((timing, round) => pick(ours[round] ?? result) / pick(timing)));
  printFigure(`${name}, wall time`, ratio(wall), 'x plain ffmpeg', bar);
  printFigure(`${name}, CPU time`, ratio(cpu), 'x plain ffmpeg', bar);
  return result;
}

const wall = ({ wallSeconds }: Timing): number => wallSeconds;
const cpu = ({ cpuSeconds }: Timing): number => cpuSeconds;

const printTiming = (name: string, { wallSeconds, cpuSeconds }: Timing): void =>
  printFigure(name, wallSeconds, `s wall, ${cpuSeconds.toFixed(2)} s CPU`);

const medianOf = (timings: readonly Timing[]): Timing => ({
  wallSeconds: median(timings.map(wall)),
  cpuSeconds: median(timings.map(cpu)),
});

async function measureTranscode(run: BenchRun): Promise<void> {
  const path = join(run.dir, 'browser.webm');
  const vp8 = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '1M', '-c:a', 'libopus'];
  // Live: without duration and index, as browsers record.
  await plainFfmpeg([...slides, '-t', '60', ...vp8, '-f', 'webm', '-live', '1', path], run.signal);
  await compare('60 s of 720p VP8, Opus to H.264, AAC', path, planRenditions, run, overheadBar);
}

async function measureRemux(run: BenchRun): Promise<void> {
  const minute = join(run.dir, 'minute.mp4');
  const h264 = ['-c:v', 'libx264', '-preset', 'veryfast', '-g', '100', '-pix_fmt', 'yuv420p', '-c:a', 'aac'];
  await plainFfmpeg([...slides, '-t', '60', ...h264, minute], run.signal);
  const loop = async (minutes: number) => {
    const path = join(run.dir, `${minutes}-minutes.mp4`);
    await plainFfmpeg(['-stream_loop', String(minutes - 1), '-i', minute, '-c', 'copy', path], run.signal);
    return path;
  };
  const hour = await loop(60);
  const remux = await compare('remux of 60 min of H.264, AAC', hour, planRenditions, run);
  const part = await loop(2);
  const transcode = await time(() => makeRendition(part, encode, run));
  printFigure('transcode of the same', transcode.wallSeconds * 30, 's wall (30 x that of 2 min of it)');
  const times = (pick: (timing: Timing) => number) => (pick(transcode) * 30) / pick(remux);
  printFigure('remux, wall time', times(wall), 'x faster than transcode', remuxBar);
  printFigure('remux, CPU time', times(cpu), 'x less than transcode', remuxBar);
}

await bench({ limitMinutes: 20 }, async (run) => {
  await measureTranscode(run);
  await measureRemux(run);
});
