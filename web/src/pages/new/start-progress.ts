import { addSample, rateOf, type Sample } from './rate.ts';
import type { SendingDraft } from './send-draft.ts';

interface Progress {
  /** Bytes that have left. */
  readonly onProgress: (sentBytes: number) => void;
  /** The connection broke; the next bytes show that it is back. */
  readonly onWait: () => void;
  /** Whether more has left than ever before since the last call. */
  readonly hasMoved: () => boolean;
}

/** A page need not be told more often. */
const tellEveryMs = 200;

/** Writes down how a recording of so many bytes is being sent. */
export function startProgress({ get, change, signal }: SendingDraft, totalBytes: number): Progress {
  const before = get().state;
  let sentBytes = before.kind === 'paused' ? before.sentBytes : 0;
  let furthest = sentBytes;
  let samples: readonly Sample[] = [];
  let toldAtMs = 0;
  let isReconnecting = false;
  const tell = () => {
    if (signal.aborted) return;
    const bytesPerSecond = rateOf(samples);
    change({ state: { kind: 'sending', sentBytes, totalBytes, bytesPerSecond, isReconnecting } });
  };
  tell();
  return {
    onProgress(bytes) {
      const atMs = performance.now();
      sentBytes = bytes;
      isReconnecting = false;
      samples = addSample(samples, { atMs, sentBytes });
      if (atMs - toldAtMs < tellEveryMs && bytes < totalBytes) return;
      toldAtMs = atMs;
      tell();
    },
    onWait() {
      samples = [];
      isReconnecting = true;
      tell();
    },
    hasMoved() {
      const moved = sentBytes > furthest;
      furthest = Math.max(furthest, sentBytes);
      return moved;
    },
  };
}
