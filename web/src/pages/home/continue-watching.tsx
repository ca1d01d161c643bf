import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { Session } from '../../../../core/api/sessions.ts';
import { ApiError } from '../../api.ts';
import { Cover } from '../../components/cover.tsx';
import { Icon } from '../../components/icon.tsx';
import { sessionQuery } from '../../queries.ts';
import { formatLeft } from '../../text/time.ts';
import { forgetWatched, readWatched, type Watched } from '../../watched.ts';
import styles from './start.module.css';

/** As many as are seen at a glance. */
const mostShown = 3;

/** What one has begun and not finished in this browser, to go on with. */
export function ContinueWatching({ personId }: { readonly personId: string }) {
  const [watched, setWatched] = useState(() => readWatched(personId));
  const heading = useRef<HTMLHeadingElement>(null);
  const answers = useQueries({
    queries: watched.slice(0, mostShown).map(({ sessionId }) => sessionQuery(sessionId)),
  });
  const shown = watched.slice(0, mostShown).map((one, at) => ({ one, answer: answers[at] }));
  // Deleted since, or no longer for this person.
  const left = shown.filter(({ answer }) => !(answer?.error instanceof ApiError));
  if (left.length === 0) return null;
  const remove = (sessionId: string) => {
    forgetWatched(personId, sessionId);
    setWatched(readWatched(personId));
    heading.current?.focus();
  };
  return (
    <section aria-labelledby="continue" className={styles.continue}>
      <h2 id="continue" ref={heading} tabIndex={-1}>
        Continue watching
      </h2>
      <ul className={styles.cards}>
        {left.map(({ one, answer }) => (
          <li key={one.sessionId} className={styles.card}>
            {answer?.data ? (
              <Card watched={one} session={answer.data} onRemove={() => remove(one.sessionId)} />
            ) : (
              <span className={styles.blank} aria-hidden="true" />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface CardProps {
  readonly watched: Watched;
  readonly session: Session;
  readonly onRemove: () => void;
}

function Card({ watched: { seconds, durationSeconds }, session, onRemove }: CardProps) {
  const { slug, title, media } = session;
  const done = `${Math.min(100, (seconds / durationSeconds) * 100)}%`;
  return (
    <>
      <Link
        to="/sessions/$slug"
        params={{ slug }}
        search={{ t: Math.floor(seconds) }}
        state={{ play: true }}
        className={styles.go}
      >
        <Cover session={{ ...session, durationSeconds: null }} poster={media.poster} />
        <span aria-hidden="true" className={styles.progress}>
          <span style={{ width: done }} />
        </span>
        <strong>
          <bdi>{title}</bdi>
        </strong>
        <span className={styles.left}>{formatLeft(durationSeconds - seconds)}</span>
      </Link>
      <button
        type="button"
        className={styles.remove}
        aria-label={`Do not continue ${title}`}
        title="Take off this list"
        onClick={onRemove}
      >
        <Icon name="close" size={14} />
      </button>
    </>
  );
}
