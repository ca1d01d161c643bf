import { expect } from 'vitest';
import type { MediaProbe } from '../../core/model/media.ts';
import { planRenditions, type RenditionStep } from '../../core/model/media-plan.ts';
import { storyboardVtt } from '../../core/model/storyboard.ts';
import { waveformJson } from '../../core/model/waveform.ts';
import type { MediaRun, MediaTools, Rendition } from '../../core/ports/media-tools.ts';
import { storyboardTiles, type Tile, watch, waveformBeeps } from './media-clock.ts';

/** Seconds that two things made of one recording may be apart. */
const tolerance = 0.05;

export function expectTimes(what: string, times: readonly number[], truly: readonly number[]): void {
  expect(times, what).toHaveLength(truly.length);
  for (const [at, time] of truly.entries())
    expect(Math.abs((times[at] ?? 99) - time), `${what} at ${times[at]}`).toBeLessThan(tolerance);
}

/** A file and what was measured of it: each time that it is measured takes a start of ffprobe. */
export interface Measured {
  readonly path: string;
  readonly probe: MediaProbe;
}

export const measure = async (tools: MediaTools, path: string, run: MediaRun): Promise<Measured> => ({
  path,
  probe: await tools.probe(path, run),
});

/** Renders what is known to work. */
export async function make(
  tools: MediaTools,
  { path, probe }: Measured,
  step: RenditionStep,
  run: MediaRun,
): Promise<Rendition> {
  const made = await tools.render(path, probe, step, run);
  if (made.kind === 'cannot-copy') throw new Error(made.reason);
  return made;
}

/** The M4A and the waveform, which are made of a rendition, beep when it does. */
export async function expectSoundAgrees(
  tools: MediaTools,
  { path, probe }: Measured,
  truly: readonly number[],
  { peakCount, ...run }: MediaRun & { readonly peakCount: number },
): Promise<void> {
  const plan = planRenditions({ ...probe, video: null });
  if (plan.kind === 'refuse') throw new Error(plan.reason);
  const listening = await make(tools, { path, probe }, plan.first, run);
  expect(listening.contentType).toBe('audio/mp4');
  expectTimes('beeps of the M4A', (await watch(listening.path)).beeps, truly);
  const peaks = await tools.peaks(path, probe, peakCount, run);
  const json = waveformJson(peaks ?? new Float32Array(1), probe.durationSeconds ?? 0);
  expectTimes('waveform', waveformBeeps(json), truly);
}

/** The tiles of the storyboard that is made of a rendition. */
export async function tilesOf(
  tools: MediaTools,
  { path, probe }: Measured,
  run: MediaRun,
): Promise<readonly Tile[]> {
  const image = await tools.storyboard(path, probe, run);
  if (!image) throw new Error('no storyboard');
  return storyboardTiles(storyboardVtt(image.storyboard, 'x.webp', probe.durationSeconds ?? 0), image.path);
}
