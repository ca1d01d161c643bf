/** How well and how fast the built-in recogniser hears in pieces, beside its own program on the whole recording. */
import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { debianModelDir, pocketsphinxTranscriber } from '../../core/engines/transcriber/pocketsphinx.ts';
import { speechSampleRate } from '../../core/model/silence.ts';
import type { Word } from '../../core/model/transcript.ts';
import type { AnsweredPiece, TranscribeRequest, TranscribeResult } from '../../core/ports/transcriber.ts';
import { fixtures, shortcutWords, wordErrorRate } from '../support/speech.ts';
import { transcribe } from '../support/transcribe.ts';
import { type BenchRun, bench } from './support/bench.ts';
import { openRecordingTools } from './support/engine-calls.ts';
import { makeLongTalk } from './support/long-talk.ts';
import { printFigure } from './support/print.ts';
import { fixtureTalks, type SpokenTalk, talksIn } from './support/spoken-talks.ts';
import { median, type Timing, time } from './support/timing.ts';
import { startErrors } from './support/word-starts.ts';

const cores = 2;
const longSeconds = 3 * 3600;
/** Of the long talk, at its start and at its end; what is recognised. */
const turnsHeard = 3;
const wholeProgram = 'pocketsphinx_continuous';

const transcriber = pocketsphinxTranscriber({ modelDir: debianModelDir, processes: cores });
const { tools } = openRecordingTools();

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? Number.NaN;
const sizes = (errors: readonly number[]): number[] => errors.map((error) => Math.abs(error));

/** As the product does: the sound of the recording, and no hints. */
async function requestOf(path: string, { dir, signal }: BenchRun): Promise<TranscribeRequest> {
  const run = { signal, scratchDir: await mkdtemp(join(dir, 'sound-')) };
  const wav = await tools.wav(path, await tools.probe(path, run), run);
  if (!wav) throw new Error(`no sound in ${path}`);
  return {
    ...{ wavPath: wav.path, durationSeconds: wav.durationSeconds },
    ...{ language: 'en', hints: [], phrases: [] },
  };
}

const wordsOf = (result: TranscribeResult): readonly Word[] =>
  result.kind === 'nothing' ? [] : result.transcript.segments.flatMap(({ words = [] }) => words);

/** Without its marks; at the priority of the product's own, so that both get their share of a busy machine. */
async function textOfWhole({ wavPath }: TranscribeRequest, { signal }: BenchRun): Promise<string> {
  const words = ['-n', '10', wholeProgram, '-infile', wavPath, '-logfn', '/dev/null'];
  const { stdout } = await promisify(execFile)('nice', words, { signal });
  return stdout;
}

interface Measured {
  readonly talk: SpokenTalk;
  readonly seconds: number;
  readonly ours: Timing & { readonly errorRate: number };
  readonly theirs: Timing & { readonly errorRate: number };
  readonly startErrors: readonly number[];
}

