import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import { DomainError } from '../../model/errors.ts';

export interface Meter {
  /** Passes bytes on unchanged; fails with DomainError `too-large` past the limit. */
  readonly stream: Transform;
  /** Size and SHA-256 (hex) of what has passed; to be asked once, at the end. */
  result(): { readonly sizeBytes: number; readonly sha256: string };
}

/** Counts and hashes bytes on their way. */
export function meter(maxBytes: number): Meter {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) {
        done(new DomainError('too-large', `The file is larger than the allowed ${maxBytes} bytes`));
        return;
      }
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { stream, result: () => ({ sizeBytes, sha256: hash.digest('hex') }) };
}
