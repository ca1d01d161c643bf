import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { SpeechBinding } from '../../core/engines/transcriber/sherpa-task.ts';

/**
 * Stands in for the package that recognises, with the part of its interface that is used. Every stretch of sound is a
 * word named after its pitch (`w80`), and a higher one another voice. What the model's tokens.txt says decides how it behaves.
 */
interface Run {
  readonly start: number;
  readonly end: number;
}

interface Sound {
  readonly samples: Float32Array;
  readonly sampleRate: number;
}

const frame = 160;
const rate = 16_000;

/** Stretches of sound with pauses under 0.3 s in them, in samples. */
function soundsIn(samples: Float32Array): Run[] {
  const runs: { start: number; end: number }[] = [];
  for (let at = 0; at < samples.length; at += frame) {
    if (!samples.subarray(at, at + frame).some((sample) => Math.abs(sample) > 0.03)) continue;
    const end = Math.min(samples.length, at + frame);
    const last = runs.at(-1);
    if (last && at - last.end < 0.3 * rate) last.end = end;
    else runs.push({ start: at, end });
  }
  return runs;
}

/** How often it crosses zero in a second: twice the hertz of a tone. */
function crossingsOf(samples: Float32Array): number {
  let crossings = 0;
  for (let at = 1; at < samples.length; at += 1)
    if ((samples[at] ?? 0) >= 0 !== (samples[at - 1] ?? 0) >= 0) crossings += 1;
  return (crossings * rate) / Math.max(1, samples.length);
}

const voiceOf = (samples: Float32Array): number => Math.round(crossingsOf(samples) / 1_000);

class Stream {
  sound: Float32Array = new Float32Array();
  acceptWaveform({ samples }: Sound): void {
    const whole = new Float32Array(this.sound.length + samples.length);
    whole.set(this.sound);
    whole.set(samples, this.sound.length);
    this.sound = whole;
  }
  inputFinished(): void {}
}

const Config = z.object({
  modelConfig: z.object({
    tokens: z.string(),
    whisper: z.object({ language: z.string() }).optional(),
    moonshine: z.object({}).optional(),
  }),
});

class OfflineRecognizer {
  readonly model: z.output<typeof Config>['modelConfig'];
  readonly behaviour: string;
  constructor(config: unknown) {
    this.model = Config.parse(config).modelConfig;
    this.behaviour = readFileSync(this.model.tokens, 'utf8');
    if (this.behaviour === 'broken') process.abort();
  }
  createStream(): Stream {
    return new Stream();
  }
  decode(): void {
    if (this.behaviour === 'abort') process.abort();
    if (!this.behaviour.startsWith('hang')) return;
    const path = this.behaviour.slice('hang '.length);
    writeFileSync(`${path}.new`, String(process.pid));
    renameSync(`${path}.new`, path);
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
  }
  getResult({ sound }: Stream) {
    const runs = soundsIn(sound);
    const texts = runs.map(
      ({ start, end }) => ` w${Math.round(crossingsOf(sound.subarray(start, end)) / 10)}`,
    );
    const starts = runs.map(({ start }) => start / rate);
    const lengths = runs.map(({ start, end }) => (end - start) / rate);
    const text = texts.join('').trim();
    if (this.model.moonshine) return { text, tokens: [], timestamps: [] };
    if (this.model.whisper)
      return {
        ...{ text, lang: this.model.whisper.language || 'de', tokens: texts, timestamps: [] },
        segment_texts: texts,
        segment_timestamps: starts,
        segment_durations: lengths,
      };
    const logProbs = runs.map(() => Math.log(0.75));
    return { text, lang: '', tokens: texts, timestamps: starts, durations: lengths, ys_log_probs: logProbs };
  }
}

class Vad {
  stream = new Stream();
  found: Run[] = [];
  acceptWaveform(samples: Float32Array): void {
    this.stream.acceptWaveform({ samples, sampleRate: rate });
  }
  flush(): void {
    this.found = soundsIn(this.stream.sound);
  }
  isEmpty(): boolean {
    return this.found.length === 0;
  }
  front() {
    const { start, end } = this.found[0] ?? { start: 0, end: 0 };
    return { start, samples: this.stream.sound.subarray(start, end) };
  }
  pop(): void {
    this.found.shift();
  }
}

/** Numbers voices as they come, so that one person has other numbers in other pieces. */
class OfflineSpeakerDiarization {
  process(samples: Float32Array) {
    const runs = soundsIn(samples).map((run) => ({
      ...run,
      voice: voiceOf(samples.subarray(run.start, run.end)),
    }));
    const voices = [...new Set(runs.map(({ voice }) => voice))];
    return runs.map(({ start, end, voice }) => ({
      start: start / rate,
      end: end / rate,
      speaker: voices.indexOf(voice),
    }));
  }
}

class SpeakerEmbeddingExtractor {
  createStream(): Stream {
    return new Stream();
  }
  isReady(): boolean {
    return true;
  }
  compute({ sound }: Stream): Float32Array {
    const print = new Float32Array(64).fill(0.01);
    print[voiceOf(sound) % 64] = 1;
    return print;
  }
}

const fake: SpeechBinding = {
  version: 'fake',
  OfflineRecognizer,
  Vad,
  OfflineSpeakerDiarization,
  SpeakerEmbeddingExtractor,
};

export const { version } = fake;
export { OfflineRecognizer, OfflineSpeakerDiarization, SpeakerEmbeddingExtractor, Vad };
