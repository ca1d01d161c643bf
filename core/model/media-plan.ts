import { codecName } from './codec-names.ts';
import type { AudioStream, MediaProbe, VideoStream } from './media.ts';
import {
  type EncodedQuality,
  encodedQuality,
  heavyReason,
  mp4Problem,
  type PictureSettings,
  pictureName,
  pictureSettings,
  playsInWebm,
  sharperReason,
} from './picture.ts';
import { soundPlaysInWebm, soundProblem, trackReasons } from './sound.ts';

/** What becomes of a picture: it is copied into a container that browsers play it in, or encoded for an MP4. */
export type PictureStep =
  | { readonly kind: 'copy'; readonly container: 'mp4' | 'webm' }
  | { readonly kind: 'encode'; readonly settings: PictureSettings };

/** One pass over a recording that writes a file with a picture. */
export interface VideoStep {
  readonly kind: 'video';
  readonly picture: PictureStep;
  readonly audio: 'copy' | 'encode' | 'none';
}

/** One pass over a recording that writes an M4A. */
export interface AudioStep {
  readonly kind: 'audio';
  readonly audio: 'copy' | 'encode';
}

export type RenditionStep = VideoStep | AudioStep;

/** What is to be made of a recording, and why; steps are carried out by `MediaTools.render`. */
export type MediaPlan = PlayPlan | { readonly kind: 'refuse'; readonly reason: string };

export interface PlayPlan {
  readonly kind: 'play';
  /** The quickest way to something that can be played. */
  readonly first: RenditionStep;
  /**
   * Made in the background: what plays everywhere and on slow lines where `first` does not, or what shows more than
   * `first` where that had to be made small. `null`: `first` is all there is to have.
   */
  readonly later: VideoStep | null;
  /** Sentences without full stops. */
  readonly reasons: readonly string[];
}

/** What is still read of plans that the first release stored: it had one step, which was the plan. */
export interface FirstReleasePlan {
  readonly kind: 'video' | 'audio';
  /** As those of a plan of now. */
  readonly reasons: readonly string[];
}

/** What may be stored of a session. Recordings that are refused have no plan. */
export type StoredPlan = PlayPlan | FirstReleasePlan;

/** Whether the plan says what to do in today's words; one of the first release is to be made anew. */
export const isCurrentPlan = (plan: StoredPlan): plan is PlayPlan => plan.kind === 'play';

/**
 * `original`: the picture as it was recorded; `standard`: at most 720p, for every browser and slow lines; `high`: at
 * most 1080p, of a recording that shows clearly more than 720p and whose picture no browser is sure to play.
 */
export const qualities = ['original', 'standard', 'high'] as const;
export type Quality = (typeof qualities)[number];

/** `null` for what has no picture. */
export function qualityOf(step: RenditionStep): Quality | null {
  if (step.kind === 'audio') return null;
  return step.picture.kind === 'copy' ? 'original' : encodedQuality(step.picture.settings);
}

/** Longer than any working day; of a longer recording this much is kept. */
export const longestRecordingSeconds = 12 * 3600;

/** Seconds of waiting that one encode of this much media is allowed, on a slow machine and of the dearest codec. */
export const encodingSeconds = (durationSeconds: number): number => 1800 + 6 * durationSeconds;

/** Longest stretch between key frames of a copied picture: seeking has to decode it. */
export const longestKeyFrameGapSeconds = 10;
/**
 * The same for a WebM, which is only the first thing to play: Chrome writes one key frame in 100 frames, which
 * are 20 s of a screen at five frames a second, and Firefox one in 10 s and a little.
 */
export const longestWebmKeyFrameGapSeconds = 30;

/**
 * Decides from the probe alone: streams that play in browsers are copied, the others encoded; what does not
 * play in all of them, or is heavy, is encoded later, and what is encoded small at first is encoded larger later.
 * What shows only while copying (key frames too far apart, broken time stamps) makes `render` refuse the copy: then
 * `planEncoding` holds.
 */
export function planRenditions(probe: MediaProbe): MediaPlan {
  const { video, audio } = probe;
  if (!video) return audio ? planSound(probe, audio) : refuse(probe);
  const isWebm = probe.container === 'matroska' && playsInWebm(video, audio);
  if (isWebm && (!audio || soundPlaysInWebm(audio, video))) return planWebm(probe, video);
  return planMp4(probe, video);
}

