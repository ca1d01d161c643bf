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

/** How often a step and its bare command take turns; more often where that costs little. */
const roundsOf = ({ cpuSeconds }: Timing): number => (cpuSeconds < 4 ? 7 : 3);
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

/** A step, the calls it made after the first, and the bare command. */
interface Round {
  readonly ours: Timing;
  readonly checks: readonly EngineCall[];
  readonly bare: Timing;
}

interface Comparison {
  readonly result: Timing;
  readonly rounds: readonly Round[];
  /** The step's first call. */
  readonly first: readonly string[];
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
  const first = takeCalls()[0]?.words ?? [];
  const bare = () => runPlain(plainWords(first), scratchDir, run.signal);
  const times = Math.ceil(roundCpuSeconds / warmUp.cpuSeconds);
  const rounds: Round[] = [];
  for (let left = roundsOf(warmUp); left > 0; left -= 1) {
    const before = left % 2 === 0 ? await timeRepeated(bare, times) : null;
    const ours = await timeRepeated(engine, times);
    const checks = averageCalls(takeCalls(), times).slice(1);
    rounds.push({ ours, checks, bare: before ?? (await timeRepeated(bare, times)) });
  }
  await rm(scratchDir, { recursive: true });
  const result = {
    wallSeconds: median(rounds.map(({ ours }) => ours.wallSeconds)),
    cpuSeconds: median(rounds.map(({ ours }) => ours.cpuSeconds)),
  };
  print(step, { result, rounds, first });
  return result;
}

const inMinutes = (seconds: number): string => (seconds < 60 ? `${seconds} s` : `${seconds / 60} min`);

const checkSeconds = ({ checks }: Round): number => checks.reduce((sum, check) => sum + check.cpuSeconds, 0);

/** A copy lists its key frames, which are looked at, in the same call. */
const nameWork = (words: readonly string[]): string =>
  words.includes('framecrc') ? 'its work, with a list of key frames' : 'its work';

/** Ratios are those within a round, because what others do makes the processor itself slower and faster. */
function print({ name, mediaSeconds }: Step, { result, rounds, first }: Comparison): void {
  const { wallSeconds, cpuSeconds } = result;
  const cost = (cpuSeconds / mediaSeconds).toPrecision(2);
  const what = `${name}, ${inMinutes(mediaSeconds)}`;
  printFigure(what, mediaSeconds / wallSeconds, `x real time, ${cost} CPU-s a second of media`);
  const medianOf = (figure: (round: Round) => number) => median(rounds.map(figure));
  // what is no check: the first call, and what this process does besides
  const work = medianOf((round) => (round.ours.cpuSeconds - checkSeconds(round)) / round.bare.cpuSeconds);
  printFigure(`  ${nameWork(first)}`, work, 'x bare CPU time', overheadBar);
  const checks = rounds[0]?.checks ?? [];
  for (const [at, { words }] of checks.entries()) {
    const seconds = medianOf((round) => round.checks[at]?.cpuSeconds ?? Number.NaN);
    printFigure(`  ${checkName(words)}`, seconds, 'CPU-s');
  }
  const all = medianOf(({ ours, bare }) => ours.cpuSeconds / bare.cpuSeconds);
  if (checks.length > 0) printFigure('  with these checks', all, 'x bare CPU time', overheadBar);
}
