import { useEffect, useRef } from 'react';
import { playLine } from './play-line.ts';

interface Span {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** Plays around a line, stops when asked again while it plays, and goes round for as long as the key is held. */
export function usePlayLine(media: HTMLVideoElement | null) {
  const held = useRef(false);
  const stop = useRef<(() => void) | null>(null);
  useEffect(() => {
    const release = () => {
      held.current = false;
    };
    window.addEventListener('keyup', release);
    window.addEventListener('blur', release);
    return () => {
      window.removeEventListener('keyup', release);
      window.removeEventListener('blur', release);
    };
  }, []);
  return (line: Span, { isHeld = false } = {}) => {
    if (!media) return;
    const wasPlaying = stop.current !== null && !media.paused;
    stop.current?.();
    stop.current = null;
    held.current = isHeld;
    if (!wasPlaying) stop.current = playLine(media, line, () => held.current);
  };
}
