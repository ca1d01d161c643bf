import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaRun } from '../../../core/ports/media-tools.ts';
import type { BenchRun } from './bench.ts';
import {
  checkName,
  type EngineCall,
  openRecordingTools,
  plainWords,
  type RecordingTools,
  runPlain,
} from './engine-calls.ts';
import { type Bar, printFigure } from './print.ts';
import { median, type Timing, time } from './timing.ts';

const rounds = 3;
/** A round repeats what is quicker: processor time is counted in ticks of 10 ms. */
const roundCpuSeconds = 1;
const overheadBar: Bar = { atMost: 1.1 };

export interface Step {
  readonly name: string;
  /** Length of the recording it is measured on. */
  readonly mediaSeconds: number;
  /** Does the step; rejects when something else than what was asked came out. */
  readonly work: (tools: RecordingTools['tools'], run: MediaRun) => Promise<unknown>;
}

/** The engine's step, with the processor time of each program that it started. */
interface EngineTiming extends Timing {
  readonly calls: readonly EngineCall[];
}

async function timeRepeated(work: () => Promise<unknown>, times: number): Promise<Timing> {
  const { wallSeconds, cpuSeconds } = await time(async () => {
    for (let done = 0; done < times; done += 1) await work();
  });
  return { wallSeconds: wallSeconds / times, cpuSeconds: cpuSeconds / times };
}

/** Of calls that came again and again, in the same order. */
function averageCalls(calls: readonly EngineCall[], times: number): EngineCall[] {
  const count = calls.length / times;
  return calls.slice(0, count).map(({ words }, place) => {
    const same = calls.filter((_call, at) => at % count === place);
    return { words, cpuSeconds: same.reduce((sum, call) => sum + call.cpuSeconds, 0) / times };
  });
}

/**
 * Measures a step beside the bare command, by turns, as others may use the machine. Bare is the first call that
 * the step makes, without wrappers, gate and progress; what comes after it are checks, which are told apart.
 * Gives the engine's median.
 */
export async function compareStep(step: Step, run: BenchRun): Promise<Timing> {
  const { tools, takeCalls } = openRecordingTools();
  const scratchDir = await mkdtemp(join(run.dir, 'scratch-'));
  const engine = () => step.work(tools, { signal: run.signal, scratchDir });
  const warmUp = await time(engine);
  const bareWords = plainWords(takeCalls()[0]?.words ?? []);
  const bare = () => runPlain(bareWords, scratchDir, run.signal);
  const times = Math.ceil(roundCpuSeconds / warmUp.cpuSeconds);
  const ours: EngineTiming[] = [];
  const theirs: Timing[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 1) theirs.push(await timeRepeated(bare, times));
    const timing = await timeRepeated(engine, times);
    ours.push({ ...timing, calls: averageCalls(takeCalls(), times) });
    if (round % 2 === 0) theirs.push(await timeRepeated(bare, times));
  }
  await rm(scratchDir, { recursive: true });
  print(step, ours, medianOf(theirs));
  return medianOf(ours);
}

const medianOf = (timings: readonly Timing[]): Timing => ({
  wallSeconds: median(timings.map(({ wallSeconds }) => wallSeconds)),
  cpuSeconds: median(timings.map(({ cpuSeconds }) => cpuSeconds)),
});

const inMinutes = (seconds: number): string => (seconds < 60 ? `${seconds} s` : `${seconds / 60} min`);

function print({ name, mediaSeconds }: Step, ours: readonly EngineTiming[], bare: Timing): void {
  const { wallSeconds, cpuSeconds } = medianOf(ours);
  const checks = (ours[0]?.calls ?? []).slice(1).map(({ words }, at) => ({
    name: checkName(words),
    cpuSeconds: median(ours.map(({ calls }) => calls[at + 1]?.cpuSeconds ?? Number.NaN)),
  }));
  const cost = (cpuSeconds / mediaSeconds).toPrecision(2);
  const what = `${name}, ${inMinutes(mediaSeconds)}`;
  printFigure(what, mediaSeconds / wallSeconds, `x real time, ${cost} CPU-s a second of media`);
  // what is no check: the first call, and what this process does besides
  const work = cpuSeconds - checks.reduce((sum, check) => sum + check.cpuSeconds, 0);
  printFigure('  its work', work / bare.cpuSeconds, 'x bare CPU time', overheadBar);
  if (checks.length === 0) return;
  for (const check of checks) printFigure(`  ${check.name}`, check.cpuSeconds, 'CPU-s');
  printFigure('  with these checks', cpuSeconds / bare.cpuSeconds, 'x bare CPU time', overheadBar);
}
