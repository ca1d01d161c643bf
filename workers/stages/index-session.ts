import { readForIndex } from '../../core/actions/index-session.ts';
import { findAnySession } from '../../drizzle/queries/sessions.ts';
import { replaceSuggestions } from '../../drizzle/queries/suggestion-rows.ts';
import type { Stage } from '../stage.ts';

/** Makes the session findable. Idempotent: replaces all that the index knows of it. */
export const index: Stage = {
  name: 'index',
  doing: 'making it findable',
  timeLimitMs: () => 10 * 60_000,
  async run({ db, searchIndex }, { session, signal }) {
    let fresh = await findAnySession(db, session.id);
    for (;;) {
      if (!fresh || fresh.deletedAt) return { status: 'skipped', note: 'The session is in the bin.' };
      const { document, passages } = await readForIndex(db, fresh);
      await searchIndex.replaceSession(document, passages, signal);
      await replaceSuggestions(db, session.id);
      const after = await findAnySession(db, session.id);
      // Edited meanwhile: what was just written may have come after what the edit's own run wrote.
      if (after?.updatedAt.getTime() === fresh.updatedAt.getTime()) return { status: 'done' };
      fresh = after;
    }
  },
};
