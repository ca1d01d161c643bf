import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PermanentError } from '../../model/errors.ts';
import type { MediaProbe } from '../../model/media.ts';
import { type MediaPlan, type PictureSettings, planEncoding, shownSize } from '../../model/media-plan.ts';
import type { MediaRun, Rendition } from '../../ports/media-tools.ts';
import { findCopyProblem } from './check-copy.ts';
import { isRefusal, toMediaError } from './failures.ts';
import { probeRendition, sourceOf } from './probe.ts';
import { progressReader } from './progress.ts';
import { encodingEffort, readingEffort, type Toolbox } from './toolbox.ts';

type Playable = Exclude<MediaPlan, { kind: 'refuse' }>;

const nothingMessage =
  'There is nothing to play in this recording. Export or download it again and upload that file.';
const failedMessage =
  'This recording could not be converted. Export it as MP4 (H.264, AAC) with your meeting tool or player and upload that.';

/** Less is a picture or a click, not a recording. */
const shortestSeconds = 0.2;

/** A header may promise more than this many seconds beyond what was there before we speak of a missing end. */
const missingSeconds = 2;

/**
 * The picture of a rendition: veryfast and crf 23, because `faster` costs 26-62 % more for the same size. A key
 * frame every 5 s of time, whatever the frame rate; never a constant rate (a gap of 10 h became a million frames).
 */
