import { useCallback, useSyncExternalStore } from 'react';

/**
 * A value of the playing element, kept up to date by its events. The element is the only store of playback:
 * a component re-renders when the value it reads changes, not with every event.
 */
export function useMediaValue<T extends string | number | boolean>(
  media: HTMLMediaElement | null,
  events: string,
  read: (media: HTMLMediaElement) => T,
  fallback: T,
): T {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const names = events.split(' ');
      for (const name of names) media?.addEventListener(name, onChange);
      media?.textTracks.addEventListener('change', onChange);
      return () => {
        for (const name of names) media?.removeEventListener(name, onChange);
        media?.textTracks.removeEventListener('change', onChange);
      };
    },
    [media, events],
  );
  return useSyncExternalStore(subscribe, () => (media ? read(media) : fallback));
}

/** Seconds, in steps of a tenth. */
export const useCurrentTime = (media: HTMLMediaElement | null): number =>
  useMediaValue(
    media,
    'timeupdate seeking seeked loadedmetadata',
    (m) => Math.floor(m.currentTime * 10) / 10,
    0,
  );

export const useIsPaused = (media: HTMLMediaElement | null): boolean =>
  useMediaValue(media, 'play pause ended', (m) => m.paused, true);

/** The element's own length once known, until then what the session says. */
export const useDuration = (media: HTMLMediaElement | null, known: number | null): number =>
  useMediaValue(
    media,
    'durationchange loadedmetadata',
    (m) => (Number.isFinite(m.duration) && m.duration > 0 ? m.duration : (known ?? 0)),
    known ?? 0,
  );

/** To where it is loaded without a gap from now. */
export const useBufferedTo = (media: HTMLMediaElement | null): number =>
  useMediaValue(media, 'progress timeupdate seeked', bufferedTo, 0);

function bufferedTo({ buffered, currentTime }: HTMLMediaElement): number {
  for (let index = 0; index < buffered.length; index++)
    if (buffered.start(index) <= currentTime + 0.1 && buffered.end(index) >= currentTime)
      return Math.round(buffered.end(index));
  return 0;
}
