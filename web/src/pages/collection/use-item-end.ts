import { useEffect, useRef } from 'react';

/** `timeupdate` comes every 15 to 250 ms (HTML 4.8.11.8); at three times the speed that is less than a second. */
const stepSeconds = 1;

/**
 * Calls `onEnd` once, when playing reaches the item's end or that of the recording. Whoever jumps past the end wants
 * to hear on: that does not count.
 */
export function useItemEnd(
  media: HTMLMediaElement | null,
  endSeconds: number | null,
  onEnd: () => void,
): void {
  const latest = useRef(onEnd);
  useEffect(() => {
    latest.current = onEnd;
  });
  useEffect(() => {
    if (!media) return;
    let before = media.currentTime;
    let hasEnded = false;
    const end = () => {
      if (hasEnded) return;
      hasEnded = true;
      latest.current();
    };
    const onTime = () => {
      const now = media.currentTime;
      const isPassing =
        endSeconds !== null && before < endSeconds && now >= endSeconds && now - before < stepSeconds;
      before = now;
      if (!isPassing || media.paused || media.seeking) return;
      media.pause();
      end();
    };
    const onSeek = () => {
      before = media.currentTime;
    };
    media.addEventListener('timeupdate', onTime);
    media.addEventListener('seeking', onSeek);
    media.addEventListener('ended', end);
    return () => {
      media.removeEventListener('timeupdate', onTime);
      media.removeEventListener('seeking', onSeek);
      media.removeEventListener('ended', end);
    };
  }, [media, endSeconds]);
}
