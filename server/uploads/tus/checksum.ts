import { createHash } from 'node:crypto';
import { DomainError } from '../../../core/model/errors.ts';

/** As `Tus-Checksum-Algorithm` names them; node:crypto knows them by the same names. */
export const checksumAlgorithms = ['sha1', 'sha256'] as const;

export interface Checksum {
  update(bytes: Uint8Array): void;
  /** Throws `checksum-mismatch` unless what has passed is what was announced. */
  verify(): void;
}

/** Reads `Upload-Checksum: <algorithm> <base64>` (tus 1.0, checksum); `null` where there is none. */
export function readChecksum(header: string | undefined): Checksum | null {
  if (header === undefined) return null;
  const [name, announced, ...rest] = header.split(' ');
  const algorithm = checksumAlgorithms.find((known) => known === name);
  if (algorithm === undefined || !announced || rest.length > 0)
    throw new DomainError(
      'invalid',
      `Upload-Checksum is an algorithm (${checksumAlgorithms.join(' or ')}) and a digest in Base64.`,
    );
  const hash = createHash(algorithm);
  return {
    update: (bytes) => void hash.update(bytes),
    verify() {
      if (hash.digest('base64') !== announced)
        throw new DomainError(
          'checksum-mismatch',
          'What arrived is not what was sent. Send this piece again.',
        );
    },
  };
}
