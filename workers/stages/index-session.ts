import { indexSession } from '../../core/actions/index-now.ts';
import type { Stage } from '../stage.ts';

/** Makes the session findable. Idempotent: replaces all that the index knows of it, unless that is newer. */
export const index: Stage = {
  name: 'index',
  doing: 'making it findable',
  timeLimitMs: () => 10 * 60_000,
  async run(deps, { session, signal, log }) {
    if (session.deletedAt) return { status: 'skipped', note: 'The session is in the bin.' };
    await indexSession({ ...deps, log }, session.id, { signal });
    return { status: 'done' };
  },
};
