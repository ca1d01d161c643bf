import { memo } from 'react';
import type { Segment } from '../../../../core/model/transcript.ts';
import { Icon } from '../../components/icon.tsx';
import type { Range } from '../../text/find.ts';
import { formatTime, speakTime } from '../../text/time.ts';
import { LineText } from './line-text.tsx';
import styles from './transcript.module.css';

interface TranscriptLineProps {
  readonly segment: Segment;
  readonly line: number;
  readonly isFirstOfSpeaker: boolean;
  readonly isActive: boolean;
  /** The match that is shown of those found. */
  readonly isHit: boolean;
  /** The one line that the Tab key stops at; arrows go on from there. */
  readonly isStop: boolean;
  readonly canPlay: boolean;
  /** The reader keeps collections. */
  readonly canCollect: boolean;
  readonly ranges: readonly Range[] | undefined;
}

/** One line; a memo, because a long talk has thousands of them and one changes at a time. */
export const TranscriptLine = memo(function TranscriptLine(props: TranscriptLineProps) {
  const { segment, line, isFirstOfSpeaker, isActive, isHit, isStop, canPlay, canCollect } = props;
  const time = formatTime(segment.startSeconds);
  const state = `${isActive ? styles.active : ''} ${isHit ? styles.hit : ''} ${canPlay ? styles.playable : ''}`;
  return (
    <li data-line={line} aria-current={isActive ? 'true' : undefined} className={`${styles.line} ${state}`}>
      {isFirstOfSpeaker && (
        <h2 dir="auto" className={styles.speaker}>
          {segment.speaker}
        </h2>
      )}
      {canPlay ? (
        <button
          type="button"
          className={styles.time}
          tabIndex={isStop ? 0 : -1}
          aria-label={`Play from ${speakTime(segment.startSeconds)}`}
        >
          {time}
        </button>
      ) : (
        <time className={styles.time}>{time}</time>
      )}
      <p dir="auto">
        <LineText segment={segment} ranges={props.ranges} />
      </p>
      {canCollect && (
        <button
          type="button"
          data-collect
          className={styles.collect}
          tabIndex={isStop ? 0 : -1}
          aria-haspopup="dialog"
          aria-label={`Add to collection: ${speakTime(segment.startSeconds)}`}
          title="Add to collection"
        >
          <Icon name="plus" size={16} />
        </button>
      )}
    </li>
  );
});
