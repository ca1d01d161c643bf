import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { hasRole } from '../../../../core/model/access.ts';
import button from '../../components/button.module.css';
import { Notice, Problem } from '../../components/notice.tsx';
import { SessionRow } from '../../components/session-row.tsx';
import { ListSkeleton } from '../../components/skeleton.tsx';
import { meQuery, sessionsQuery } from '../../queries.ts';
import styles from './home.module.css';

/** Nobody waits for it, and most are shown none. */
const AskedList = lazy(async () => ({
  default: (await import('../../components/asked-list.tsx')).AskedList,
}));

/** Before anything is typed: what came in last. */
export function NewestSessions() {
  const sessions = useInfiniteQuery(sessionsQuery('all'));
  const items = sessions.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className={styles.single} aria-busy={sessions.isFetching}>
      <Suspense>
        <AskedList hasAddLink />
      </Suspense>
      <div className={styles.heading}>
        <h1>Newest sessions</h1>
        <Link to="/collections">Collections</Link>
      </div>
      {sessions.error && <Problem error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {sessions.isPending && <ListSkeleton />}
      {sessions.isSuccess && items.length === 0 && <FirstSteps />}
      {items.map((session) => (
        <SessionRow key={session.id} session={session} />
      ))}
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

function FirstSteps() {
  const { data: me } = useQuery(meQuery);
  const mayAdd = me !== undefined && hasRole(me.role, 'champion');
  return (
    <Notice title="Nothing here yet">
      <p>
        {mayAdd
          ? 'Add a recording. Minutes later, everyone can find what was said in it and replay that second.'
          : 'As soon as somebody adds a recording, you can find what was said in it and replay that second.'}
      </p>
      {mayAdd && (
        <Link to="/new" className={button.primary}>
          Add a session
        </Link>
      )}
    </Notice>
  );
}
