import { readForIndex } from '../../core/actions/index-session.ts';
import { findAnySession } from '../../drizzle/queries/sessions.ts';
import type { Stage } from '../stage.ts';

/** Makes the session findable. Idempotent: replaces all that the index knows of it. */
export const index: Stage = {
  name: 'index',
  doing: 'making it findable',
  timeLimitMs: () => 10 * 60_000,
  async run({ db, searchIndex }, { session, signal }) {
    const fresh = await findAnySession(db, session.id);
    if (!fresh || fresh.deletedAt) return { status: 'skipped', note: 'The session is in the bin.' };
    const { document, passages } = await readForIndex(db, fresh);
    await searchIndex.replaceSession(document, passages, signal);
    return { status: 'done' };
  },
};
