import type { AudioStream, MediaProbe, VideoStream } from '../../core/model/media.ts';

/** A picture as Zoom records it. */
export const h264: VideoStream = {
  index: 0,
  codec: 'h264',
  codecTag: 'avc1',
  profile: 'High',
  level: 40,
  pixelFormat: 'yuv420p',
  fieldOrder: 'progressive',
  width: 1920,
  height: 1080,
  rotation: 0,
  sampleAspectRatio: 1,
  startSeconds: 0,
  bitRate: 1_000_000,
};
const aac: AudioStream = {
  index: 1,
  codec: 'aac',
  profile: 'LC',
  channels: 2,
  sampleRate: 48_000,
  startSeconds: 0,
};

/** What is measured of a minute of H.264 and AAC, but for what is given; `null`: without that stream. */
export function probe(
  video: Partial<VideoStream> | null,
  audio: Partial<AudioStream> | null,
  more: Partial<MediaProbe> = {},
): MediaProbe {
  return {
    container: 'mov',
    durationSeconds: 60,
    video: video && { ...h264, ...video },
    audio: audio && { ...aac, ...audio },
    audioTrackCount: audio ? 1 : 0,
    subtitles: [],
    ...more,
  };
}
