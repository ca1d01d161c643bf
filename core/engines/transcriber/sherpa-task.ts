import type { SampleRange } from '../../model/silence.ts';

/** All that the recognising process is told, as JSON in a file. */
export interface SpeechTask {
  /** Module that offers what `SpeechBinding` says. */
  readonly binding: string;
  /** Of its recogniser. */
  readonly recogniser: Readonly<Record<string, unknown>>;
  readonly vad: Readonly<Record<string, unknown>> | null;
  readonly speakers: {
    readonly diarisation: Readonly<Record<string, unknown>>;
    readonly embedding: Readonly<Record<string, unknown>>;
  } | null;
  /** Speech with shorter pauses is heard in one go. */
  readonly joinsPausesSeconds: number;
  readonly wavPath: string;
  /** Byte of the first 16-bit sample. */
  readonly offsetBytes: number;
  readonly sampleRate: number;
  readonly pieces: readonly SampleRange[];
}

interface Waveform {
  /** From -1 to 1. */
  readonly samples: Float32Array;
  readonly sampleRate: number;
}

interface OfflineStream {
  acceptWaveform(sound: Waveform): void;
}

interface EmbeddingStream extends OfflineStream {
  inputFinished(): void;
}

/** The part of `sherpa-onnx-node` 1.13 that is used; what it was not built with, or cannot open, makes it throw or abort. */
export interface SpeechBinding {
  readonly version: string;
  readonly OfflineRecognizer: new (
    config: unknown,
  ) => {
    createStream(): OfflineStream;
    decode(stream: OfflineStream): void;
    getResult(stream: OfflineStream): unknown;
  };
  readonly Vad: new (
    config: unknown,
    bufferSeconds: number,
  ) => {
    acceptWaveform(samples: Float32Array): void;
    flush(): void;
    isEmpty(): boolean;
    /** `start`: index of its first sample. */
    front(isExternal: boolean): { readonly start: number; readonly samples: Float32Array };
    pop(): void;
  };
  readonly OfflineSpeakerDiarization: new (
    config: unknown,
  ) => {
    process(samples: Float32Array): readonly { start: number; end: number; speaker: number }[];
  };
  readonly SpeakerEmbeddingExtractor: new (
    config: unknown,
  ) => {
    createStream(): EmbeddingStream;
    isReady(stream: EmbeddingStream): boolean;
    compute(stream: EmbeddingStream, isExternal: boolean): Float32Array;
  };
}