function planSound(probe: MediaProbe, audio: AudioStream): MediaPlan {
  const problem = soundProblem(audio, null);
  const reason = problem ? `${problem}: converted to AAC` : 'AAC plays everywhere: copied';
  const first = { kind: 'audio', audio: problem ? 'encode' : 'copy' } as const;
  return { kind: 'play', first, later: null, reasons: [reason, ...trackReasons(probe)] };
}

/** The MP4 of a recording with a given picture; the sound is copied where that is all right. */
function mp4Step(
  { video, audio }: { video: VideoStream; audio: AudioStream | null },
  picture: 'copy' | EncodedQuality,
): VideoStep {
  const problem = audio && soundProblem(audio, video);
  return {
    kind: 'video',
    picture:
      picture === 'copy'
        ? { kind: 'copy', container: 'mp4' }
        : { kind: 'encode', settings: pictureSettings(video, audio, picture) },
    audio: audio ? (problem ? 'encode' : 'copy') : 'none',
  };
}

/** "H.264 High 1920x1080 and AAC play": what is copied, as the beginning of a sentence. */
function copiedWords(...names: readonly (string | null)[]): string {
  const present = names.filter((name) => name !== null);
  return `${present.join(' and ')} ${present.length === 1 ? 'plays' : 'play'}`;
}

function endReasons(probe: MediaProbe): string[] {
  return [...(probe.audio ? [] : ['There is no sound']), ...trackReasons(probe)];
}

function planWebm(probe: MediaProbe, video: VideoStream): MediaPlan {
  const { audio } = probe;
  const words = copiedWords(pictureName(video), audio && codecName(audio.codec));
  return {
    kind: 'play',
    first: { kind: 'video', picture: { kind: 'copy', container: 'webm' }, audio: audio ? 'copy' : 'none' },
    later: mp4Step({ video, audio }, 'standard'),
    reasons: [
      `${words} in most browsers: copied`,
      'A version for all browsers follows',
      ...endReasons(probe),
    ],
  };
}

function planMp4(probe: MediaProbe, video: VideoStream): MediaPlan {
  const { audio } = probe;
  const soundReason = audio && soundProblem(audio, video);
  const pictureReason = mp4Problem(video, audio);
  const heavy = pictureReason ? null : heavyReason(video);
  const sharper = pictureReason ? sharperReason(video) : null;
  const later = heavy ? 'standard' : sharper ? 'high' : null;
  const copied = [
    pictureReason ? null : pictureName(video),
    audio && !soundReason ? codecName(audio.codec) : null,
  ];
  const where = heavy ? 'in most browsers' : 'everywhere';
  return {
    kind: 'play',
    first: mp4Step({ video, audio }, pictureReason ? 'standard' : 'copy'),
    later: later && mp4Step({ video, audio }, later),
    reasons: [
      ...(copied.some(Boolean) ? [`${copiedWords(...copied)} ${where}: copied`] : []),
      ...(pictureReason ? [`${pictureReason}: converted to H.264`] : []),
      ...(soundReason ? [`${soundReason}: converted to AAC`] : []),
      ...(heavy ? [`${heavy}: a smaller version follows`] : []),
      ...largerFollows(sharper),
      ...endReasons(probe),
    ],
  };
}

const largerFollows = (sharper: string | null): string[] =>
  sharper ? [`${sharper}: a larger version follows`] : [];

/** Encodes all there is, because `reason` (a clause without a full stop) forbids the copy. */
export function planEncoding(probe: MediaProbe, reason: string): MediaPlan {
  const { video, audio } = probe;
  const why = `${reason}: converted`;
  if (video) {
    const sharper = sharperReason(video);
    const encode = (quality: EncodedQuality): VideoStep => ({
      ...mp4Step({ video, audio }, quality),
      audio: audio ? 'encode' : 'none',
    });
    const later = sharper ? encode('high') : null;
    const reasons = [why, ...largerFollows(sharper), ...trackReasons(probe)];
    return { kind: 'play', first: encode('standard'), later, reasons };
  }
  if (!audio) return refuse(probe);
  const first = { kind: 'audio', audio: 'encode' } as const;
  return { kind: 'play', first, later: null, reasons: [why, ...trackReasons(probe)] };
}

function refuse({ subtitles }: MediaProbe): MediaPlan {
  const reason =
    subtitles.length > 0
      ? 'There are only subtitles in this file. Upload them as captions.'
      : 'There is neither picture nor sound in this file.';
  return { kind: 'refuse', reason };
}
