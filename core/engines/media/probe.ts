import { z } from 'zod';
import { PermanentError } from '../../model/errors.ts';
import { streamLanguage } from '../../model/language-tag.ts';
import type { AudioStream, MediaProbe, SubtitleStream, VideoStream } from '../../model/media.ts';
import type { MediaRun } from '../../ports/media-tools.ts';
import { toMediaError } from './failures.ts';
import { isUsableSound, textSubtitles } from './gate.ts';
import { type Container, containers, sniffFile } from './sniff.ts';
import { type MediaSource, readingEffort, shortEffort, type Toolbox } from './toolbox.ts';

const damagedMessage =
  'This recording is damaged and cannot be read. Export or download it again and upload that file.';

/** The fields that are used, and no others: nothing that a file says at will (titles, chapters) is read. */
const entries = [
  'format=start_time,duration,bit_rate',
  'stream=index,codec_type,codec_name,codec_tag_string,profile,level,pix_fmt,field_order,width,height',
  'stream=sample_aspect_ratio,start_time,bit_rate,channels,sample_rate',
  'stream_disposition=attached_pic,default,forced',
  'stream_tags=language',
  'stream_side_data=rotation',
].join(':');

/** ffprobe writes most numbers as text; what is not a finite number is unknown. */
const Measure = z.preprocess((value) => {
  const measure = typeof value === 'string' ? Number(value) : value;
  return Number.isFinite(measure) ? measure : null;
}, z.number().nullable());

const Stream = z.object({
  index: z.int().min(0),
  codec_type: z.string().default('unknown'),
  codec_name: z.string().default('unknown'),
  codec_tag_string: z.string().optional(),
  profile: z.string().optional(),
  level: Measure,
  pix_fmt: z.string().optional(),
  field_order: z.string().optional(),
  width: z.int().default(0),
  height: z.int().default(0),
  sample_aspect_ratio: z.string().optional(),
  start_time: Measure,
  bit_rate: Measure,
  channels: z.int().default(0),
  sample_rate: z.coerce.number().default(0),
  disposition: z
    .object({ attached_pic: z.int().default(0), default: z.int().default(0), forced: z.int().default(0) })
    .optional(),
  tags: z.object({ language: z.string().optional() }).optional(),
  side_data_list: z.array(z.object({ rotation: z.number().optional() })).default([]),
});
type Stream = z.infer<typeof Stream>;

const Probed = z.object({
  streams: z.array(Stream).default([]),
  format: z.object({ start_time: Measure, duration: Measure, bit_rate: Measure }),
});
type Probed = z.infer<typeof Probed>;

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
  bitRate: stream.bit_rate ?? format.bit_rate,
});

const toAudio = (stream: Stream): AudioStream => ({
  index: stream.index,
  codec: stream.codec_name,
  profile: stream.profile ?? null,
  channels: stream.channels,
  sampleRate: stream.sample_rate,
  startSeconds: stream.start_time,
  bitRate: stream.bit_rate,
});

const toSubtitle = (stream: Stream): SubtitleStream => ({
  index: stream.index,
  codec: stream.codec_name,
  language: streamLanguage(stream.tags?.language),
  isDefault: stream.disposition?.default === 1,
  isForced: stream.disposition?.forced === 1,
});

function describe({ streams, format }: Probed, container: Container): MediaProbe {
  const isPicture = (stream: Stream) =>
    stream.codec_type === 'video' &&
    stream.width > 0 &&
    stream.height > 0 &&
    stream.disposition?.attached_pic !== 1;
  const video = streams.find(isPicture);
  const sounds = streams
    .filter((stream) => stream.codec_type === 'audio')
    .map(toAudio)
    .filter(isUsableSound);
  return {
    container,
    durationSeconds: format.duration !== null && format.duration > 0 ? format.duration : null,
    startSeconds: format.start_time ?? 0,
    video: video ? toVideo(video, format) : null,
    audio: sounds[0] ?? null,
    audioTrackCount: sounds.length,
    subtitles: streams.filter((stream) => textSubtitles.includes(stream.codec_name)).map(toSubtitle),
  };
}

/** ffprobe's account of one file. As JSON: its default output can be forged by a title with line breaks. */
async function ask(source: MediaSource, toolbox: Toolbox, run: MediaRun): Promise<MediaProbe> {
  const options = ['-show_entries', entries, '-of', 'json'];
  const { stdout } = await toolbox.ffprobe({ source, options, effort: shortEffort }, run);
  return describe(Probed.parse(JSON.parse(stdout)), source.container);
}

/** Duration by reading all packets without decoding, for headers that say nothing; `null` when even that fails. */
async function measureDuration(source: MediaSource, toolbox: Toolbox, run: MediaRun): Promise<number | null> {
  let seconds = 0;
  const onLine = (line: string) => {
    const [key, value = ''] = line.split('=', 2);
    if (key === 'out_time_us' && Number(value) > 0) seconds = Number(value) / 1e6;
  };
  const outputOptions = [
    '-map',
    '0:V:0?',
    '-map',
    '0:a:0?',
    '-c',
    'copy',
    '-progress',
    'pipe:1',
    '-f',
    'null',
  ];
  const effort = readingEffort(toolbox.limits.durationSeconds);
  await toolbox.ffmpeg({ source, outputOptions, outputPath: null, effort, onLine }, run);
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
    const probe = await ask(source, toolbox, run);
    if (probe.durationSeconds !== null || !(probe.video || probe.audio)) return probe;
    return { ...probe, durationSeconds: await measureDuration(source, toolbox, run) };
  } catch (error) {
    throw toMediaError(error, damagedMessage);
  }
}

/** Measures an MP4 or M4A that we wrote ourselves. */
export function probeRendition(path: string, toolbox: Toolbox, run: MediaRun): Promise<MediaProbe> {
  return ask({ path, container: 'mov' }, toolbox, run);
}
