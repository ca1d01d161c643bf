import type { Chapter } from './session.ts';

/** What a recording is made of, as measured from its content; never from its name or declared type. */
export interface MediaProbe {
  /** The demuxer that was forced after sniffing, such as `mov` or `matroska`. */
  readonly container: string;
  /** As the header says, measured where it says nothing (MediaRecorder WebM). May lie: never trusted for loops. */
  readonly durationSeconds: number | null;
  /** The first one that is not a cover. */
  readonly video: VideoStream | null;
  /** The first usable one that the file marks as the default, else the first usable one. */
  readonly audio: AudioStream | null;
  /** Usable ones. */
  readonly audioTrackCount: number;
  /** Which of them `audio` is, from 1. */
  readonly audioTrackNumber?: number;
  readonly subtitles: readonly SubtitleStream[];
  /** Those of the file, on the time line of what is played; absent in what was probed before they were asked for. */
  readonly chapters?: readonly Chapter[];
}

export interface VideoStream {
  readonly index: number;
  readonly codec: string;
  /** The container's name of the codec, such as `avc1`. */
  readonly codecTag: string | null;
  readonly profile: string | null;
  readonly level: number | null;
  readonly pixelFormat: string | null;
  readonly fieldOrder: string | null;
  /** Stored pixels, before rotation. */
  readonly width: number;
  readonly height: number;
  /** Degrees clockwise, a multiple of 90 in [0, 360). */
  readonly rotation: number;
  readonly sampleAspectRatio: number;
  readonly startSeconds: number | null;
  /** ffmpeg's name of the transfer function, such as `bt709` or `smpte2084`. */
  readonly colorTransfer?: string | null;
  /** Bits a second; that of the whole file where the stream does not say. */
  readonly bitRate: number | null;
}

export interface AudioStream {
  readonly index: number;
  readonly codec: string;
  readonly profile: string | null;
  readonly channels: number;
  readonly sampleRate: number;
  readonly startSeconds: number | null;
  /** BCP 47, `null` when the file does not say; absent in what was probed before it was asked for. */
  readonly language?: string | null;
}

export interface SubtitleStream {
  readonly index: number;
  readonly codec: string;
  /** BCP 47, `null` when the file does not say. */
  readonly language: string | null;
  /** What players show unless told otherwise; absent in what was probed before it was asked for. */
  readonly isDefault?: boolean;
  /** Only the lines in other languages than the sound's. */
  readonly isForced?: boolean;
}

export const mediaKinds = [
  'original',
  'video',
  'audio',
  'poster',
  'captions',
  // WebVTT whose cues point into the sprite
  'storyboard',
  'sprite',
  'waveform',
] as const;
/** What a stored file of a session is. */
export type MediaKind = (typeof mediaKinds)[number];
