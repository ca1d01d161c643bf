import type { Session } from '../../../../core/api/sessions.ts';
import { useMediaValue } from '../../player/media-value.ts';
import { formatTime } from '../../text/time.ts';
import styles from './chapters.module.css';

interface ChaptersProps {
  readonly session: Session;
  readonly media: HTMLVideoElement | null;
  readonly onSeek: (seconds: number) => void;
}

/** The titled stretches of the session; a click plays from there. */
export function Chapters({ session, media, onSeek }: ChaptersProps) {
  const { chapters } = session;
  const active = useMediaValue(
    media,
    'timeupdate seeking seeked',
    (m) => chapters.findLastIndex((chapter) => chapter.startSeconds <= m.currentTime),
    -1,
  );
  return (
    <ol className={styles.list}>
      {chapters.map(({ startSeconds, title }, index) => (
        <li key={startSeconds} aria-current={index === active ? 'true' : undefined}>
          <button type="button" disabled={!media} onClick={() => onSeek(startSeconds)}>
            <time>{formatTime(startSeconds)}</time>
            <span dir="auto">{title}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
