import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PermanentError } from '../../model/errors.ts';
import type { MediaProbe } from '../../model/media.ts';
import type { PictureStep, RenditionStep } from '../../model/media-plan.ts';
import { shownSize } from '../../model/picture.ts';
import type { CopyRefusal, MediaRun, Rendition } from '../../ports/media-tools.ts';
import { findCopyProblem, followKeyFrames, type KeyFrames } from './check-copy.ts';
import { encodePicture, encodeSound, makeWithTones } from './encoding.ts';
import { isRefusal, toMediaError } from './failures.ts';
import { probeRendition, sourceOf } from './probe.ts';
import { type Following, followTime, reportSeconds } from './progress.ts';
import { encodingEffort, readingEffort, type Toolbox } from './toolbox.ts';

const nothingMessage =
  'There is nothing to play in this recording. Export or download it again and upload that file.';
const failedMessage =
  'This recording could not be converted. Export it as MP4 (H.264, AAC) with your meeting tool or player and upload that.';

/** Less is a picture or a click, not a recording. */
const shortestSeconds = 0.2;

/** A header may promise more than this many seconds beyond what was there before we speak of a missing end. */
const missingSeconds = 2;

const pictureOptions = (picture: PictureStep): string[] =>
  picture.kind === 'copy' ? ['-c:v', 'copy'] : encodePicture(picture.settings);

function streamOptions(step: RenditionStep, probe: MediaProbe): string[] {
  const { video, audio } = probe;
  const picture = step.kind === 'video' && video ? ['-map', `0:${video.index}`] : [];
  const pictureCodec = step.kind === 'video' ? pictureOptions(step.picture) : [];
  const sound = step.audio !== 'none' && audio ? ['-map', `0:${audio.index}`] : [];
  const soundCodec =
    step.audio === 'none' ? [] : step.audio === 'copy' ? ['-c:a', 'copy'] : audio ? encodeSound(audio) : [];
  return [...picture, ...sound, ...pictureCodec, ...soundCodec];
}

/** What is written: the index comes first, so that a player can seek before all of it has arrived. */
const formats = {
  mp4: {
    fileName: 'video.mp4',
    contentType: 'video/mp4',
    demuxer: 'mov',
    options: ['-movflags', '+faststart', '-f', 'mp4'],
  },
  webm: {
    fileName: 'video.webm',
    contentType: 'video/webm',
    demuxer: 'matroska',
    options: ['-cues_to_front', '1', '-f', 'webm'],
  },
  m4a: {
    fileName: 'audio.m4a',
    contentType: 'audio/mp4',
    demuxer: 'mov',
    options: ['-movflags', '+faststart', '-f', 'mp4'],
  },
} as const;

function formatOf(step: RenditionStep) {
  if (step.kind === 'audio') return formats.m4a;
  return formats[step.picture.kind === 'copy' ? step.picture.container : 'mp4'];
}

const hasPicture = (step: RenditionStep, kind: PictureStep['kind']): boolean =>
  step.kind === 'video' && step.picture.kind === kind;
const isCopying = (step: RenditionStep): boolean => step.audio === 'copy' || hasPicture(step, 'copy');

export interface RenderRequest {
  readonly path: string;
  readonly probe: MediaProbe;
  readonly step: RenditionStep;
  readonly toolbox: Toolbox;
  readonly run: MediaRun;
}

/** How much of a source is rendered at most, as far as its header tells. */
const expectedSeconds = ({ probe: { durationSeconds }, toolbox: { limits } }: RenderRequest): number =>
  Math.min(durationSeconds ?? limits.durationSeconds, limits.durationSeconds);

const progressOf = (request: RenderRequest) =>
  reportSeconds(expectedSeconds(request), request.run.onProgress ?? (() => {}));

/** Writes what the step says; resolves with what ffmpeg said. */
function write(
  request: RenderRequest,
  outputPath: string,
  following: Following = followTime(progressOf(request)),
): Promise<string> {
  const { step } = request;
  if (step.kind === 'audio' || step.picture.kind === 'copy') return writeOnce(request, outputPath, following);
  return makeWithTones(step.picture.settings, (settings) =>
    writeOnce(
      { ...request, step: { ...step, picture: { kind: 'encode', settings } } },
      outputPath,
      following,
    ),
  );
}

