import { readPreference, writePreference } from '../preferences.ts';

/** Plays or pauses. A browser that refuses to play (no click yet) leaves it paused, which the button shows. */
export function togglePlay(media: HTMLMediaElement): void {
  if (media.paused) void play(media);
  else media.pause();
}

export async function play(media: HTMLMediaElement): Promise<void> {
  await media.play().catch(() => undefined);
}

/** Browsers show a cue to its end inclusive: exactly between two, both would be seen. */
const pastCueSeconds = 0.01;

/** Before the media is loaded this sets where it will start (HTML 4.8.11.9). */
export function seekTo(media: HTMLMediaElement, seconds: number): void {
  const end = Number.isFinite(media.duration) ? media.duration : Number.POSITIVE_INFINITY;
  media.currentTime = Math.min(Math.max(0, seconds) + pastCueSeconds, end);
}

export function setSpeed(media: HTMLMediaElement, speed: number): void {
  media.defaultPlaybackRate = speed;
  media.playbackRate = speed;
  writePreference('speed', String(speed));
}

export const hasCaptions = ({ textTracks }: HTMLMediaElement): boolean => textTracks[0]?.mode === 'showing';

export function toggleCaptions(media: HTMLMediaElement): void {
  const isOn = !hasCaptions(media);
  showCaptions(media, isOn);
  writePreference('captions', isOn ? null : 'off');
}

function showCaptions({ textTracks }: HTMLMediaElement, isOn: boolean): void {
  for (const track of textTracks) track.mode = isOn ? 'showing' : 'hidden';
}

export function setVolume(media: HTMLMediaElement, volume: number): void {
  media.volume = volume;
  media.muted = volume === 0;
  writePreference('volume', String(volume));
}

/** Speed, volume and captions as the person left them the last time. */
export function applyPreferences(media: HTMLMediaElement): void {
  const speed = Number(readPreference('speed') ?? 1);
  const volume = Number(readPreference('volume') ?? 1);
  if (speed >= 0.5 && speed <= 3) {
    media.defaultPlaybackRate = speed;
    media.playbackRate = speed;
  }
  if (volume >= 0 && volume <= 1) media.volume = volume;
  if (readPreference('captions') === 'off') showCaptions(media, false);
}

export async function toggleFullScreen(player: Element | null): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await player?.requestFullscreen();
}

export async function togglePictureInPicture(media: HTMLVideoElement): Promise<void> {
  if (document.pictureInPictureElement) await document.exitPictureInPicture();
  else await media.requestPictureInPicture();
}
