import { codecName } from './codec-names.ts';
import type { AudioStream, VideoStream } from './media.ts';

/** How a picture is encoded: its size as shown (upright, square pixels, even). */
export interface PictureSettings {
  readonly width: number;
  readonly height: number;
  readonly deinterlace: boolean;
  /** The picture starts after the sound: its first frame is shown from the beginning. */
  readonly fillStart: boolean;
  /** The curve of a picture of high dynamic range, which would look grey on most screens as it is. */
  readonly highDynamicRange: DynamicRange | null;
}

/** Perceptual quantisation (SMPTE ST 2084) and hybrid log-gamma (ARIB STD-B67), ITU-R BT.2100. */
export type DynamicRange = 'pq' | 'hlg';

/**
 * `standard`: for every device and slow lines; `high`: to read what is on a screen, yet as light as what is copied
 * without a smaller version beside it.
 */
export type EncodedQuality = 'standard' | 'high';

/** What a picture that is encoded fits into, whichever way it is held: 720p of what is wide, and 1080p. */
const encodedSides: Readonly<
  Record<EncodedQuality, { readonly longest: number; readonly shortest: number }>
> = {
  standard: { longest: 1280, shortest: 1280 },
  // 8160 macroblocks: H.264 level 4.2 has 8704, and 60 frames of them a second
  high: { longest: 1920, shortest: 1080 },
};
/** Times as long a side makes a second encode worth its cost: 1600x900 has it, 1366x768 and 1440x900 have not. */
const clearlyMore = 1.25;
/** What old laptops and phones still play smoothly; 1200 for screens of 16:10. */
const longestLightSide = 1920;
const shortestLightSide = 1200;
export const highestLightBitRate = 8_000_000;
/** What current browsers decode at all. */
const longestCopiedSide = 3840;
const shortestCopiedSide = 2160;
/** H.264 levels 5.1, which nearly everything plays, and 5.2 (4K at 60 frames a second). */
const highestLightLevel = 51;
const highestLevel = 52;
/** Sound and picture that start further apart than this are brought together by encoding. */
export const largestOffsetSeconds = 0.5;

const h264Profiles = ['Constrained Baseline', 'Baseline', 'Main', 'High'];
const pixelFormats = ['yuv420p', 'yuvj420p'];
const webmCodecs = ['vp8', 'vp9', 'av1'];

/** Width and height as shown: square pixels, upright. */
export function shownSize(video: VideoStream): { readonly width: number; readonly height: number } {
  const width = Math.max(1, Math.round(video.width * video.sampleAspectRatio));
  const isTurned = video.rotation % 180 !== 0;
  return isTurned ? { width: video.height, height: width } : { width, height: video.height };
}

/** What the sides of a picture are multiplied with to be encoded in a quality, at most 1. */
function fittingFactor(video: VideoStream, quality: EncodedQuality): number {
  const { width, height } = shownSize(video);
  const { longest, shortest } = encodedSides[quality];
  return Math.min(1, longest / Math.max(width, height), shortest / Math.min(width, height));
}

/** Of a picture that is encoded. What is larger than `standard` allows was planned as `high`. */
export const encodedQuality = ({ width, height }: PictureSettings): EncodedQuality =>
  Math.max(width, height) > encodedSides.standard.longest ? 'high' : 'standard';

/** The shown size made even and no larger than the quality allows. */
export function fitPicture(
  video: VideoStream,
  quality: EncodedQuality,
): { readonly width: number; readonly height: number } {
  const { width, height } = shownSize(video);
  const factor = fittingFactor(video, quality);
  const even = (side: number) => Math.max(2, 2 * Math.floor((side * factor) / 2 + 1e-6));
  return { width: even(width), height: even(height) };
}

/** Seconds by which the picture starts after the sound; negative when the sound is late. */
export function pictureDelay(video: VideoStream, audio: AudioStream | null): number {
  if (audio?.startSeconds == null || video.startSeconds === null) return 0;
  return video.startSeconds - audio.startSeconds;
}

