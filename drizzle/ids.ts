import { v7, validate } from 'uuid';

/** A new id: UUID version 7 (RFC 9562 5.7), so that rows made later sort later. */
export function newId(): string {
  return v7();
}

/** Whether the database takes the text for an id; it refuses a statement with another one. */
export function isId(text: string): boolean {
  return validate(text);
}
