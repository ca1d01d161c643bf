import strip from '../../components/strip.module.css';
import type { Mark } from './about.ts';
import styles from './record.module.css';

interface RecordedStripProps {
  readonly seconds: number;
  readonly savedSeconds: number;
  readonly marks: readonly Mark[];
}

/** The recording so far as a line: what is at the server, what is still here, and where chapters begin. */
export function RecordedStrip({ seconds, savedSeconds, marks }: RecordedStripProps) {
  const share = (part: number) => `${Math.min(100, (part / Math.max(seconds, 1)) * 100)}%`;
  return (
    <div className={strip.strip} aria-hidden="true">
      <span className={styles.saved} style={{ width: share(savedSeconds) }} />
      {marks.map(({ id, startSeconds }) => (
        <span key={id} className={styles.chapterLine} style={{ left: share(startSeconds) }} />
      ))}
    </div>
  );
}
