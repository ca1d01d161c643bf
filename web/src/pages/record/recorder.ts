import type { MediaType } from './media-type.ts';

export interface Recorder {
  pause(): void;
  resume(): void;
  /** Resolves once the last piece was handed over. */
  stop(): Promise<void>;
}

interface RecorderOptions {
  readonly stream: MediaStream;
  readonly type: MediaType;
  readonly videoBitsPerSecond: number;
  readonly audioBitsPerSecond: number;
  readonly onPiece: (blob: Blob) => void;
  /** The browser has ended it by itself: nothing is left to record, or its encoder gave up. */
  readonly onEnded: () => void;
}

/** A crash costs as much as that, and what is on its way. */
const pieceMs = 1_000;

/** An encoder that has not begun by then never does. */
const startMs = 15_000;

/** Begins to record; resolves when it does. */
export async function startRecorder(options: RecorderOptions): Promise<Recorder> {
  const { stream, type, videoBitsPerSecond, audioBitsPerSecond, onPiece, onEnded } = options;
  const { mimeType } = type;
  const recorder = new MediaRecorder(stream, { mimeType, videoBitsPerSecond, audioBitsPerSecond });
  recorder.addEventListener('dataavailable', ({ data }) => {
    if (data.size > 0) onPiece(data);
  });
  const started = new Promise<void>((resolve, reject) => {
    const giveUp = () => reject(new Error('The browser could not begin to record. Try again.'));
    const timer = setTimeout(giveUp, startMs);
    recorder.addEventListener('error', giveUp, { once: true });
    recorder.addEventListener(
      'start',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
  const stopped = new Promise<void>((resolve) =>
    recorder.addEventListener('stop', () => resolve(), { once: true }),
  );
  recorder.start(pieceMs);
  await started;
  void stopped.then(onEnded);
  return {
    pause() {
      // So that all of it is safe while nothing more comes.
      recorder.requestData();
      recorder.pause();
    },
    resume: () => recorder.resume(),
    async stop() {
      if (recorder.state !== 'inactive') recorder.stop();
      await stopped;
    },
  };
}
