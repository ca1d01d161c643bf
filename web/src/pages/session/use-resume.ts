import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { Session } from '../../../../core/api/sessions.ts';
import { seekTo } from '../../player/playback.ts';
import { meQuery } from '../../queries.ts';
import { noteWatched, readWatched } from '../../watched.ts';

/** How often it is noted how far one has got. */
const noteEveryMs = 5_000;

/**
 * Goes on where the reader left off in this browser, unless the address names a second; notes how far they get.
 * Gives the second it went on from; `null`: it begins at the start, or where the address says.
 */
export function useResume(media: HTMLVideoElement | null, session: Session) {
  const { data: me } = useQuery(meQuery);
  const { t } = useSearch({ from: '/app/sessions/$slug' });
  const [resumedAt, setResumedAt] = useState<number | null>(null);
  const looked = useRef(false);
  const personId = me?.id;
  const { id } = session;
  useEffect(() => {
    if (!media || personId === undefined || looked.current) return;
    looked.current = true;
    const left =
      t === undefined ? readWatched(personId).find(({ sessionId }) => sessionId === id) : undefined;
    if (!left) return;
    seekTo(media, left.seconds);
    setResumedAt(left.seconds);
  }, [media, personId, id, t]);
  useNoting(media, personId, session);
  const startOver = () => {
    if (media) seekTo(media, 0);
    setResumedAt(null);
  };
  return { resumedAt, startOver };
}

/** Only playing counts: whoever looks around has not watched. */
function useNoting(media: HTMLVideoElement | null, personId: string | undefined, session: Session): void {
  const { id, durationSeconds } = session;
  useEffect(() => {
    if (!media || personId === undefined) return;
    let notedAt = Number.NEGATIVE_INFINITY;
    let hasPlayed = false;
    const note = () => {
      const length = Number.isFinite(media.duration) ? media.duration : durationSeconds;
      if (!hasPlayed || length === null) return;
      notedAt = performance.now();
      noteWatched(personId, { sessionId: id, seconds: media.currentTime, durationSeconds: length });
    };
    const onTime = () => {
      if (media.paused || media.seeking) return;
      hasPlayed = true;
      if (performance.now() - notedAt >= noteEveryMs) note();
    };
    media.addEventListener('timeupdate', onTime);
    media.addEventListener('pause', note);
    window.addEventListener('pagehide', note);
    return () => {
      note();
      media.removeEventListener('timeupdate', onTime);
      media.removeEventListener('pause', note);
      window.removeEventListener('pagehide', note);
    };
  }, [media, personId, id, durationSeconds]);
}