async function writeOnce(request: RenderRequest, outputPath: string, following: Following): Promise<string> {
  const { probe, step, toolbox, run } = request;
  const { limits, threads } = toolbox;
  const durationSeconds = expectedSeconds(request);
  const { stderr } = await toolbox.ffmpeg(
    {
      source: sourceOf(request.path, probe),
      inputOptions: ['-threads', String(threads)],
      outputOptions: [
        ...following.options,
        ...streamOptions(step, probe),
        ...['-sn', '-dn', '-map_metadata', '-1', '-map_chapters', '-1', '-max_muxing_queue_size', '4096'],
        ...['-threads', String(threads), '-t', String(limits.durationSeconds)],
        ...formatOf(step).options,
      ],
      outputPath,
      effort: hasPicture(step, 'encode') ? encodingEffort(durationSeconds) : readingEffort(durationSeconds),
      logLevel: 'warning',
      onLine: following.onLine,
    },
    run,
  );
  return stderr;
}

/** "12 hours", "1 minute", "17 seconds": rounded down, because that much is there. */
function inWords(seconds: number): string {
  const [count, unit] =
    seconds < 60
      ? [Math.floor(seconds), 'second']
      : seconds < 3600
        ? [Math.floor(seconds / 60), 'minute']
        : [Math.floor(seconds / 3600), 'hour'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** Headers lie, so that a short file alone proves nothing: ffmpeg must also have met the end too early. */
function warningsOf({ probe, toolbox }: RenderRequest, durationSeconds: number, stderr: string): string[] {
  const longest = toolbox.limits.durationSeconds;
  const kept = `We kept the first ${inWords(durationSeconds)}.`;
  const missing = (probe.durationSeconds ?? 0) - durationSeconds;
  // A picture is cut between frames, sound between its blocks.
  if (durationSeconds > longest - 1 && missing > 0)
    return [`This recording is longer than ${inWords(longest)}. ${kept}`];
  const isCut = /partial file|ended prematurely|truncat/i.test(stderr);
  return missing > missingSeconds && isCut ? [`The end of this recording is missing. ${kept}`] : [];
}

async function measure(request: RenderRequest, path: string, stderr: string): Promise<Rendition> {
  const { contentType, demuxer } = formatOf(request.step);
  const written = await probeRendition({ path, container: demuxer }, request.toolbox, request.run);
  const durationSeconds = written.durationSeconds ?? 0;
  if (durationSeconds < shortestSeconds) throw new PermanentError(nothingMessage);
  const size = written.video ? shownSize(written.video) : null;
  return {
    kind: 'made',
    path,
    contentType,
    durationSeconds,
    width: size?.width ?? null,
    height: size?.height ?? null,
    warnings: warningsOf(request, durationSeconds, stderr),
  };
}

function keyFramesOf(request: RenderRequest): KeyFrames | undefined {
  const { step, probe, toolbox } = request;
  if (!probe.video || !hasPicture(step, 'copy')) return undefined;
  return followKeyFrames(probe.video, toolbox.limits.durationSeconds, progressOf(request));
}

/** Copies what the step says and looks at the result. */
async function copy(request: RenderRequest, outputPath: string): Promise<Rendition | CopyRefusal> {
  const { step, toolbox, run } = request;
  try {
    const keyFrames = keyFramesOf(request);
    const stderr = await write(request, outputPath, keyFrames);
    const rendition = await measure(request, outputPath, stderr);
    const { durationSeconds } = rendition;
    const source = { path: outputPath, container: formatOf(step).demuxer };
    const reason = await findCopyProblem({ source, durationSeconds, keyFrames, stderr }, toolbox, run);
    return reason === null ? rendition : { kind: 'cannot-copy', reason };
  } catch (error) {
    if (isRefusal(error) || error instanceof PermanentError)
      return { kind: 'cannot-copy', reason: 'The recording could not be copied as it is' };
    throw error;
  }
}

/** Carries out one step of a plan; see `MediaTools.render`. */
export async function renderRecording(request: RenderRequest): Promise<Rendition | CopyRefusal> {
  const { step, run } = request;
  const outputPath = join(run.scratchDir, formatOf(step).fileName);
  try {
    if (!isCopying(step)) return await measure(request, outputPath, await write(request, outputPath));
    const copied = await copy(request, outputPath);
    if (copied.kind === 'cannot-copy') await rm(outputPath, { force: true });
    return copied;
  } catch (error) {
    await rm(outputPath, { force: true });
    throw toMediaError(error, failedMessage);
  }
}
