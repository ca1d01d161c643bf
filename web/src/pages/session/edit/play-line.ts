import { play, seekTo } from '../../../player/playback.ts';

interface Span {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** What was said just before makes a line understood. */
const leadSeconds = 1;

/**
 * Plays around a line: from a second before its start to its end, and again while `isHeld`. Gives a function that
 * ends it; a person who pauses or goes elsewhere ends it too.
 */
export function playLine(media: HTMLMediaElement, line: Span, isHeld: () => boolean): () => void {
  const from = Math.max(0, line.startSeconds - leadSeconds);
  let frame = 0;
  const watch = () => {
    const now = media.currentTime;
    if (media.paused && !media.ended) return;
    if (now >= line.endSeconds || media.ended) {
      if (!isHeld()) return media.pause();
      seekTo(media, from);
      void play(media);
    } else if (now < from - 0.5) return;
    frame = requestAnimationFrame(watch);
  };
  seekTo(media, from);
  void play(media);
  frame = requestAnimationFrame(watch);
  return () => {
    cancelAnimationFrame(frame);
    media.pause();
  };
}
