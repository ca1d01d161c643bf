import { PermanentError } from '../../model/errors.ts';
import { streamLanguage } from '../../model/language-tag.ts';
import type { AudioStream, MediaProbe, SubtitleStream, VideoStream } from '../../model/media.ts';
import type { MediaRun } from '../../ports/media-tools.ts';
import { ProgramError } from '../programs/run.ts';
import { toMediaError } from './failures.ts';
import {
  answerOptions,
  isEncrypted,
  type Probed,
  parseAnswer,
  type Stream,
  wholeAnswerOptions,
} from './ffprobe-answer.ts';
import { chaptersIn } from './file-chapters.ts';
import { isUsableSound, textSubtitles } from './gate.ts';
import { followTime } from './progress.ts';
import { type Container, containers, sniffFile } from './sniff.ts';
import { type MediaSource, readingEffort, shortEffort, type Toolbox } from './toolbox.ts';

const damagedMessage =
  'This recording is damaged and cannot be read. Export or download it again and upload that file.';
const encryptedMessage =
  'This recording is encrypted against copying. Export it without protection and upload that file.';

/** `4:3` as a number; 1 where it is unknown or absurd. */
function aspectRatio(text: string | undefined): number {
  const [across = 0, down = 0] = (text ?? '').split(':').map(Number);
  const ratio = across / down;
  return ratio >= 0.1 && ratio <= 10 ? ratio : 1;
}

/** The display matrix turns counter-clockwise; ours are quarters of a clockwise turn. */
function clockwiseRotation(stream: Stream): number {
  const turn = stream.side_data_list.find((side) => side.rotation !== undefined)?.rotation ?? 0;
  const quarters = Math.round(-turn / 90) % 4;
  return ((quarters + 4) % 4) * 90;
}

const toVideo = (stream: Stream, format: Probed['format']): VideoStream => ({
  index: stream.index,
  codec: stream.codec_name,
  codecTag: stream.codec_tag_string ?? null,
  profile: stream.profile ?? null,
  level: stream.level !== null && stream.level > 0 ? stream.level : null,
  pixelFormat: stream.pix_fmt ?? null,
  fieldOrder: stream.field_order ?? null,
  width: stream.width,
  height: stream.height,
  rotation: clockwiseRotation(stream),
  sampleAspectRatio: aspectRatio(stream.sample_aspect_ratio),
  startSeconds: stream.start_time,
  colorTransfer: stream.color_transfer ?? null,
  bitRate: stream.bit_rate ?? format.bit_rate,
});

const toAudio = (stream: Stream): AudioStream => ({
  index: stream.index,
  codec: stream.codec_name,
  profile: stream.profile ?? null,
  channels: stream.channels,
  sampleRate: stream.sample_rate,
  startSeconds: stream.start_time,
  language: streamLanguage(stream.tags?.language),
});

const toSubtitle = (stream: Stream): SubtitleStream => ({
  index: stream.index,
  codec: stream.codec_name,
  language: streamLanguage(stream.tags?.language),
  isDefault: stream.disposition?.default === 1,
  isForced: stream.disposition?.forced === 1,
});

/** Matroska counts its duration from 0 and not from its first time stamp, which may be days later. */
function durationOf({ duration, start_time: start }: Probed['format'], container: Container): number | null {
  if (duration === null || duration <= 0) return null;
  return container === 'matroska' && start !== null && start > 0 && start < duration
    ? duration - start
    : duration;
}

function describe({ streams, format }: Probed, container: Container): MediaProbe {
  const isPicture = (stream: Stream) =>
    stream.codec_type === 'video' &&
    stream.width > 0 &&
    stream.height > 0 &&
    stream.disposition?.attached_pic !== 1;
  const video = streams.find(isPicture);
  const sounds = streams.filter(
    (stream) =>
      stream.codec_type === 'audio' &&
      isUsableSound({ sampleRate: stream.sample_rate, channels: stream.channels }),
  );
  const chosen = Math.max(
    0,
    sounds.findIndex((stream) => stream.disposition?.default === 1),
  );
  const sound = sounds[chosen];
  return {
    container,
    durationSeconds: durationOf(format, container),
    video: video ? toVideo(video, format) : null,
    audio: sound ? toAudio(sound) : null,
    audioTrackCount: sounds.length,
    ...(sound ? { audioTrackNumber: chosen + 1 } : {}),
    subtitles: streams.filter((stream) => textSubtitles.includes(stream.codec_name)).map(toSubtitle),
  };
}

/** ffprobe's account of one file. */
const ask = async (source: MediaSource, toolbox: Toolbox, run: MediaRun): Promise<string> =>
  (await toolbox.ffprobe({ source, options: answerOptions, effort: shortEffort }, run)).stdout;

/** The same with its chapters, or without where those are too many: each start of ffprobe takes 0.1 s. */
async function askWhole(source: MediaSource, toolbox: Toolbox, run: MediaRun): Promise<string> {
  try {
    const options = wholeAnswerOptions;
    return (await toolbox.ffprobe({ source, options, effort: shortEffort }, run)).stdout;
  } catch (error) {
    if (error instanceof ProgramError && error.failure === 'output-limit') return ask(source, toolbox, run);
    throw error;
  }
}

function toProbe(stdout: string, { container }: MediaSource): MediaProbe {
  const probed = understand(stdout);
  if (isEncrypted(probed)) throw new PermanentError(encryptedMessage);
  return describe(probed, container);
}

function understand(stdout: string): Probed {
  try {
    return parseAnswer(stdout);
  } catch (cause) {
    throw new PermanentError(damagedMessage, { cause });
  }
}

/** Duration by reading all packets without decoding, for headers that say nothing; `null` when even that fails. */
async function measureDuration(source: MediaSource, toolbox: Toolbox, run: MediaRun): Promise<number | null> {
  let seconds = 0;
  const progress = followTime((reached) => {
    if (reached > 0) seconds = reached;
  });
  const outputOptions = [...progress.options, '-map', '0:V:0?', '-map', '0:a:0?', '-c', 'copy', '-f', 'null'];
  const effort = readingEffort(toolbox.limits.durationSeconds);
  await toolbox.ffmpeg({ source, outputOptions, outputPath: null, effort, onLine: progress.onLine }, run);
  return seconds > 0 ? seconds : null;
}

/** The source of a recording that was probed before. */
export function sourceOf(path: string, probe: MediaProbe): MediaSource {
  const container = containers.find((name) => name === probe.container);
  if (!container) throw new PermanentError(damagedMessage);
  return { path, container };
}

/** Sniffs and measures a recording. Throws PermanentError when it is none or cannot be read. */
export async function probeRecording(path: string, toolbox: Toolbox, run: MediaRun): Promise<MediaProbe> {
  const source = { path, container: await sniffFile(path) };
  try {
    const answer = await askWhole(source, toolbox, run);
    const probe = toProbe(answer, source);
    if (!(probe.video || probe.audio)) return probe;
    const durationSeconds = probe.durationSeconds ?? (await measureDuration(source, toolbox, run));
    return { ...probe, durationSeconds, chapters: chaptersIn(answer, durationSeconds) };
  } catch (error) {
    throw toMediaError(error, damagedMessage);
  }
}

/** Measures a file that we wrote ourselves. */
export async function probeRendition(
  source: MediaSource,
  toolbox: Toolbox,
  run: MediaRun,
): Promise<MediaProbe> {
  return toProbe(await ask(source, toolbox, run), source);
}
