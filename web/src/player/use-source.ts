import { useState } from 'react';
import type { Rendition, Session } from '../../../core/api/sessions.ts';
import { play } from './playback.ts';

export interface Source {
  /** Path below `/media/`. */
  readonly path: string | null;
  /** What may be played instead, itself included; the first is the best for every device. */
  readonly videos: readonly Rendition[];
  choose(path: string): void;
}

/**
 * What is played: the best at first, and then nothing else until the viewer chooses. A version that processing
 * makes meanwhile interrupts nobody, unless what there was does not play here.
 */
export function useSource({ media: { renditions } }: Session, media: HTMLMediaElement | null): Source {
  const [path, setPath] = useState(renditions[0]?.path ?? null);
  const videos = renditions.filter(({ kind }) => kind === 'video');
  const best = renditions[0]?.path ?? null;
  if (best !== path && media?.error) setPath(best);
  return {
    path,
    videos,
    choose(next) {
      setPath(next);
      if (!media) return;
      const { currentTime, paused } = media;
      const goOn = () => {
        media.currentTime = currentTime;
        if (!paused) void play(media);
      };
      media.addEventListener('loadedmetadata', goOn, { once: true });
    },
  };
}
