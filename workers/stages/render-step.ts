import { PermanentError } from '../../core/model/errors.ts';
import type { MediaProbe } from '../../core/model/media.ts';
import { type PlayPlan, planEncoding, type RenditionStep } from '../../core/model/media-plan.ts';
import type { CopyRefusal, Rendition } from '../../core/ports/media-tools.ts';
import type { StageDeps, StageRun } from '../stage.ts';

export interface Source {
  /** On this machine. */
  readonly path: string;
  readonly probe: MediaProbe;
}

/** What was made, by which plan in the end. */
export interface Rendered {
  readonly rendition: Rendition;
  readonly step: RenditionStep;
  readonly plan: PlayPlan;
}

/** Carries out the plan's step; where the copy would not play well, plans to encode and carries that out. */
export async function renderOrEncode(
  { media }: Pick<StageDeps, 'media'>,
  run: StageRun,
  { path, probe }: Source,
  { plan, step }: { readonly plan: PlayPlan; readonly step: RenditionStep },
): Promise<Rendered> {
  const render = (chosen: RenditionStep): Promise<Rendition | CopyRefusal> => {
    const work = () => media.render(path, probe, chosen, run);
    return isQuick(chosen) ? work() : run.heavy(work);
  };
  const made = await render(step);
  if (made.kind === 'made') return { rendition: made, step, plan };
  const encoding = planEncoding(probe, made.reason);
  if (encoding.kind === 'refuse') throw new PermanentError(encoding.reason);
  const again = withSoundEncoded(step) ?? encoding.first;
  const encoded = await render(again);
  if (encoded.kind === 'cannot-copy') throw new PermanentError(`${encoded.reason}.`);
  return { rendition: encoded, step: again, plan: encoding };
}

/** Where only the sound was to be copied: the picture keeps its quality, which is not always that of what comes first. */
const withSoundEncoded = (step: RenditionStep): RenditionStep | null =>
  step.kind === 'video' && step.picture.kind === 'encode' ? { ...step, audio: 'encode' } : null;

/** A copied picture, whatever becomes of its sound, and copied sound take seconds. */
export const isQuick = (step: RenditionStep): boolean =>
  step.kind === 'video' ? step.picture.kind === 'copy' : step.audio === 'copy';
