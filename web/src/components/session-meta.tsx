import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatDay, formatDayOfYear, formatExactly } from '../text/date.ts';
import styles from './session-meta.module.css';

interface SessionMetaProps {
  readonly session: {
    readonly speakers: readonly string[];
    readonly topics: readonly string[];
    readonly recordedAt: string | null;
    readonly createdAt: string;
  };
  /** In place of their names. */
  readonly speakers?: ReactNode;
  readonly withYear?: boolean;
  readonly children?: ReactNode;
}

/** One line under a title: who, when, about what, and what else there is to say. */
export function SessionMeta({ session, speakers, withYear = false, children }: SessionMetaProps) {
  const { topics, recordedAt, createdAt } = session;
  const at = recordedAt ?? createdAt;
  return (
    <p className={styles.meta}>
      {speakers ?? (session.speakers.length > 0 && <span dir="auto">{session.speakers.join(', ')}</span>)}
      <time dateTime={at} title={recordedAt ? formatExactly(at) : `Added ${formatExactly(at)}`}>
        {withYear ? formatDayOfYear(at) : formatDay(at, new Date())}
      </time>
      {topics.map((topic) => (
        <Link key={topic} to="/" search={{ topic }} dir="auto" className={styles.topic}>
          {topic}
        </Link>
      ))}
      {children}
    </p>
  );
}
