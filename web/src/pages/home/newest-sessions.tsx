import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { AskedList } from '../../components/asked-list.tsx';
import button from '../../components/button.module.css';
import { Problem } from '../../components/notice.tsx';
import { SessionRow } from '../../components/session-row.tsx';
import { ListSkeleton } from '../../components/skeleton.tsx';
import { sessionsQuery } from '../../queries.ts';
import styles from './home.module.css';

/** Seen as long as nobody has added anything. */
const FirstSteps = lazy(async () => ({ default: (await import('./first-steps.tsx')).FirstSteps }));

/** Before anything is typed: what came in last. */
export function NewestSessions() {
  const sessions = useInfiniteQuery(sessionsQuery('all'));
  const items = sessions.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className={styles.single} aria-busy={sessions.isFetching}>
      <AskedList hasAddLink />
      <div className={styles.heading}>
        <h1>Newest sessions</h1>
        <Link to="/collections">Collections</Link>
      </div>
      {sessions.error && <Problem error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {sessions.isPending && <ListSkeleton />}
      {items.map((session) => (
        <SessionRow key={session.id} session={session} />
      ))}
      <Suspense>
        {sessions.isSuccess && items.length < 2 && !sessions.hasNextPage && <FirstSteps session={items[0]} />}
      </Suspense>
      {sessions.hasNextPage && (
        <button
          type="button"
          className={`${button.button} ${styles.more}`}
          disabled={sessions.isFetchingNextPage}
          onClick={() => void sessions.fetchNextPage()}
        >
          {sessions.isFetchingNextPage ? 'Loading' : 'More sessions'}
        </button>
      )}
    </section>
  );
}
