import { expect } from 'vitest';
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

/** Renders what is known to work. */
export async function make(
  tools: MediaTools,
  path: string,
  step: RenditionStep,
  run: MediaRun,
): Promise<Rendition> {
  const made = await tools.render(path, await tools.probe(path, run), step, run);
  if (made.kind === 'cannot-copy') throw new Error(made.reason);
  return made;
}

/** The M4A and the waveform, which are made of a rendition, beep when it does. */
export async function expectSoundAgrees(
  tools: MediaTools,
  { path, durationSeconds }: Rendition,
  truly: readonly number[],
  { peakCount, ...run }: MediaRun & { readonly peakCount: number },
): Promise<void> {
  const probe = await tools.probe(path, run);
  const plan = planRenditions({ ...probe, video: null });
  if (plan.kind === 'refuse') throw new Error(plan.reason);
  const listening = await make(tools, path, plan.first, run);
  expect(listening.contentType).toBe('audio/mp4');
  expectTimes('beeps of the M4A', (await watch(listening.path)).beeps, truly);
  const peaks = await tools.peaks(path, probe, peakCount, run);
  const json = waveformJson(peaks ?? new Float32Array(1), durationSeconds);
  expectTimes('waveform', waveformBeeps(json), truly);
}

/** The tiles of the storyboard that is made of a rendition. */
export async function tilesOf(
  tools: MediaTools,
  { path, durationSeconds }: Rendition,
  run: MediaRun,
): Promise<readonly Tile[]> {
  const image = await tools.storyboard(path, await tools.probe(path, run), run);
  if (!image) throw new Error('no storyboard');
  return storyboardTiles(storyboardVtt(image.storyboard, 'x.webp', durationSeconds), image.path);
}
