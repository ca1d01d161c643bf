import type { ApiError } from '../../api.ts';
import { keepTrying } from '../new/keep-trying.ts';
import { askArrived, BrokenOff, sendPiece } from './live-upload.ts';
import type { Outbox } from './outbox.ts';

interface SenderOptions {
  readonly url: string;
  readonly outbox: Outbox;
  readonly signal: AbortSignal;
  /** More has arrived (`null`), or something is in its way. */
  readonly onChange: (trouble: ApiError | null) => void;
  /** Called when all is recorded and before the end is sent. */
  readonly beforeEnd?: () => Promise<void>;
}

export interface Sender {
  /** More is there to be sent. */
  wake(): void;
  /** Nothing comes after what is there now. */
  end(): void;
  /** The session's id once all has arrived. Rejects with what never passes; an abort rejects with its reason. */
  readonly done: Promise<string>;
}

/** What one request carries: half a minute at 1 Mbit/s. */
const maxPieceBytes = 4 * 2 ** 20;
/** The server takes a recording that is silent for a quarter of an hour for broken off. */
const stillThereMs = 4 * 60_000;

/** Sends a recording while it is made: each time everything that waits, and again until it has arrived. */
export function openSender({ url, outbox, signal, onChange, beforeEnd }: SenderOptions): Sender {
  let isEnded = false;
  let isSure = true;
  const bell = new EventTarget();
  const ring = () => bell.dispatchEvent(new Event('online'));

  /** One request. Gives the session's id once that was the last one. */
  const sendNext = async (): Promise<string | null> => {
    if (!isSure) {
      const { offset, sessionId } = await askArrived(url, signal);
      if (sessionId !== null && isEnded && offset === outbox.totalBytes) return sessionId;
      if (sessionId !== null) throw new BrokenOff(sessionId);
      outbox.acknowledge(offset);
      isSure = true;
    }
    const { offset, blob } = outbox.next(maxPieceBytes) ?? { offset: outbox.totalBytes, blob: new Blob([]) };
    const isLast = isEnded && offset + blob.size === outbox.totalBytes;
    if (isLast) await beforeEnd?.();
    isSure = false;
    const arrived = await sendPiece(
      url,
      { offset, blob, totalBytes: isLast ? outbox.totalBytes : null },
      signal,
    );
    outbox.acknowledge(arrived.offset);
    isSure = true;
    onChange(null);
    return arrived.sessionId;
  };
  const run = async (): Promise<string> => {
    for (;;) {
      if (!isEnded && outbox.waitingBytes === 0) await rung(bell, signal);
      const sessionId = await keepTrying(sendNext, {
        ...{ network: bell, signal, isEndless: true },
        onWait: onChange,
      });
      if (sessionId !== null) return sessionId;
    }
  };
  window.addEventListener('online', ring, { signal });
  return {
    wake: () => void bell.dispatchEvent(new Event('piece')),
    end() {
      isEnded = true;
      bell.dispatchEvent(new Event('piece'));
      ring();
    },
    done: run(),
  };
}

/** Until there is more to send, or it is time to say that the recording is still there. */
function rung(bell: EventTarget, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const end = (then: () => void) => {
      clearTimeout(timer);
      over.abort();
      then();
    };
    const timer = setTimeout(() => end(resolve), stillThereMs);
    bell.addEventListener('piece', () => end(resolve), { signal: over.signal });
    signal.addEventListener('abort', () => end(() => reject(signal.reason)), { signal: over.signal });
  });
}
