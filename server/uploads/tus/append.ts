import { type FileHandle, open } from 'node:fs/promises';
import { addAbortSignal, type Readable } from 'node:stream';
import { noSpace } from '../refusals.ts';

/** What is written at once: larger writes are not faster, and a killed process loses no more than this. */
const batchBytes = 512 * 1024;
/** A connection that is silent for this long is dead; who sends goes on with another one. */
const silenceMs = 120_000;

interface AppendOptions {
  readonly signal: AbortSignal;
  /** What passes this offset is written at once rather than with what follows. */
  readonly promptAt: number;
  /** Called with each batch once it is written. */
  readonly onWritten: (position: number, bytes: Uint8Array) => Promise<void>;
}

/**
 * Writes a stream into a file from `offset` on, with constant memory, and gives the offset after it. What has
 * arrived is in the file also when the source fails or `signal` aborts; only then does it reject.
 */
export async function append(
  path: string,
  source: Readable,
  offset: number,
  { signal, promptAt, onWritten }: AppendOptions,
): Promise<number> {
  const silence = new AbortController();
  addAbortSignal(AbortSignal.any([signal, silence.signal]), source);
  const watchdog = setTimeout(() => silence.abort(), silenceMs);
  const file = await open(path, 'r+');
  const batch = Buffer.allocUnsafe(batchBytes);
  let position = offset;
  let filled = 0;
  const flush = async () => {
    const bytes = batch.subarray(0, filled);
    filled = 0;
    if (bytes.length === 0) return;
    await writeAll(file, bytes, position);
    await onWritten(position, bytes);
    position += bytes.length;
  };
  try {
    // Who gave the stream ends it: ended from here, it would say that it was called off, and not why.
    for await (const chunk of source.iterator({ destroyOnReturn: false })) {
      watchdog.refresh();
      for (let taken = 0; taken < chunk.length; ) {
        const part = chunk.subarray(taken, taken + batchBytes - filled);
        batch.set(part, filled);
        filled += part.length;
        taken += part.length;
        const isPrompt = position < promptAt && position + filled >= promptAt;
        if (isPrompt || filled === batchBytes) await flush();
      }
    }
  } finally {
    clearTimeout(watchdog);
    await flush().finally(() => file.close());
  }
  return position;
}

/** A disk that is nearly full takes a part of what it is given. */
async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}

/** A full disk as what it is to the person who sends; other errors as they are. */
export function translateDiskFull(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return noSpace({ cause: error });
}
