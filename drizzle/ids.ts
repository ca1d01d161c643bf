import { v7 } from 'uuid';

/** A new id: UUID version 7 (RFC 9562 5.7), so that rows made later sort later. */
export function newId(): string {
  return v7();
}