const isInterlaced = ({ fieldOrder }: VideoStream): boolean =>
  fieldOrder !== null && !['progressive', 'unknown'].includes(fieldOrder);

function dynamicRangeOf({ colorTransfer }: VideoStream): DynamicRange | null {
  if (colorTransfer === 'smpte2084') return 'pq';
  return colorTransfer === 'arib-std-b67' ? 'hlg' : null;
}

export function pictureSettings(
  video: VideoStream,
  audio: AudioStream | null,
  quality: EncodedQuality,
): PictureSettings {
  return {
    ...fitPicture(video, quality),
    deinterlace: isInterlaced(video),
    fillStart: pictureDelay(video, audio) > largestOffsetSeconds,
    highDynamicRange: dynamicRangeOf(video),
  };
}

const isWithin = ({ width, height }: VideoStream, longest: number, shortest: number): boolean =>
  Math.max(width, height) <= longest && Math.min(width, height) <= shortest;

const isTooLarge = (video: VideoStream): string | null =>
  isWithin(video, longestCopiedSide, shortestCopiedSide)
    ? null
    : `${video.width}x${video.height} is too large for most browsers`;

/** Why the time line or the kind of picture forbids a copy in any container; `null` when nothing does. */
function copyProblem(video: VideoStream, audio: AudioStream | null): string | null {
  const { pixelFormat } = video;
  if (pixelFormat !== null && !pixelFormats.includes(pixelFormat))
    return `The colours (${pixelFormat}) do not play in every browser`;
  if (isInterlaced(video)) return 'The picture is interlaced';
  if (pictureDelay(video, audio) > largestOffsetSeconds) return 'The picture starts later than the sound';
  return null;
}

/** Why no browser is sure to play the picture copied into MP4; `null` when they do. */
export function mp4Problem(video: VideoStream, audio: AudioStream | null): string | null {
  const { codec, profile, level, width, height } = video;
  if (codec !== 'h264') return `${codecName(codec)} video does not play in every browser`;
  if (profile !== null && !h264Profiles.includes(profile))
    return `H.264 ${profile} does not play in every browser`;
  if (level !== null && level > highestLevel)
    return `H.264 level ${level / 10} is too high for most browsers`;
  if (video.codecTag === 'avc3') return 'The video changes its settings on the way';
  if (width % 2 !== 0 || height % 2 !== 0) return `The picture has an odd size (${width}x${height})`;
  return isTooLarge(video) ?? copyProblem(video, audio);
}

/** Whether Chrome, Edge and Firefox play the picture copied into WebM, which has no place for a rotation. */
export const playsInWebm = (video: VideoStream, audio: AudioStream | null): boolean =>
  webmCodecs.includes(video.codec) &&
  video.rotation === 0 &&
  dynamicRangeOf(video) === null &&
  isTooLarge(video) === null &&
  copyProblem(video, audio) === null;

/** Why a picture that plays in browsers is too much for some of their owners; `null` when it is light. */
export function heavyReason(video: VideoStream): string | null {
  const { width, height, level, bitRate } = video;
  if (!isWithin(video, longestLightSide, shortestLightSide))
    return `${width}x${height} is too large for phones and old laptops`;
  if (level !== null && level > highestLightLevel)
    return `H.264 level ${level / 10} is too high for phones and old laptops`;
  if (bitRate !== null && bitRate > highestLightBitRate)
    return `${(bitRate / 1e6).toFixed(1)} Mbit/s is too much for slow connections`;
  return null;
}

/** Why a picture that is encoded small is also encoded in `high` quality; `null` when that would show little more. */
export function sharperReason(video: VideoStream): string | null {
  if (fittingFactor(video, 'high') < clearlyMore * fittingFactor(video, 'standard')) return null;
  const { width, height } = shownSize(video);
  return `720p shows less than the ${width}x${height} of the recording`;
}

export const pictureName = ({ codec, profile, width, height }: VideoStream): string =>
  [codecName(codec), codec === 'h264' ? profile : null, `${width}x${height}`].filter(Boolean).join(' ');