function pictureOptions({ width, height, deinterlace, fillStart }: PictureSettings): string[] {
  const filters = [
    ...(deinterlace ? ['bwdif=mode=send_frame:deint=interlaced'] : []),
    `scale=${width}:${height}`,
    'setsar=1',
    ...(fillStart ? ["setpts='if(eq(N,0),0,PTS)'"] : []),
  ];
  return [
    ...['-vf', filters.join(','), '-fps_mode', 'vfr'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p'],
    ...['-g', '600', '-force_key_frames', 'expr:if(isnan(prev_forced_t),1,gte(t,prev_forced_t+5))'],
  ];
}

/** Late sound and gaps are filled with silence: everything keeps its time. */
const soundOptions = [
  '-af',
  'aresample=async=1:first_pts=0',
  '-c:a',
  'aac',
  '-ac',
  '2',
  '-ar',
  '48000',
  '-b:a',
  '96k',
];

function streamOptions(plan: Playable, probe: MediaProbe): string[] {
  const { video, audio } = probe;
  const picture = plan.kind === 'video' && video ? ['-map', `0:${video.index}`] : [];
  const pictureCodec =
    plan.kind !== 'video' ? [] : plan.video === 'copy' ? ['-c:v', 'copy'] : pictureOptions(plan.picture);
  const sound = plan.audio !== 'none' && audio ? ['-map', `0:${audio.index}`] : [];
  const soundCodec = plan.audio === 'none' ? [] : plan.audio === 'copy' ? ['-c:a', 'copy'] : soundOptions;
  return [...picture, ...sound, ...pictureCodec, ...soundCodec];
}

const isCopying = (plan: Playable): boolean =>
  plan.audio === 'copy' || (plan.kind === 'video' && plan.video === 'copy');
const isEncoding = (plan: Playable): boolean => plan.kind === 'video' && plan.video === 'encode';

export interface RenderRequest {
  readonly path: string;
  readonly probe: MediaProbe;
  readonly plan: MediaPlan;
  readonly toolbox: Toolbox;
  readonly run: MediaRun;
}

/** Writes one MP4 or M4A whose index comes first; resolves with what ffmpeg said. */
async function write(request: RenderRequest, plan: Playable, outputPath: string): Promise<string> {
  const { probe, toolbox, run } = request;
  const { limits, threads } = toolbox;
  const durationSeconds = Math.min(probe.durationSeconds ?? limits.durationSeconds, limits.durationSeconds);
  const { stderr } = await toolbox.ffmpeg(
    {
      source: sourceOf(request.path, probe),
      inputOptions: ['-threads', String(threads)],
      outputOptions: [
        ...streamOptions(plan, probe),
        ...['-sn', '-dn', '-map_metadata', '-1', '-map_chapters', '-1'],
        ...[
          '-max_muxing_queue_size',
          '4096',
          '-threads',
          String(threads),
          '-t',
          String(limits.durationSeconds),
        ],
        ...['-progress', 'pipe:1', '-stats_period', '0.5', '-movflags', '+faststart', '-f', 'mp4'],
      ],
      outputPath,
      effort: isEncoding(plan) ? encodingEffort(durationSeconds) : readingEffort(durationSeconds),
      logLevel: 'warning',
      onLine: progressReader(durationSeconds, run.onProgress ?? (() => {})),
    },
    run,
  );
  return stderr;
}

/** "12 minutes", "1 minute", "17 seconds": rounded down, because that much is there. */
function inWords(seconds: number): string {
  const [count, unit] = seconds < 60 ? [Math.floor(seconds), 'second'] : [Math.floor(seconds / 60), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** Headers lie, so that a short file alone proves nothing: ffmpeg must also have met the end too early. */
function warningsOf(probe: MediaProbe, durationSeconds: number, stderr: string): string[] {
  const isShort = (probe.durationSeconds ?? 0) - durationSeconds > missingSeconds;
  const isCut = /partial file|ended prematurely|truncat/i.test(stderr);
  return isShort && isCut
    ? [`The end of this recording is missing. We kept the first ${inWords(durationSeconds)}.`]
    : [];
}

async function measure(
  plan: Playable,
  path: string,
  stderr: string,
  request: RenderRequest,
): Promise<Rendition> {
  const written = await probeRendition(path, request.toolbox, request.run);
  const durationSeconds = written.durationSeconds ?? 0;
  if (durationSeconds < shortestSeconds) throw new PermanentError(nothingMessage);
  const size = written.video ? shownSize(written.video) : null;
  return {
    kind: plan.kind,
    path,
    contentType: plan.kind === 'video' ? 'video/mp4' : 'audio/mp4',
    durationSeconds,
    width: size?.width ?? null,
    height: size?.height ?? null,
    plan,
    warnings: warningsOf(request.probe, durationSeconds, stderr),
  };
}

/** Copies what the plan says and looks at the result; gives the reason instead when it is no good. */
async function tryCopy(
  plan: Playable,
  outputPath: string,
  request: RenderRequest,
): Promise<Rendition | string> {
  const { toolbox, run } = request;
  try {
    const stderr = await write(request, plan, outputPath);
    const rendition = await measure(plan, outputPath, stderr, request);
    const hasPicture = plan.kind === 'video' && plan.video === 'copy';
    const written = { path: outputPath, durationSeconds: rendition.durationSeconds, hasPicture };
    return (await findCopyProblem(written, stderr, toolbox, run)) ?? rendition;
  } catch (error) {
    if (isRefusal(error) || error instanceof PermanentError)
      return 'The recording could not be copied as it is';
    throw error;
  }
}

/** Carries out a plan; see `MediaTools.render`. */
export async function renderRecording(request: RenderRequest): Promise<Rendition> {
  const { probe, plan, run } = request;
  if (plan.kind === 'refuse') throw new PermanentError(plan.reason);
  const outputPath = join(run.scratchDir, plan.kind === 'video' ? 'video.mp4' : 'audio.m4a');
  try {
    const copied = isCopying(plan) ? await tryCopy(plan, outputPath, request) : null;
    if (copied !== null && typeof copied !== 'string') return copied;
    const encoding = copied === null ? plan : planEncoding(probe, copied);
    if (encoding.kind === 'refuse') throw new PermanentError(encoding.reason);
    const stderr = await write(request, encoding, outputPath);
    return await measure(encoding, outputPath, stderr, request);
  } catch (error) {
    await rm(outputPath, { force: true });
    throw toMediaError(error, failedMessage);
  }
}
