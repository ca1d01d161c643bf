import type { AudioStream, MediaProbe, VideoStream } from './media.ts';

/** How a picture is encoded: its size as shown (upright, square pixels, even). */
export interface PictureSettings {
  readonly width: number;
  readonly height: number;
  readonly deinterlace: boolean;
  /** The picture starts after the sound: its first frame is shown from the beginning. */
  readonly fillStart: boolean;
}

/** One pass over a recording that writes a file with a picture. */
export interface VideoStep {
  readonly kind: 'video';
  /** WebM only as a copy: it plays at once nearly everywhere. */
  readonly container: 'mp4' | 'webm';
  readonly video: 'copy' | 'encode';
  readonly audio: 'copy' | 'encode' | 'none';
  readonly picture: PictureSettings;
}

/** One pass over a recording that writes an M4A. */
export interface AudioStep {
  readonly kind: 'audio';
  readonly audio: 'copy' | 'encode';
}

export type RenditionStep = VideoStep | AudioStep;

/** What is to be made of a recording, and why; steps are carried out by `MediaTools.render`. */
export type MediaPlan =
  | {
      readonly kind: 'play';
      /** The quickest way to something that can be played. */
      readonly first: RenditionStep;
      /** What plays everywhere and on slow lines, made in the background; `null`: `first` does. */
      readonly later: VideoStep | null;
      /** Sentences without full stops. */
      readonly reasons: readonly string[];
    }
  | { readonly kind: 'refuse'; readonly reason: string };

/** `original`: the picture as it was recorded; `standard`: at most 720p, for every browser and slow lines. */
export const qualities = ['original', 'standard'] as const;
export type Quality = (typeof qualities)[number];

export const qualityOf = (step: VideoStep): Quality => (step.video === 'copy' ? 'original' : 'standard');

/** Longest side of a picture that is encoded: 720p for what is wide, upright phones keep 720 across. */
const longestEncodedSide = 1280;
/** What old laptops and phones still play smoothly; 1200 for screens of 16:10. */
const longestCopiedSide = 1920;
const shortestCopiedSide = 1200;
const highestCopiedBitRate = 8_000_000;
/** H.264 level 5.1. */
const highestLevel = 51;
/** Sound and picture that start further apart than this are brought together by encoding. */
const largestOffsetSeconds = 0.5;
/** Longest stretch between key frames of a copied picture: seeking has to decode it. */
export const longestKeyFrameGapSeconds = 10;

const h264Profiles = ['Constrained Baseline', 'Baseline', 'Main', 'High'];
const pixelFormats = ['yuv420p', 'yuvj420p'];
const aacProfiles = ['LC', 'HE-AAC', 'HE-AACv2'];

const codecNames: Readonly<Record<string, string>> = {
  h264: 'H.264',
  hevc: 'HEVC',
  vp8: 'VP8',
  vp9: 'VP9',
  av1: 'AV1',
  prores: 'ProRes',
  mpeg4: 'MPEG-4',
  mpeg2video: 'MPEG-2',
  aac: 'AAC',
  mp3: 'MP3',
  opus: 'Opus',
  vorbis: 'Vorbis',
  flac: 'FLAC',
  alac: 'ALAC',
  ac3: 'AC-3',
  eac3: 'E-AC-3',
};

const nameOf = (codec: string): string =>
  codecNames[codec] ?? (codec.startsWith('pcm_') ? 'PCM' : codec.toUpperCase());

/** Width and height as shown: square pixels, upright. */
export function shownSize(video: VideoStream): { readonly width: number; readonly height: number } {
  const width = Math.max(1, Math.round(video.width * video.sampleAspectRatio));
  const isTurned = video.rotation % 180 !== 0;
  return isTurned ? { width: video.height, height: width } : { width, height: video.height };
}

/** The shown size made even and no longer than 1280 on its longer side. */
export function fitPicture(video: VideoStream): { readonly width: number; readonly height: number } {
  const { width, height } = shownSize(video);
  const factor = Math.min(1, longestEncodedSide / Math.max(width, height));
  const even = (side: number) => Math.max(2, 2 * Math.floor((side * factor) / 2 + 1e-6));
  return { width: even(width), height: even(height) };
}

/** Seconds by which the picture starts after the sound; negative when the sound is late. */
function pictureDelay(video: VideoStream, audio: AudioStream | null): number {
  if (audio?.startSeconds == null || video.startSeconds === null) return 0;
  return video.startSeconds - audio.startSeconds;
}

const isInterlaced = (video: VideoStream): boolean =>
  video.fieldOrder !== null && !['progressive', 'unknown'].includes(video.fieldOrder);

