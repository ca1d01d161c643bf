import { type Hunk, withoutWords } from './hunks.ts';

/** What was written and is not saved, kept for as long as the tab: it outlives a reload and a new sign-in. */
export interface Unsaved {
  readonly read: () => { readonly lines: readonly Hunk[]; readonly typed: readonly Hunk[] };
  readonly keepLines: (hunks: readonly Hunk[]) => void;
  /** Of the line that is open. */
  readonly keepTyped: (hunks: readonly Hunk[]) => void;
}

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Storage may be full or switched off; then it is kept as long as the page. */
export function keepUnsaved(sessionId: string, store: Store): Unsaved {
  const write = (part: string) => (hunks: readonly Hunk[]) => {
    const name = nameOf(sessionId, part);
    try {
      if (hunks.length === 0) store.removeItem(name);
      else store.setItem(name, JSON.stringify(hunks.map(withoutWords)));
    } catch {
      // The page still has it.
    }
  };
  const read = (part: string): Hunk[] => {
    try {
      return JSON.parse(store.getItem(nameOf(sessionId, part)) ?? '[]');
    } catch {
      return [];
    }
  };
  return {
    read: () => ({ lines: read('lines'), typed: read('typed') }),
    keepLines: write('lines'),
    keepTyped: write('typed'),
  };
}

const nameOf = (sessionId: string, part: string): string => `unsaved-${part}:${sessionId}`;
