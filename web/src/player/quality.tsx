import styles from './control-bar.module.css';
import type { Source } from './use-source.ts';

const qualityWords = { standard: 'Standard', high: 'High', original: 'Original' } as const;

/** Which of several versions of the picture plays. */
export function Quality({ path, videos, choose }: Source) {
  return (
    <select
      className={styles.speed}
      aria-label="Quality"
      value={path ?? undefined}
      onChange={(event) => choose(event.target.value)}
    >
      {videos.map((video) => (
        <option key={video.path} value={video.path}>
          {qualityWords[video.quality ?? 'standard']}
        </option>
      ))}
    </select>
  );
}