/** Why browsers may not play the picture as it is; `null` when they do. `media.md` section 3. */
function pictureProblem(video: VideoStream, audio: AudioStream | null): string | null {
  const { codec, profile, level, pixelFormat, width, height, bitRate } = video;
  if (codec !== 'h264') return `${nameOf(codec)} video does not play in every browser`;
  if (profile !== null && !h264Profiles.includes(profile))
    return `H.264 ${profile} does not play in every browser`;
  if (pixelFormat !== null && !pixelFormats.includes(pixelFormat))
    return `The colours (${pixelFormat}) do not play in every browser`;
  if (level !== null && level > highestLevel)
    return `H.264 level ${level / 10} is too high for most browsers`;
  if (video.codecTag === 'avc3') return 'The video changes its settings on the way';
  if (isInterlaced(video)) return 'The picture is interlaced';
  if (width % 2 !== 0 || height % 2 !== 0) return `The picture has an odd size (${width}x${height})`;
  if (Math.max(width, height) > longestCopiedSide || Math.min(width, height) > shortestCopiedSide)
    return `${width}x${height} is too large for phones and old laptops`;
  if (bitRate !== null && bitRate > highestCopiedBitRate)
    return `${(bitRate / 1e6).toFixed(1)} Mbit/s is too much for slow connections`;
  if (pictureDelay(video, audio) > largestOffsetSeconds) return 'The picture starts later than the sound';
  return null;
}

/** Why browsers may not play the sound as it is; `null` when they do. */
function soundProblem(audio: AudioStream, video: VideoStream | null): string | null {
  if (audio.codec !== 'aac') return `${nameOf(audio.codec)} sound does not play in every browser`;
  if (audio.profile !== null && !aacProfiles.includes(audio.profile))
    return `AAC ${audio.profile} does not play in every browser`;
  if (audio.channels > 2) return `The sound has ${audio.channels} channels`;
  if (audio.sampleRate > 48_000 || audio.sampleRate < 8000)
    return `Sound of ${audio.sampleRate} Hz does not play in every browser`;
  if (video && pictureDelay(video, audio) < -largestOffsetSeconds)
    return 'The sound starts later than the picture';
  return null;
}

const pictureName = ({ codec, profile, width, height }: VideoStream): string =>
  [nameOf(codec), profile, `${width}x${height}`].filter(Boolean).join(' ');

function pictureSettings(video: VideoStream, audio: AudioStream | null): PictureSettings {
  return {
    ...fitPicture(video),
    deinterlace: isInterlaced(video),
    fillStart: pictureDelay(video, audio) > largestOffsetSeconds,
  };
}

function trackReasons({ audioTrackCount }: MediaProbe): string[] {
  return audioTrackCount > 1 ? [`The first of ${audioTrackCount} sound tracks is used`] : [];
}

/**
 * Decides from the probe alone: streams that play in every browser are copied, the others encoded.
 * What shows only while copying (key frames too far apart, broken time stamps) makes `render` refuse the copy:
 * then `planEncoding` holds.
 */
export function planRenditions(probe: MediaProbe): MediaPlan {
  const { video, audio } = probe;
  if (!video && !audio) return refuse(probe);
  const soundReason = audio && soundProblem(audio, video);
  const tracks = trackReasons(probe);
  if (!video) {
    const reason = soundReason ? `${soundReason}: converted to AAC` : 'AAC plays everywhere: copied';
    const first = { kind: 'audio', audio: soundReason ? 'encode' : 'copy' } as const;
    return { kind: 'play', first, later: null, reasons: [reason, ...tracks] };
  }
  const pictureReason = pictureProblem(video, audio);
  const copied = [
    pictureReason ? null : pictureName(video),
    audio && !soundReason ? nameOf(audio.codec) : null,
  ].filter((name) => name !== null);
  const plays = copied.length === 1 ? 'plays' : 'play';
  return {
    kind: 'play',
    first: {
      kind: 'video',
      container: 'mp4',
      video: pictureReason ? 'encode' : 'copy',
      audio: audio ? (soundReason ? 'encode' : 'copy') : 'none',
      picture: pictureSettings(video, audio),
    },
    later: null,
    reasons: [
      ...(copied.length > 0 ? [`${copied.join(' and ')} ${plays} everywhere: copied`] : []),
      ...(pictureReason ? [`${pictureReason}: converted to H.264`] : []),
      ...(soundReason ? [`${soundReason}: converted to AAC`] : []),
      ...(audio ? [] : ['There is no sound']),
      ...tracks,
    ],
  };
}

/** Encodes all there is, because `reason` (a clause without a full stop) forbids the copy. */
export function planEncoding(probe: MediaProbe, reason: string): MediaPlan {
  const { video, audio } = probe;
  const reasons = [`${reason}: converted`, ...trackReasons(probe)];
  if (video) {
    const picture = pictureSettings(video, audio);
    const sound = audio ? 'encode' : 'none';
    const first = { kind: 'video', container: 'mp4', video: 'encode', audio: sound, picture } as const;
    return { kind: 'play', first, later: null, reasons };
  }
  return audio
    ? { kind: 'play', first: { kind: 'audio', audio: 'encode' }, later: null, reasons }
    : refuse(probe);
}

/** The sound of a rendition alone, to listen to without the picture; `null` when there is none. */
export function planListening({ audio }: MediaProbe): AudioStep | null {
  return audio && { kind: 'audio', audio: soundProblem(audio, null) ? 'encode' : 'copy' };
}

function refuse({ subtitles }: MediaProbe): MediaPlan {
  const reason =
    subtitles.length > 0
      ? 'There are only subtitles in this file. Upload them as captions.'
      : 'There is neither picture nor sound in this file.';
  return { kind: 'refuse', reason };
}
