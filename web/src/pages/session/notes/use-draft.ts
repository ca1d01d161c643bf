import { useState } from 'react';
import { readPreference, writePreference } from '../../../preferences.ts';
import { type Draft, hasTyped, parseDraft } from './draft.ts';

/** What somebody has typed, kept in this browser until it is saved or thrown away: a closed tab loses nothing. */
export function useDraft(sessionId: string, personId: string) {
  const name = `notes:${personId}:${sessionId}`;
  const [draft, setDraft] = useState<Draft | null>(() => parseDraft(readPreference(name)));
  const keep = (next: Draft | null) => {
    setDraft(next);
    writePreference(name, next && hasTyped(next) ? JSON.stringify(next) : null);
  };
  return { draft, keep };
}
