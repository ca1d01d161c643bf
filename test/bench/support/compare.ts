import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaRun } from '../../../core/ports/media-tools.ts';
import type { BenchRun } from './bench.ts';
import { openRecordingTools, plainWords, type RecordingTools, runPlain } from './engine-calls.ts';
import { type Bar, printFigure } from './print.ts';
import { median, type Timing, timeAll } from './timing.ts';

const rounds = 3;
export const overheadBar: Bar = { atMost: 1.1 };

export interface Step {
  readonly name: string;
  /** Length of the recording it is measured on. */
  readonly mediaSeconds: number;
  /** Does the step; rejects when something else than what was asked came out. */
  readonly work: (tools: RecordingTools['tools'], run: MediaRun) => Promise<unknown>;
}

const medianOf = (timings: readonly Timing[]): Timing => ({
  wallSeconds: median(timings.map(({ wallSeconds }) => wallSeconds)),
  cpuSeconds: median(timings.map(({ cpuSeconds }) => cpuSeconds)),
});

/**
 * Measures a step beside the bare commands that do the same work, by turns, as others may use the machine; the
 * bare ones are the engine's own without protections. Prints speed, cost and ratios; gives the engine's median.
 */
export async function compareStep(step: Step, run: BenchRun): Promise<Timing> {
  const recording = openRecordingTools();
  const scratchDir = await mkdtemp(join(run.dir, 'scratch-'));
  const engine = () => step.work(recording.tools, { signal: run.signal, scratchDir });
  await engine();
  const calls = recording.takeCalls().map(plainWords);
  const plain = async () => {
    for (const words of calls) await runPlain(words, scratchDir, run.signal);
  };
  const ours: Timing[] = [];
  const theirs: Timing[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 1) theirs.push(await timeAll(plain));
    ours.push(await timeAll(engine));
    if (round % 2 === 0) theirs.push(await timeAll(plain));
  }
  await rm(scratchDir, { recursive: true });
  const result = medianOf(ours);
  print(step, result, medianOf(theirs));
  return result;
}

function print({ name, mediaSeconds }: Step, ours: Timing, theirs: Timing): void {
  const cost = (ours.cpuSeconds / mediaSeconds).toPrecision(2);
  const unit = `x real time, ${cost} CPU-s a second of media, ${ours.wallSeconds.toFixed(2)} s wall`;
  printFigure(name, mediaSeconds / ours.wallSeconds, unit);
  printFigure(`${name}, CPU time`, ours.cpuSeconds / theirs.cpuSeconds, 'x bare ffmpeg', overheadBar);
  printFigure(`${name}, wall time`, ours.wallSeconds / theirs.wallSeconds, 'x bare ffmpeg');
}
