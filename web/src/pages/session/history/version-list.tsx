import type { TranscriptVersion } from '../../../../../core/api/transcripts.ts';
import button from '../../../components/button.module.css';
import { formatExactly, formatMoment } from '../../../text/date.ts';
import { count } from '../../../text/list.ts';
import styles from './history-dialog.module.css';
import { differenceOf, titleOf } from './version-words.ts';

interface VersionListProps {
  readonly items: readonly TranscriptVersion[];
  readonly chosen: number | undefined;
  readonly onChoose: (version: number) => void;
  /** There are older ones. */
  readonly onMore?: () => void;
}

/** Who saved when, newest first. */
export function VersionList({ items, chosen, onChoose, onMore }: VersionListProps) {
  return (
    <nav className={styles.list} aria-label="Versions">
      <ol>
        {items.map((item, at) => (
          <li key={item.version}>
            <button
              type="button"
              aria-current={item.version === chosen ? 'true' : undefined}
              onClick={() => onChoose(item.version)}
            >
              <strong dir="auto">{titleOf(item)}</strong>
              {item.isShown && <span className={styles.shown}>Shown now</span>}
              <span className={styles.about}>
                <time dateTime={item.createdAt} title={formatExactly(item.createdAt)}>
                  {formatMoment(item.createdAt, new Date())}
                </time>
                {' · '}
                {count(item.words, 'word')}
                {differenceOf(item, items[at + 1])}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {onMore && (
        <button type="button" className={`${button.quiet} ${styles.more}`} onClick={onMore}>
          Older versions
        </button>
      )}
    </nav>
  );
}
