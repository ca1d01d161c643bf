/** What each step of processing costs, beside the bare ffmpeg command that does the same without any check. */

import type { MediaProbe } from '../../core/model/media.ts';
import {
  type MediaPlan,
  planEncoding,
  planRenditions,
  type RenditionStep,
} from '../../core/model/media-plan.ts';
import type { MediaRun, MediaTools } from '../../core/ports/media-tools.ts';
import { type BenchRun, bench } from './support/bench.ts';
import { compareStep } from './support/compare.ts';
import { openRecordingTools } from './support/engine-calls.ts';
import { clip, hour, type MediaSources, makeSources, part } from './support/media-sources.ts';
import { type Bar, printFigure } from './support/print.ts';

const storyboardBar: Bar = { atMost: 2 };
const remuxBar: Bar = { atLeast: 30 };

type Choice = (probe: MediaProbe) => MediaPlan;
const asPlanned: Choice = planRenditions;
const encoded: Choice = (probe) => planEncoding(probe, 'Measured');
const soundAlone: Choice = (probe) => planRenditions({ ...probe, video: null });

const firstStep = (plan: MediaPlan): RenditionStep => {
  if (plan.kind === 'refuse') throw new Error(plan.reason);
  return plan.first;
};

/** Measures steps of one recording, which is probed once before. */
async function openRecording(path: string, mediaSeconds: number, run: BenchRun) {
  const probeRun = { signal: run.signal, scratchDir: run.dir };
  const probe = await openRecordingTools().tools.probe(path, probeRun);
  const measure = (name: string, work: (tools: MediaTools, run: MediaRun) => Promise<unknown>) =>
    compareStep({ name, mediaSeconds, work }, run);
  return {
    probe: (name: string) => measure(name, (tools, mediaRun) => tools.probe(path, mediaRun)),
    render: (name: string, choose: Choice) =>
      measure(name, async (tools, mediaRun) => {
        const made = await tools.render(path, probe, firstStep(choose(probe)), mediaRun);
        if (made.kind !== 'made') throw new Error(`${name}: ${made.reason}`);
      }),
    poster: (name: string) => measure(name, (tools, mediaRun) => tools.poster(path, probe, mediaRun)),
    storyboard: (name: string) => measure(name, (tools, mediaRun) => tools.storyboard(path, probe, mediaRun)),
    peaks: (name: string) => measure(name, (tools, mediaRun) => tools.peaks(path, probe, 2000, mediaRun)),
    wav: (name: string) => measure(name, (tools, mediaRun) => tools.wav(path, probe, mediaRun)),
  };
}

async function measureSteps(sources: MediaSources, run: BenchRun): Promise<void> {
  const talk = await openRecording(sources.mp4Hour, hour, run);
  await talk.probe('probe');
  const remux = await talk.render('copy to MP4', asPlanned);
  await talk.poster('poster');
  const storyboard = await talk.storyboard('storyboard');
  await talk.peaks('peaks');
  await talk.wav('WAV');
  await talk.render('M4A, copied', soundAlone);
  const browser = await openRecording(sources.webmHour, hour, run);
  await browser.render('copy to WebM', asPlanned);
  const browserPart = await openRecording(sources.webmPart, part, run);
  await browserPart.render('M4A, encoded', soundAlone);
  const browserClip = await openRecording(sources.webmClip, clip, run);
  await browserClip.render('transcode of VP8, Opus', encoded);
  const talkClip = await openRecording(sources.mp4Clip, clip, run);
  const transcode = await talkClip.render('transcode of H.264, AAC', encoded);
  const times = (hour / clip) * transcode.cpuSeconds;
  printFigure(
    'copy to MP4 with its checks',
    times / remux.cpuSeconds,
    'x less CPU time than transcode',
    remuxBar,
  );
  printFigure('storyboard', (100 * storyboard.cpuSeconds) / times, '% of the transcode', storyboardBar);
}

await bench({ limitMinutes: 30 }, async (run) => {
  const sources = await makeSources(run);
  await measureSteps(sources, run);
});
