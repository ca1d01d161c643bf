import { PermanentError } from '../../core/model/errors.ts';
import type { MediaProbe } from '../../core/model/media.ts';
import { type MediaPlan, planRenditions } from '../../core/model/media-plan.ts';
import type { SessionRow } from '../../drizzle/queries/sessions.ts';

export type PlayPlan = Extract<MediaPlan, { kind: 'play' }>;

/** What `probe` found and decided. Plans of the first release had another shape: they are made anew. */
export function planOf({ probe, plan: stored }: SessionRow): {
  readonly probe: MediaProbe;
  readonly plan: PlayPlan;
} {
  if (!probe) throw new PermanentError('This recording was not read yet. Process it again from the start.');
  const plan = stored?.kind === 'play' ? stored : planRenditions(probe);
  if (plan.kind === 'refuse') throw new PermanentError(plan.reason);
  return { probe, plan };
}
