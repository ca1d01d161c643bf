import type { MediaProbe } from '../../core/model/media.ts';
import { planRenditions } from '../../core/model/media-plan.ts';
import type { MediaRun, MediaTools, Rendition } from '../../core/ports/media-tools.ts';

/** Makes a recording playable as the pipeline does: probe, plan, render. */
export async function processRecording(
  tools: MediaTools,
  path: string,
  run: MediaRun,
): Promise<{ readonly probe: MediaProbe; readonly rendition: Rendition }> {
  const probe = await tools.probe(path, run);
  return { probe, rendition: await tools.render(path, probe, planRenditions(probe), run) };
}