async function measure(talk: SpokenTalk, oursFirst: boolean, run: BenchRun): Promise<Measured> {
  const request = await requestOf(talk.path, run);
  let words: readonly Word[] = [];
  let whole = '';
  const hearPieces = () =>
    time(async () => {
      words = wordsOf(await transcribe(transcriber, request, { signal: run.signal, sideBySide: cores }));
    });
  const hearWhole = () =>
    time(async () => {
      whole = await textOfWhole(request, run);
    });
  const early = await (oursFirst ? hearPieces : hearWhole)();
  const late = await (oursFirst ? hearWhole : hearPieces)();
  const [ours, theirs] = oursFirst ? [early, late] : [late, early];
  const heard = words.map((word) => word.text).join(' ');
  return {
    talk,
    seconds: request.durationSeconds,
    ours: { ...ours, errorRate: wordErrorRate(talk.text, heard) },
    theirs: { ...theirs, errorRate: wordErrorRate(talk.text, whole) },
    startErrors: talk.words ? startErrors(talk.words, words) : [],
  };
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function printTalk({ talk, seconds, ours, theirs }: Measured): void {
  const cost = (timing: Timing) =>
    `${timing.wallSeconds.toFixed(1)} s wall, ${timing.cpuSeconds.toFixed(1)} s CPU`;
  console.log(
    `  ${talk.name}, ${seconds.toFixed(1)} s: word errors ${percent(ours.errorRate)} in ${cost(ours)}; whole file ` +
      `${percent(theirs.errorRate)} in ${cost(theirs)}`,
  );
}

function printSums(all: readonly Measured[]): void {
  const sum = (of: (measured: Measured) => number): number => all.reduce((total, one) => total + of(one), 0);
  const wordsSaid = ({ talk }: Measured) => talk.text.split(' ').length;
  const rate = (side: 'ours' | 'theirs') =>
    (100 * sum((one) => one[side].errorRate * wordsSaid(one))) / sum(wordsSaid);
  const ratio = (of: keyof Timing) => sum(({ ours }) => ours[of]) / sum(({ theirs }) => theirs[of]);
  const seconds = sum((one) => one.seconds);
  const starts = sizes(all.flatMap((one) => one.startErrors));
  const whole = Number(rate('theirs').toFixed(2));
  printFigure('word error rate of the whole file', whole, '%');
  printFigure('word error rate in pieces', rate('ours'), '%', { atMost: whole });
  printFigure(`wall time on ${cores} cores`, ratio('wallSeconds'), 'x the whole file', { atMost: 0.6 });
  printFigure('CPU time', ratio('cpuSeconds'), 'x the whole file');
  printFigure('real-time factor', sum(({ ours }) => ours.wallSeconds) / seconds, 's wall a second of sound');
  printFigure('CPU time', sum(({ ours }) => ours.cpuSeconds) / seconds, 's a second of sound');
  printFigure(`start of ${starts.length} words, 95th percentile`, percentile(starts, 0.95), 's off', {
    atMost: 0.1,
  });
}

/** How times stand at the end of a long recording beside those at its start. */
async function measureDrift(run: BenchRun): Promise<void> {
  const { path } = fixtures.shortcuts;
  const talk = await makeLongTalk({ path, words: await shortcutWords() }, longSeconds, run);
  const request = await requestOf(talk.path, run);
  const context = { signal: run.signal, scratchDir: run.dir };
  const plan = await transcriber.plan(request, [], context);
  if (plan.kind === 'nothing') throw new Error(plan.reason);
  const errorsFrom = async (turn: number) => {
    const start = turn * talk.turnSeconds * speechSampleRate;
    const end = (turn + turnsHeard) * talk.turnSeconds * speechSampleRate;
    const pieces = plan.pieces.filter((piece) => piece.start >= start && piece.end <= end);
    const answered: AnsweredPiece[] = [];
    await transcriber.recognise(request, pieces, {
      ...{ signal: run.signal, scratchDir: await mkdtemp(join(run.dir, 'pieces-')), onProgress: () => {} },
      onAnswer: async (piece, answer) => void answered.push({ piece, answer }),
    });
    const said = Array.from({ length: turnsHeard }, (_none, at) => talk.wordsOf(turn + at)).flat();
    return startErrors(said, wordsOf(await transcriber.join(request, answered, context)));
  };
  const [atStart, atEnd] = [await errorsFrom(0), await errorsFrom(talk.turns - turnsHeard)];
  const hours = (talk.durationSeconds / 3600).toFixed(1);
  const drift = Number(Math.abs(median(atEnd) - median(atStart)).toFixed(4));
  printFigure(`drift of ${atEnd.length} words over ${hours} h, ${plan.pieces.length} pieces`, drift, 's', {
    atMost: 0.05,
  });
  printFigure('their start, 95th percentile', percentile(sizes(atEnd), 0.95), 's off', { atMost: 0.1 });
}

async function findTalks(): Promise<readonly SpokenTalk[]> {
  const folder = process.env['SPEECH_DIR'];
  if (folder !== undefined) return talksIn(folder);
  console.log('  SPEECH_DIR names no folder with talks: those of the tests are heard');
  return fixtureTalks();
}

await bench({ limitMinutes: 60 }, async (run) => {
  await transcriber.check(run.signal);
  const measured: Measured[] = [];
  for (const [at, talk] of (await findTalks()).entries()) {
    const one = await measure(talk, at % 2 === 0, run);
    printTalk(one);
    measured.push(one);
  }
  printSums(measured);
  await measureDrift(run);
});
