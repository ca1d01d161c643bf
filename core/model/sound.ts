import { codecName } from './codec-names.ts';
import type { AudioStream, MediaProbe, VideoStream } from './media.ts';
import { largestOffsetSeconds, pictureDelay } from './picture.ts';

const aacProfiles = ['LC', 'HE-AAC', 'HE-AACv2'];
const webmCodecs = ['opus', 'vorbis'];

const startsLate = (audio: AudioStream, video: VideoStream | null): boolean =>
  video !== null && pictureDelay(video, audio) < -largestOffsetSeconds;

/** Why browsers may not play the sound copied into MP4; `null` when they do. */
export function soundProblem(audio: AudioStream, video: VideoStream | null): string | null {
  const { codec, profile, channels, sampleRate } = audio;
  if (codec !== 'aac') return `${codecName(codec)} sound does not play in every browser`;
  if (profile !== null && !aacProfiles.includes(profile))
    return `AAC ${profile} does not play in every browser`;
  if (channels > 2) return `The sound has ${channels} channels`;
  if (sampleRate > 48_000 || sampleRate < 8000)
    return `Sound of ${sampleRate} Hz does not play in every browser`;
  return startsLate(audio, video) ? 'The sound starts later than the picture' : null;
}

/** Whether the browsers that play WebM play the sound copied into it. */
export const soundPlaysInWebm = (audio: AudioStream, video: VideoStream): boolean =>
  webmCodecs.includes(audio.codec) && audio.channels <= 2 && !startsLate(audio, video);

/** `German` for `de` or `de-CH`; `null` for what is no language that has a name. */
function languageName(tag: string): string | null {
  const [code = ''] = tag.split('-');
  return new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' }).of(code) ?? null;
}

/** Which of several sound tracks is heard, as a sentence without a full stop. */
export function trackReasons({ audio, audioTrackCount, audioTrackNumber = 1 }: MediaProbe): string[] {
  if (!audio || audioTrackCount < 2) return [];
  const language = audio.language ? languageName(audio.language) : null;
  return [`Sound track ${audioTrackNumber} of ${audioTrackCount}${language ? ` (${language})` : ''} is used`];
}
