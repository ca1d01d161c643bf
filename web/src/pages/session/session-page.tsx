import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ApiError } from '../../api.ts';
import { Problem } from '../../components/notice.tsx';
import { isMoving, useSessionEvents } from '../../events.ts';
import { sessionQuery } from '../../queries.ts';
import { NotFoundPage } from '../not-found/not-found-page.tsx';
import styles from './session-page.module.css';
import { SessionView } from './session-view.tsx';

/** One session: replay and read it; watch its processing while that lasts. */
export function SessionPage() {
  const { slug } = useParams({ from: '/app/sessions/$slug' });
  const session = useQuery(sessionQuery(slug));
  useSessionEvents(slug, session.data !== undefined && isMoving(session.data));
  const title = session.data?.title;
  useEffect(() => {
    document.title = title ? `${title} · Brownbag` : 'Brownbag';
  }, [title]);
  if (session.data) return <SessionView key={session.data.id} session={session.data} />;
  if (session.error instanceof ApiError && session.error.status === 404) return <NotFoundPage />;
  if (session.error)
    return (
      <div className={styles.page}>
        <h1 className="visually-hidden">Session</h1>
        <Problem error={session.error} onRetry={() => void session.refetch()} />
      </div>
    );
  return (
    <div className={styles.page} role="status">
      <span className="visually-hidden">Loading</span>
      <div aria-hidden="true" className={styles.playerSkeleton} />
      <div aria-hidden="true" className={styles.panelSkeleton} />
    </div>
  );
}
