import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { PermanentError, TransientError } from '../model/errors.ts';

export interface Download {
  readonly url: string;
  /** Where the file goes; until it is whole it is called `<path>.part`. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
  readonly signal: AbortSignal;
  readonly onProgress: (doneBytes: number) => void;
  /** A server that sends nothing for so long is given up. */
  readonly stallMs?: number | undefined;
}

const again = 'Run the command again: it goes on where it was.';

/**
 * Downloads a file, going on with what an earlier try has left. Resolves when it is there and has the right bytes;
 * TransientError when trying again goes on, PermanentError when it would not help.
 */
export async function downloadFile(download: Download): Promise<void> {
  const { path, sizeBytes, sha256 } = download;
  const part = `${path}.part`;
  const had = await sizeOf(part);
  if (had > sizeBytes) await rm(part);
  if (had !== sizeBytes) await fetchRest(download, part, had > sizeBytes ? 0 : had);
  const hash = createHash('sha256');
  await pipeline(createReadStream(part), hash, { signal: download.signal });
  if (hash.digest('hex') !== sha256) {
    await rm(part);
    throw new PermanentError(
      `What came from ${download.url} is not the file that is known (its SHA-256 differs). It was removed.`,
    );
  }
  await rename(part, path);
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

async function fetchRest(download: Download, part: string, from: number): Promise<void> {
  const { url, sizeBytes, signal, onProgress, stallMs = 60_000 } = download;
  const stalled = new AbortController();
  const timer = setTimeout(() => stalled.abort(), stallMs);
  try {
    const response = await fetch(url, {
      headers: from === 0 ? {} : { range: `bytes=${from}-` },
      signal: AbortSignal.any([signal, stalled.signal]),
    });
    if (!response.ok || response.body === null) throw refusal(url, response.status);
    const isRest = response.status === 206;
    const file = await open(part, isRest ? 'a' : 'w');
    let done = isRest ? from : 0;
    try {
      for await (const chunk of response.body) {
        timer.refresh();
        done += chunk.length;
        if (done > sizeBytes) break;
        await file.writeFile(chunk);
        onProgress(done);
      }
    } finally {
      await file.close();
    }
    if (done > sizeBytes) {
      await rm(part);
      throw new PermanentError(`${url} is larger than the file that is known. It was removed.`);
    }
    if (done < sizeBytes) throw new TransientError(`The download of ${url} broke off. ${again}`);
  } catch (cause) {
    signal.throwIfAborted();
    throw translated(cause, url);
  } finally {
    clearTimeout(timer);
  }
}

function refusal(url: string, status: number): Error {
  const sentence = `${url} cannot be downloaded (status ${status}).`;
  return status === 429 || status >= 500
    ? new TransientError(`${sentence} ${again}`)
    : new PermanentError(sentence);
}

/** What fetch and the stream throw says little; what the disk throws is said as it is. */
function translated(cause: unknown, url: string): unknown {
  if (cause instanceof PermanentError || cause instanceof TransientError) return cause;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOSPC') return new PermanentError('The disk is full.', { cause });
  if (typeof code === 'string' && /^E(ACCES|PERM|ROFS)$/.test(code)) return cause;
  return new TransientError(`${url} cannot be reached, or the connection broke. ${again}`, { cause });
}
