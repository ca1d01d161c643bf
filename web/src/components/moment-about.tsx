import type { TopicPin } from '../../../core/api/topics.ts';
import { formatLength, formatTime } from '../text/time.ts';
import styles from './moment-about.module.css';
import { SessionMeta } from './session-meta.tsx';
import strip from './strip.module.css';

type KeptMoment = Pick<TopicPin, 'session' | 'startSeconds' | 'seconds' | 'said' | 'note'>;

/** What was kept says of itself: who and when, where in the session, the words, the curator's note. */
export function MomentAbout({ moment }: { readonly moment: KeptMoment }) {
  const { session, startSeconds, seconds, said, note } = moment;
  return (
    <>
      <SessionMeta session={{ ...session, topics: [] }}>
        {startSeconds === null ? (
          <span>{session.hasRecording ? 'Whole session' : 'Transcript only'}</span>
        ) : (
          <span className="tabular">
            From {formatTime(startSeconds)} · {formatLength(seconds)}
          </span>
        )}
      </SessionMeta>
      <SpanStrip moment={moment} />
      {said && (
        <p dir="auto" className={styles.said}>
          “{said.text}”
        </p>
      )}
      {note !== '' && (
        <p dir="auto" className={styles.note}>
          {note}
        </p>
      )}
    </>
  );
}

/** Where in its session a moment lies; the words beside it say the same. */
function SpanStrip({ moment: { session, startSeconds, seconds } }: { readonly moment: KeptMoment }) {
  const { durationSeconds } = session;
  if (startSeconds === null || durationSeconds === null || durationSeconds <= 0) return null;
  const percent = (part: number) => Math.min(100, (part / durationSeconds) * 100);
  return (
    <div aria-hidden="true" className={`${strip.strip} ${styles.span}`}>
      <span style={{ left: `${percent(startSeconds)}%`, width: `max(9px, ${percent(seconds)}%)` }} />
    </div>
  );
}
