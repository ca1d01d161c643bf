import { PermanentError } from '../../core/model/errors.ts';
import { originalFileName } from '../../core/model/media-names.ts';
import { planRenditions } from '../../core/model/media-plan.ts';
import { findAnySession, updateSession } from '../../drizzle/queries/sessions.ts';
import type { Stage } from '../stage.ts';

/** Finds out what the recording is made of and what is to be made of it; takes its chapters. Idempotent. */
export const probe: Stage = {
  name: 'probe',
  doing: 'reading the recording',
  timeLimitMs: () => 10 * 60_000,
  async run({ store, media }, { session, signal, scratchDir }) {
    const key = `${session.id}/${originalFileName}`;
    const measured = await store.withLocalFile(
      key,
      (path) => media.probe(path, { signal, scratchDir }),
      signal,
    );
    const plan = planRenditions(measured);
    if (plan.kind === 'refuse') throw new PermanentError(plan.reason);
    return {
      status: 'done',
      save: async (tx) => {
        const { durationSeconds, chapters = [] } = measured;
        const { chaptersBy, chapters: kept = [] } = (await findAnySession(tx, session.id)) ?? {};
        const areNew = chapters.length > 0 && chaptersBy !== 'person';
        // Marked while it was recorded, and the end got lost.
        const within = kept.filter(({ startSeconds }) => startSeconds < (durationSeconds ?? Infinity));
        await updateSession(tx, session.id, {
          ...{ probe: measured, plan, durationSeconds },
          ...(areNew ? { chapters, chaptersBy: 'file' as const } : {}),
          ...(chaptersBy === 'person' ? { chapters: within } : {}),
        });
      },
    };
  },
};
