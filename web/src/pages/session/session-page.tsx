import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { ApiError } from '../../api.ts';
import { Problem } from '../../components/notice.tsx';
import { isMoving, useSessionEvents } from '../../events.ts';
import { sessionQuery } from '../../queries.ts';
import styles from './session-page.module.css';
import { SessionView } from './session-view.tsx';

const InBin = lazy(async () => ({ default: (await import('./in-bin.tsx')).InBin }));

/** The button that was pressed is gone with the page it was on. */
const focus = (element: HTMLElement | null) => element?.focus();

/** One session: replay and read it; watch its processing while that lasts. */
export function SessionPage() {
  const { slug } = useParams({ from: '/app/sessions/$slug' });
  const session = useQuery(sessionQuery(slug));
  const [restored, setRestored] = useState<string | null>(null);
  useSessionEvents(slug, session.data !== undefined && isMoving(session.data));
  const title = session.data?.title;
  useEffect(() => {
    document.title = title ? `${title} · Brownbag` : 'Brownbag';
  }, [title]);
  if (session.data)
    return (
      <>
        {restored === slug && (
          <p ref={focus} role="status" tabIndex={-1} className={styles.restored}>
            This session is back where it was.
          </p>
        )}
        <SessionView key={session.data.id} session={session.data} />
      </>
    );
  if (session.error instanceof ApiError && session.error.status === 404)
    return (
      <Suspense fallback={<Loading />}>
        <InBin slug={slug} loading={<Loading />} onRestored={() => setRestored(slug)} />
      </Suspense>
    );
  if (session.error)
    return (
      <div className={styles.page}>
        <h1 className="visually-hidden">Session</h1>
        <Problem error={session.error} onRetry={() => void session.refetch()} />
      </div>
    );
  return <Loading />;
}

function Loading() {
  return (
    <div className={styles.page} role="status">
      <span className="visually-hidden">Loading</span>
      <div aria-hidden="true" className={styles.playerSkeleton} />
      <div aria-hidden="true" className={styles.panelSkeleton} />
    </div>
  );
}
