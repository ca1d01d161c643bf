import type { Readable } from 'node:stream';
import type { ByteRange } from '../model/byte-range.ts';

export interface StoredObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
}

/**
 * Keeps recordings and renditions. Engines: local (default), s3. Contract: test/contract/media-store.ts
 * Keys are our own, `<sessionId>/<file>`: letters, digits, `.`, `-`, `_`, and one `/`; anything else throws.
 * An object appears whole or not at all, also after a crash. A missing object is a DomainError `not-found`.
 */
export interface MediaStore {
  /**
   * Streams to the store with constant memory; resolves when the object is safe on disk.
   * Rejects with DomainError `too-large` past `maxBytes` and `insufficient-storage` when space runs out;
   * nothing is left behind then, nor when `source` fails or `signal` aborts.
   */
  write(
    key: string,
    source: Readable,
    options: { readonly maxBytes: number; readonly signal?: AbortSignal | undefined },
  ): Promise<{ readonly sizeBytes: number; readonly sha256: string }>;
  /** Moves a finished local file in; the path is gone afterwards. */
  putFile(key: string, path: string, signal?: AbortSignal): Promise<{ readonly sizeBytes: number }>;
  stat(key: string): Promise<StoredObject>;
  /**
   * Resolves when its first byte can be read. Whoever opens ends it, by reading to the end or `destroy()`, which
   * lets go of it at once; `signal` calls off the opening.
   */
  open(key: string, range?: ByteRange, signal?: AbortSignal): Promise<Readable>;
  /** Runs `use` with a readable local path of the object (a download for remote stores, removed after). */
  withLocalFile<T>(key: string, use: (path: string) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Removes one object; a missing one is fine. */
  remove(key: string): Promise<void>;
  /** Removes everything of a session; nothing there is fine. */
  removeSession(sessionId: string): Promise<void>;
  /** Session ids that have objects. */
  listSessions(): AsyncIterable<string>;
  list(sessionId: string): Promise<readonly StoredObject[]>;
  /** Bytes that recordings may still take (`bytesToGive`), `null` where nobody knows. */
  freeBytes(): Promise<number | null>;
  /** Writes, reads and removes one small object; rejects with what is wrong. */
  check(signal?: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
