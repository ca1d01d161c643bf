import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { argv } from 'node:process';
import type { SpeechBinding, SpeechTask } from './sherpa-task.ts';

/**
 * The program that recognises: a broken model aborts the whole process it is loaded into, and decoding blocks it.
 * Its one argument is the path of a SpeechTask. It writes one JSON line when the model is loaded and one for each piece,
 * all times from the start of the piece; it dies of the first failure. Imports nothing that has to be compiled.
 */
const task: SpeechTask = JSON.parse(readFileSync(argv[2] ?? '', 'utf8'));
const binding: SpeechBinding = createRequire(import.meta.url)(task.binding);

interface Range {
  readonly start: number;
  readonly end: number;
}

/** A pipe is written to before this returns (on Linux and macOS), also while nobody waits for it. */
const say = (line: object): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

function readSamples({ start, end }: Range): Float32Array {
  const bytes = Buffer.alloc((end - start) * 2);
  const file = openSync(task.wavPath, 'r');
  const length = readSync(file, bytes, 0, bytes.length, task.offsetBytes + start * 2);
  closeSync(file);
  return Float32Array.from({ length: Math.floor(length / 2) }, (_, at) => bytes.readInt16LE(at * 2) / 32768);
}

/** One for each piece: what it heard before must not count. Pieces are shorter than its buffer. */
const openVad = (settings: object) => new binding.Vad(settings, 60);

/** Where somebody speaks, with what belongs together in one; all of it where nothing can tell. */
function findStretches(samples: Float32Array): Range[] {
  if (task.vad === null) return [{ start: 0, end: samples.length }];
  const vad = openVad(task.vad);
  const windowSamples = 512;
  for (let at = 0; at < samples.length; at += windowSamples)
    vad.acceptWaveform(samples.subarray(at, at + windowSamples));
  vad.flush();
  const stretches: { start: number; end: number }[] = [];
  for (; !vad.isEmpty(); vad.pop()) {
    const heard = vad.front(false);
    const last = stretches.at(-1);
    const end = Math.min(samples.length, heard.start + heard.samples.length);
    if (last && heard.start - last.end < task.joinsPausesSeconds * task.sampleRate) last.end = end;
    else stretches.push({ start: heard.start, end });
  }
  return stretches.map((stretch, at) =>
    widened(stretch, stretches[at - 1]?.end ?? 0, stretches[at + 1]?.start ?? samples.length),
  );
}

/** The first sound of a word is quiet: a little more than was found, at most half of the pause. */
function widened({ start, end }: Range, from: number, to: number): Range {
  const more = 0.2 * task.sampleRate;
  return {
    start: Math.max(start - more, from === 0 ? 0 : Math.ceil((from + start) / 2)),
    end: Math.min(end + more, Math.floor((end + to) / 2), to),
  };
}

function recognise(
  recogniser: InstanceType<SpeechBinding['OfflineRecognizer']>,
  samples: Float32Array,
): unknown {
  const stream = recogniser.createStream();
  stream.acceptWaveform({ samples, sampleRate: task.sampleRate });
  recogniser.decode(stream);
  return recogniser.getResult(stream);
}

type Speakers = NonNullable<ReturnType<typeof openSpeakers>>;

function openSpeakers() {
  if (task.speakers === null) return null;
  return {
    diarisation: new binding.OfflineSpeakerDiarization(task.speakers.diarisation),
    embedding: new binding.SpeakerEmbeddingExtractor(task.speakers.embedding),
  };
}

/** Who speaks when, with a print of each voice: whether it is one of another piece is found out when all are there. */
function findSpeakers({ diarisation, embedding }: Speakers, samples: Float32Array) {
  const turns = diarisation.process(samples);
  const voices = [...new Set(turns.map((turn) => turn.speaker))].map((speaker) => {
    const said = turns.filter((turn) => turn.speaker === speaker);
    const stream = embedding.createStream();
    for (const { start, end } of said)
      stream.acceptWaveform({
        samples: samples.slice(Math.floor(start * task.sampleRate), Math.floor(end * task.sampleRate)),
        sampleRate: task.sampleRate,
      });
    stream.inputFinished();
    const print = embedding.isReady(stream) ? inWholeNumbers(embedding.compute(stream, false)) : [];
    return { speaker, seconds: said.reduce((sum, turn) => sum + turn.end - turn.start, 0), print };
  });
  return { turns, voices };
}

/** A tenth of the text, and as good: only the direction counts. */
function inWholeNumbers(print: Float32Array): number[] {
  const largest = print.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Array.from(print, (value) => (largest === 0 ? 0 : Math.round((value / largest) * 127)));
}

const recogniser = new binding.OfflineRecognizer(task.recogniser);
const speakers = openSpeakers();
if (task.vad !== null) openVad(task.vad);
say({ ready: binding.version });
for (const [number, piece] of task.pieces.entries()) {
  const samples = readSamples(piece);
  const stretches = findStretches(samples).map(({ start, end }) => ({
    startSeconds: start / task.sampleRate,
    endSeconds: end / task.sampleRate,
    result: recognise(recogniser, samples.slice(start, end)),
  }));
  const heard =
    speakers && stretches.length > 0 ? findSpeakers(speakers, samples) : { turns: [], voices: [] };
  say({ number, answer: { stretches, ...heard } });
}
