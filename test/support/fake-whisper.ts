import { createHash } from 'node:crypto';
import { join } from 'node:path';
import OpenAI from 'openai';
import { onTestFinished } from 'vitest';
import { type OpenaiTranscriberSettings, openaiTranscriber } from '../../core/engines/transcriber/openai.ts';
import { speechSecondsOf } from '../../core/engines/wav.ts';
import type { TranscribeRequest } from '../../core/ports/transcriber.ts';
import { type FakeAnswer, type FakeBehaviour, json, startFakeOpenai, type Upload } from './fake-openai.ts';
import { silentLog as log } from './log.ts';
import { beep, fixtures, withScratchDir, writeWav } from './speech.ts';
import { transcribe } from './transcribe.ts';

interface Run {
  readonly start: number;
  readonly end: number;
}

/** Stretches of sound in an uploaded WAV, in seconds, as a recogniser would find them. */
export function soundsIn({ file }: Upload): Run[] {
  const runs: { start: number; end: number }[] = [];
  const samples = new Int16Array(new Uint8Array(file.subarray(44)).buffer);
  for (let at = 0; at < samples.length; at += 160) {
    const isLoud = [0, 10, 20, 30, 50, 70, 90, 110, 130, 150].some(
      (more) => (samples[at + more] ?? 0) > 1000,
    );
    const seconds = at / 16_000;
    const last = runs.at(-1);
    if (isLoud && last && seconds - last.end < 0.5) last.end = seconds + 0.01;
    else if (isLoud) runs.push({ start: seconds, end: seconds + 0.01 });
  }
  return runs;
}

/** The same for the same sound, and for no other: repeats would be taken for a loop. */
export const textOf = ({ file }: Upload, at: number): string =>
  `Sound ${at} of ${createHash('sha256').update(file).digest('hex').slice(0, 8)}.`;

const words = (runs: readonly Run[]) => runs.map(({ start, end }) => ({ word: 'sound', start, end }));
const segments = (upload: Upload, runs: readonly Run[]) =>
  runs.map(({ start, end }, at) => ({ start, end, text: textOf(upload, at) }));

/** Answers as whisper-1 does at OpenAI. */
export const whisper = (upload: Upload): FakeAnswer => {
  const runs = soundsIn(upload);
  const isVerbose = upload.fields['response_format'] === 'verbose_json';
  const text = runs.map((_run, at) => textOf(upload, at)).join(' ');
  if (!isVerbose) return json({ text });
  return json({
    text,
    language: 'english',
    duration: speechSecondsOf(upload.file.length),
    segments: segments(upload, runs),
    ...(upload.granularities.includes('word') ? { words: words(runs) } : {}),
  });
};

/** A server that answers so, and a transcriber that asks it; both end with the test. */
export async function openWhisper(
  answer: FakeBehaviour['transcribe'],
  settings: Partial<OpenaiTranscriberSettings> = {},
) {
  const server = await startFakeOpenai(answer ? { transcribe: answer } : {});
  onTestFinished(() => server.close());
  const client = new OpenAI({ apiKey: 'key', baseURL: server.baseURL, maxRetries: 0 });
  return { server, transcriber: openaiTranscriber({ client, model: 'whisper-1', log, ...settings }) };
}
export type OpenedWhisper = Awaited<ReturnType<typeof openWhisper>>;

export const jfk: TranscribeRequest = {
  wavPath: fixtures.jfk.path,
  durationSeconds: 11,
  language: null,
  hints: [],
  phrases: [],
};

export const run = (opened: OpenedWhisper, request = jfk, signal = new AbortController().signal) =>
  transcribe(opened.transcriber, request, { signal });

export async function transcriptOf(opened: OpenedWhisper, request = jfk) {
  const result = await run(opened, request);
  if (result.kind !== 'transcript') throw new Error(result.reason);
  return result.transcript;
}

/** A recording with a beep of half a second at each of the times. */
export async function withBeeps<T>(
  durationSeconds: number,
  at: readonly number[],
  use: (request: TranscribeRequest) => Promise<T>,
): Promise<T> {
  return withScratchDir(async (dir) => {
    const wavPath = join(dir, 'beeps.wav');
    await writeWav(
      wavPath,
      durationSeconds,
      at.map((startSeconds) => ({ startSeconds, pcm: beep(0.5) })),
    );
    return use({ wavPath, durationSeconds, language: null, hints: [], phrases: [] });
  });
}
