import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { SessionShort } from '../../../core/api/sessions.ts';
import { Cover } from './cover.tsx';
import { SessionMeta } from './session-meta.tsx';
import styles from './session-row.module.css';

interface SessionRowProps {
  readonly session: SessionShort;
  /** Without: the title leads nowhere (a session in the bin). */
  readonly isOpen?: boolean;
  readonly children?: ReactNode;
}

/** A session in a list: cover, title, one line about it, and what the list adds. */
export function SessionRow({ session, isOpen = true, children }: SessionRowProps) {
  const cover = <Cover session={session} poster={session.poster} />;
  const params = { slug: session.slug };
  return (
    <article className={styles.row} aria-labelledby={`title-${session.id}`}>
      {isOpen ? (
        <Link to="/sessions/$slug" params={params} tabIndex={-1} aria-hidden>
          {cover}
        </Link>
      ) : (
        cover
      )}
      <div className={styles.about}>
        <h2 id={`title-${session.id}`}>
          {isOpen ? (
            <Link to="/sessions/$slug" params={params}>
              <bdi>{session.title}</bdi>
            </Link>
          ) : (
            <bdi>{session.title}</bdi>
          )}
        </h2>
        <SessionMeta session={session}>
          {session.status === 'processing' && <span className={styles.busy}>Being processed</span>}
          {session.status === 'failed' && <span className={styles.failed}>Failed</span>}
          {session.transcriptGrade === 'rough' && <span>Rough automatic transcript</span>}
          {!session.hasRecording && <span>Transcript only</span>}
          {session.visibility !== 'organisation' && (
            <span>{session.visibility === 'private' ? 'Only you' : 'Your team'}</span>
          )}
        </SessionMeta>
        {children}
      </div>
    </article>
  );
}
