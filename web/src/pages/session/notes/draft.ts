import type { Notes } from '../../../../../core/api/notes.ts';

/** What somebody has typed, and what they started from. */
export interface Draft {
  /** The version they started from, and its text. */
  readonly version: number;
  readonly base: string;
  readonly text: string;
}

export const draftOf = ({ version, text }: Pick<Notes, 'version' | 'text'>): Draft => ({
  version,
  base: text,
  text,
});

/** Reads what was kept in the browser; `null` for anything that is no draft. */
export function parseDraft(kept: string | null): Draft | null {
  try {
    const draft: unknown = JSON.parse(kept ?? 'null');
    return isDraft(draft) ? { version: draft.version, base: draft.base, text: draft.text } : null;
  } catch {
    return null;
  }
}

const isDraft = (value: unknown): value is Draft =>
  typeof value === 'object' &&
  value !== null &&
  'version' in value &&
  typeof value.version === 'number' &&
  'base' in value &&
  typeof value.base === 'string' &&
  'text' in value &&
  typeof value.text === 'string';

export const hasTyped = (draft: Draft): boolean => draft.text.trimEnd() !== draft.base.trimEnd();

/** Somebody else has saved what this draft does not start from. */
export const isBehind = (draft: Draft, notes: Notes): boolean => draft.version !== notes.version;
