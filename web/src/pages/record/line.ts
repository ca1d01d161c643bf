import type { ApiError } from '../../api.ts';
import { keepTrying } from '../new/keep-trying.ts';
import { claim, forget, keep } from './kept.ts';
import type { KeptPieces } from './kept-pieces.ts';
import { beginUpload, describeUpload, isRefused } from './live-upload.ts';
import { openOutbox } from './outbox.ts';
import { openSender } from './sender.ts';
import { openTeller } from './teller.ts';

/** How far a recording has come on its way. */
export interface Way {
  readonly savedSeconds: number;
  readonly waitingBytes: number;
  /** What is in the way of sending it, and is waited for. */
  readonly trouble: ApiError | null;
}

/** A recording on its way to the server; what has not arrived is kept here. */
export interface Line {
  /** Gives how many bytes wait now. */
  add(blob: Blob, endSeconds: number): number;
  /** Something else was said of it: kept here, and told with `tell` or in the end. */
  touch(): void;
  tell(): void;
  /** Nothing comes after what is there now. */
  end(): void;
  /** What has not arrived. */
  rest(): Blob;
  /** The session's id once all has arrived. Rejects with what never passes, and when it is closed. */
  readonly done: Promise<string>;
  /** Leaves it where it is: it can be finished later. */
  close(): void;
  /** The server does not wait for more of it. */
  forget(): void;
}

interface LineOptions {
  /** Where it goes: of `beginLine`. */
  readonly url: string;
  readonly startedAt: Date;
  readonly pieces: KeptPieces;
  /** What was recorded before this line was begun. */
  readonly beforeSeconds: number;
  readonly seconds: () => number;
  /** What is said of it, as `UploadAbout` in JSON. */
  readonly said: () => string;
  readonly onChange: (way: Way) => void;
}

export function openLine(options: LineOptions): Line {
  const { url, startedAt, pieces, beforeSeconds, seconds, said, onChange } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const outbox = openOutbox(0, beforeSeconds);
  const teller = openTeller(() => describeUpload(url, said(), signal));
  const remember = () => {
    const length = seconds() - beforeSeconds;
    keep(localStorage, { url, startedAt: startedAt.toISOString(), seconds: length, said: said() });
  };
  const settle = () => {
    forget(localStorage, url);
    pieces.dropUntil(url, Number.MAX_SAFE_INTEGER);
    closing.abort();
  };
  const tellWay = (trouble: ApiError | null) =>
    onChange({ trouble, savedSeconds: outbox.arrivedSeconds, waitingBytes: outbox.waitingBytes });
  const sender = openSender({
    ...{ url, outbox, signal },
    // What the server refuses of the words does not keep the recording back.
    beforeEnd: () =>
      teller.tell().catch((error: unknown) => {
        if (!isRefused(error)) throw error;
      }),
    onChange(trouble) {
      pieces.dropUntil(url, outbox.totalBytes - outbox.waitingBytes);
      tellWay(trouble);
    },
  });
  claim(url, signal);
  return {
    add(blob, endSeconds) {
      outbox.add(blob, endSeconds);
      // One that has broken off only gathers what the next one is to begin with.
      if (!signal.aborted) {
        pieces.put(url, outbox.totalBytes, blob);
        remember();
        sender.wake();
      }
      return outbox.waitingBytes;
    },
    touch() {
      teller.touch();
      if (!signal.aborted) remember();
    },
    tell: () => void teller.tell().catch(() => undefined),
    end: () => sender.end(),
    rest: () => outbox.next(Number.MAX_SAFE_INTEGER)?.blob ?? new Blob([]),
    done: sender.done.then((sessionId) => {
      settle();
      return sessionId;
    }),
    close: () => closing.abort(),
    forget: settle,
  };
}

/** Takes another line on when one has broken off, however long that takes. */
export const beginAgain = (
  metadata: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<string> =>
  keepTrying(() => beginUpload(metadata), {
    network: window,
    signal,
    onWait: () => undefined,
    isEndless: true,
  });
