interface Piece {
  readonly blob: Blob;
  /** Where in the recording it begins. */
  readonly offset: number;
  /** How much had been recorded at its end. */
  readonly endSeconds: number;
}

/** What was recorded and has not arrived yet, in order. */
export interface Outbox {
  add(blob: Blob, endSeconds: number): void;
  /** What is to be sent next, of at most so many bytes; `null`: everything has arrived. */
  next(maxBytes: number): { readonly offset: number; readonly blob: Blob } | null;
  /** Everything before `offset` has arrived. Throws when that is not what was recorded here. */
  acknowledge(offset: number): void;
  readonly totalBytes: number;
  readonly waitingBytes: number;
  /** How much of the recording has arrived. */
  readonly arrivedSeconds: number;
}

/** An outbox of a recording of which `arrivedBytes` are at the server, which are so many seconds. */
export function openOutbox(arrivedBytes = 0, secondsBefore = 0): Outbox {
  let pieces: readonly Piece[] = [];
  let totalBytes = arrivedBytes;
  let arrived = arrivedBytes;
  let arrivedSeconds = secondsBefore;
  return {
    add(blob, endSeconds) {
      pieces = [...pieces, { blob, offset: totalBytes, endSeconds }];
      totalBytes += blob.size;
    },
    next(maxBytes) {
      const [first] = pieces;
      if (!first) return null;
      const whole = new Blob(pieces.map(({ blob }) => blob));
      const skipped = arrived - first.offset;
      return { offset: arrived, blob: whole.slice(skipped, skipped + maxBytes) };
    },
    acknowledge(offset) {
      if (offset < arrived || offset > totalBytes)
        throw new Error('What has arrived of this recording is not what was sent.');
      arrived = offset;
      const done = pieces.filter((piece) => piece.offset + piece.blob.size <= offset);
      arrivedSeconds = done.at(-1)?.endSeconds ?? arrivedSeconds;
      pieces = pieces.slice(done.length);
    },
    get totalBytes() {
      return totalBytes;
    },
    get waitingBytes() {
      return totalBytes - arrived;
    },
    get arrivedSeconds() {
      return arrivedSeconds;
    },
  };
}
