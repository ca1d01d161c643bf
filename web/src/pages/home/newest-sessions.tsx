import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { SessionShort } from '../../../../core/api/sessions.ts';
import button from '../../components/button.module.css';
import { Problem } from '../../components/notice.tsx';
import { SessionRow } from '../../components/session-row.tsx';
import { ListSkeleton } from '../../components/skeleton.tsx';
import { meQuery, sessionsQuery } from '../../queries.ts';
import { hasWatched } from '../../watched-name.ts';
import styles from './home.module.css';

// What is beside the list may come after it.
const StartAside = lazy(async () => ({ default: (await import('./start-aside.tsx')).StartAside }));
const AskedList = lazy(async () => ({
  default: (await import('../../components/asked-list.tsx')).AskedList,
}));
const FirstSteps = lazy(async () => ({ default: (await import('./first-steps.tsx')).FirstSteps }));

const weekMs = 7 * 24 * 3600 * 1000;
const isOfThisWeek = ({ recordedAt, createdAt }: SessionShort): boolean =>
  Date.parse(recordedAt ?? createdAt) > Date.now() - weekMs;

/** Before anything is typed: what came in last, what was begun, and what curators have put together. */
export function NewestSessions() {
  const { data: me } = useQuery(meQuery);
  const sessions = useInfiniteQuery(sessionsQuery('all'));
  const items = sessions.data?.pages.flatMap((page) => page.items) ?? [];
  const news = items.filter(isOfThisWeek);
  const rows = (some: readonly SessionShort[]) =>
    some.map((session) => <SessionRow key={session.id} session={session} />);
  return (
    <div className={styles.start} data-begun={me && hasWatched(me.id) ? '' : undefined}>
      <aside aria-label="For you" className={styles.beside}>
        <Suspense>{me && <StartAside personId={me.id} />}</Suspense>
      </aside>
      <section className={styles.newest} aria-busy={sessions.isFetching}>
        <Suspense>
          <AskedList hasAddLink />
        </Suspense>
        <div className={styles.heading}>
          <h1>Newest sessions</h1>
          <Link to="/collections">Collections</Link>
        </div>
        {sessions.error && <Problem error={sessions.error} onRetry={() => void sessions.refetch()} />}
        {sessions.isPending && <ListSkeleton />}
        {news.length > 0 && <p className={styles.since}>New this week</p>}
        {rows(news)}
        {news.length > 0 && news.length < items.length && <p className={styles.since}>Earlier</p>}
        {rows(items.slice(news.length))}
        <Suspense>
          {sessions.isSuccess && items.length < 2 && !sessions.hasNextPage && (
            <FirstSteps session={items[0]} />
          )}
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
    </div>
  );
}
