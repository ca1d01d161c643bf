import { useQuery } from '@tanstack/react-query';
import type { Session } from '../../../core/api/sessions.ts';
import { formatTime } from '../text/time.ts';
import styles from './seek-preview.module.css';
import { parseStoryboard, tileAt } from './storyboard.ts';

interface SeekPreviewProps {
  readonly session: Session;
  readonly seconds: number;
  /** Where on the strip, in per cent of its length. */
  readonly left: string;
}

/** What is to be seen and heard at the second that is pointed at. It repeats what the slider tells. */
export function SeekPreview({ session, seconds, left }: SeekPreviewProps) {
  const { data: tiles = [] } = useQuery(storyboardQuery(session.media.storyboard));
  const tile = tileAt(tiles, seconds);
  const chapter = session.chapters.findLast(({ startSeconds }) => startSeconds <= seconds);
  const picture = tile && {
    width: tile.width,
    height: tile.height,
    backgroundImage: `url("${tile.image}")`,
    backgroundPosition: `-${tile.x}px -${tile.y}px`,
  };
  // Never past the ends of the strip.
  const half = `${tile ? tile.width / 2 + 3 : 24}px`;
  const style = { left: `clamp(${half}, ${left}, 100% - ${half})` };
  return (
    <span aria-hidden="true" className={tile ? styles.large : styles.small} style={style}>
      {picture && <span className={styles.picture} style={picture} data-tile />}
      <span className={styles.words}>
        <span className="tabular">{formatTime(seconds)}</span> {chapter?.title}
      </span>
    </span>
  );
}

const storyboardQuery = (path: string | null) => ({
  queryKey: ['storyboard', path],
  queryFn: async ({ signal }: { readonly signal: AbortSignal }) => {
    const answer = await fetch(`/media/${path}`, { signal });
    // Pictures are an extra: without them the time is shown alone.
    return answer.ok ? parseStoryboard(await answer.text(), `/media/${path}`) : [];
  },
  enabled: path !== null,
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});
