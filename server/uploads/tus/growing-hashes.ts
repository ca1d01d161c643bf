import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';

const readBytes = 2 ** 20;

/** SHA-256 of files that grow in pieces, kept in memory as they pass. */
export interface GrowingHashes {
  /** Takes what was written at `position`; what does not follow on what is known is read from the file later. */
  add(id: string, position: number, bytes: Uint8Array): void;
  /** The file is not what was told: all of it is read later. */
  forget(id: string): void;
  /** Hex; reads what has not passed here, such as what came before a restart. */
  digest(id: string, path: string, signal: AbortSignal): Promise<string>;
}

/** For the uploads that pass through this process. */
export function growingHashes(): GrowingHashes {
  const known = new Map<string, { readonly hash: Hash; bytes: number }>();
  return {
    add(id, position, bytes) {
      const own = known.get(id) ?? { hash: createHash('sha256'), bytes: 0 };
      if (own.bytes !== position) return;
      own.hash.update(bytes);
      own.bytes += bytes.length;
      known.set(id, own);
    },
    forget: (id) => void known.delete(id),
    async digest(id, path, signal) {
      const { hash, bytes } = known.get(id) ?? { hash: createHash('sha256'), bytes: 0 };
      // A hash gives its digest once; a second asking begins anew.
      known.delete(id);
      for await (const chunk of createReadStream(path, { start: bytes, highWaterMark: readBytes, signal }))
        hash.update(chunk);
      return hash.digest('hex');
    },
  };
}
