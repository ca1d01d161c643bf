import { formatTime } from '../text/time.ts';
import styles from './cover.module.css';
import { coverColours } from './cover-colours.ts';

interface CoverProps {
  readonly session: { readonly id: string; readonly title: string; readonly durationSeconds: number | null };
  /** Path below `/media/`. */
  readonly poster: string | null;
  readonly isLarge?: boolean;
}

/** The recording's frame, or where there is no picture the title on two colours that are the session's own. */
export function Cover({ session, poster, isLarge = false }: CoverProps) {
  const { id, title, durationSeconds } = session;
  const [from, to] = coverColours(id);
  return (
    <span
      className={isLarge ? `${styles.cover} ${styles.large}` : styles.cover}
      style={{ backgroundImage: `linear-gradient(150deg, ${from}, ${to})` }}
    >
      {poster === null ? (
        <span aria-hidden="true" dir="auto" className={styles.title}>
          {title}
        </span>
      ) : (
        <img src={`/media/${poster}`} alt="" width="320" height="180" loading="lazy" decoding="async" />
      )}
      {!isLarge && durationSeconds !== null && (
        <span className={styles.duration}>
          <span className="visually-hidden">Length </span>
          {formatTime(durationSeconds)}
        </span>
      )}
    </span>
  );
}
