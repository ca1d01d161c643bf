import { PermanentError } from '../../core/model/errors.ts';
import type { MediaProbe } from '../../core/model/media.ts';
import { isCurrentPlan, type PlayPlan, planRenditions } from '../../core/model/media-plan.ts';
import type { SessionRow } from '../../drizzle/queries/sessions.ts';

/** What `probe` found and decided; a plan of the first release is made anew. */
export function planOf({ probe, plan: stored }: SessionRow): {
  readonly probe: MediaProbe;
  readonly plan: PlayPlan;
} {
  if (!probe) throw new PermanentError('This recording was not read yet. Process it again from the start.');
  const plan = stored && isCurrentPlan(stored) ? stored : planRenditions(probe);
  if (plan.kind === 'refuse') throw new PermanentError(plan.reason);
  return { probe, plan };
}
