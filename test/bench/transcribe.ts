/** The built-in recogniser beside its own live decoder on the same recordings: errors, time, word starts. */

import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { debianModelDir, pocketsphinxTranscriber } from '../../core/engines/transcriber/pocketsphinx.ts';
import type { Segment, Word } from '../../core/model/transcript.ts';
import { piecesPerCall } from '../../workers/speech/pieces-per-call.ts';
import { talkFixture } from '../support/fixtures.ts';
import { fixtures, pcmOf, type Sound, shortcutWords, wordErrorRate, writeWav } from '../support/speech.ts';
import { transcribe } from '../support/transcribe.ts';
import { type BenchRun, bench } from './support/bench.ts';
import { openRecordingTools } from './support/engine-calls.ts';
import { printFigure } from './support/print.ts';
import { time } from './support/timing.ts';

interface Talk {
  readonly name: string;
  readonly wavPath: string;
  readonly seconds: number;
  /** What is said in it. */
  readonly text: string;
}

const talkFiles = [
  ...['customer-interview.mp3', 'keyboard-shortcuts.m4a', 'on-call-handover.mkv', 'pivot-tables.mp4'],
  ...['prompt-writing.mp4', 'git-bisect.webm'],
];
const processes = Math.min(2, availableParallelism());
const transcriber = pocketsphinxTranscriber({ modelDir: debianModelDir, processes });
const execute = promisify(execFile);

/** Talks are cut after some seconds: both decoders get the sound up to the last sentence that is whole. */
async function openTalk(file: string, run: BenchRun): Promise<Talk> {
  const [name = ''] = file.split('.');
  const scratchDir = await mkdtemp(join(run.dir, 'talk-'));
  const { tools } = openRecordingTools();
  const probe = await tools.probe(talkFixture(file), { signal: run.signal, scratchDir });
  const wav = await tools.wav(talkFixture(file), probe, { signal: run.signal, scratchDir });
  if (!wav) throw new Error(`${file} has no sound`);
  const truth: Record<string, Segment[]> = JSON.parse(
    await readFile(join(import.meta.dirname, '../fixtures/captions/truth.json'), 'utf8'),
  );
  const whole = (truth[name] ?? []).filter(({ endSeconds }) => endSeconds < wav.durationSeconds);
  const seconds = (whole.at(-1)?.endSeconds ?? 0) + 0.2;
  const wavPath = join(scratchDir, 'whole.wav');
  await execute('ffmpeg', ['-v', 'error', '-i', wav.path, '-t', String(seconds), '-bitexact', wavPath]);
  return { name, wavPath, seconds, text: whole.map(({ text }) => text).join(' ') };
}

async function openJfk({ dir }: BenchRun): Promise<Talk> {
  const wavPath = join(dir, 'jfk.wav');
  await copyFile(fixtures.jfk.path, wavPath);
  return { name: 'jfk', wavPath, seconds: fixtures.jfk.durationSeconds, text: fixtures.jfk.text };
}

async function ours({ wavPath, seconds }: Talk, run: BenchRun): Promise<readonly Word[]> {
  const request = { wavPath, durationSeconds: seconds, language: 'en', hints: [], phrases: [] };
  // As the pipeline does: the pieces of a short recording are shared out among the processes.
  const plan = await transcriber.plan(request, [], { signal: run.signal, scratchDir: run.dir });
  const pieces = plan.kind === 'pieces' ? plan.pieces.length : 0;
  const piecesAtOnce = piecesPerCall(pieces, transcriber);
  const result = await transcribe(transcriber, request, {
    signal: run.signal,
    atOnce: processes,
    piecesAtOnce,
  });
  if (result.kind === 'nothing') throw new Error(result.reason);
  return result.transcript.segments.flatMap(({ words }) => words ?? []);
}

async function theirs({ wavPath }: Talk, { signal }: BenchRun): Promise<string> {
  const args = ['-infile', wavPath, '-logfn', '/dev/null'];
  return (await execute('nice', ['-n', '10', 'pocketsphinx_continuous', ...args], { signal })).stdout;
}

const wordCount = (text: string): number => text.split(/\s+/u).filter(Boolean).length;

async function compareErrors(talks: readonly Talk[], run: BenchRun): Promise<void> {
  const sum = { said: 0, errors: 0, liveErrors: 0 };
  for (const talk of talks) {
    const heard = (await ours(talk, run)).map(({ text }) => text).join(' ');
    const rate = wordErrorRate(talk.text, heard);
    const liveRate = wordErrorRate(talk.text, await theirs(talk, run));
    const name = `${talk.name}, ${talk.seconds.toFixed(0)} s, word error rate`;
    printFigure(name, rate, `(live ${liveRate.toFixed(2)})`);
    const said = wordCount(talk.text);
    sum.said += said;
    sum.errors += rate * said;
    sum.liveErrors += liveRate * said;
  }
  printFigure('word error rate, all', sum.errors / sum.said, '', { atMost: sum.liveErrors / sum.said });
}

/** All of them as one recording, so that loading the model counts as little as it does for a talk of an hour. */
async function compareTime(talks: readonly Talk[], run: BenchRun): Promise<void> {
  const sounds: Sound[] = [];
  let seconds = 0;
  for (const talk of [...talks, ...talks]) {
    sounds.push({ startSeconds: seconds, pcm: await pcmOf(talk.wavPath) });
    seconds += talk.seconds + 1;
  }
  const wavPath = join(run.dir, 'all.wav');
  await writeWav(wavPath, seconds, sounds);
  const all = { name: 'all', wavPath, seconds, text: '' };
  const batch = await time(() => ours(all, run));
  const live = await time(() => theirs(all, run));
  printFigure(`wall time for ${seconds.toFixed(0)} s`, batch.wallSeconds / live.wallSeconds, 'x live', {
    atMost: 0.6,
  });
  printFigure('CPU time', batch.cpuSeconds / live.cpuSeconds, 'x live');
  printFigure('real-time factor', batch.wallSeconds / seconds, 's a second of sound');
}

/** How far words that were heard rightly start from where they were said. */
async function measureStarts(run: BenchRun): Promise<void> {
  const { path: wavPath, durationSeconds: seconds } = fixtures.shortcuts;
  const heard = await ours({ name: 'word starts', wavPath, seconds, text: '' }, run);
  const errors = (await shortcutWords()).flatMap((said) =>
    heard
      .filter(({ text }) => text === said.text.toLowerCase().replace(/[^a-z']/g, ''))
      .map((word) => Math.abs(word.startSeconds - said.startSeconds))
      .filter((error) => error < 0.5),
  );
  const sorted = errors.toSorted((a, b) => a - b);
  const percentile95 = sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
  printFigure(`start of ${sorted.length} words, 95th percentile`, percentile95, 's off', { atMost: 0.1 });
}

await bench({ limitMinutes: 15 }, async (run) => {
  const talks = [await openJfk(run)];
  for (const file of talkFiles) talks.push(await openTalk(file, run));
  await compareErrors(talks, run);
  await compareTime(talks, run);
  await measureStarts(run);
});
