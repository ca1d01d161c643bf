import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { Person } from '../../../../core/api/people.ts';
import { ApiError } from '../../api.ts';
import button from '../../components/button.module.css';
import { Icon } from '../../components/icon.tsx';
import { Notice, Problem } from '../../components/notice.tsx';
import page from '../../components/page.module.css';
import { SessionRow } from '../../components/session-row.tsx';
import { ListSkeleton } from '../../components/skeleton.tsx';
import { SpokenTopics } from '../../components/spoken-topics.tsx';
import { personQuery } from '../../people-queries.ts';
import { meQuery } from '../../queries.ts';
import { spokenWords } from '../../text/spoken.ts';
import { NotFoundPage } from '../not-found/not-found-page.tsx';
import { HideSwitch } from './hide-switch.tsx';
import styles from './person-page.module.css';

/** What somebody speaks about and where; on one's own page also whether others see it. */
export function PersonPage() {
  const { id } = useParams({ from: '/app/people/$id' });
  const pages = useInfiniteQuery(personQuery(id));
  const { data, error } = pages;
  const person = data?.pages[0];
  useEffect(() => {
    document.title = person ? `${person.name} · Brownbag` : 'Brownbag';
  }, [person]);
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />;
  if (!person)
    return (
      <div className={page.narrow}>
        {error ? <Problem error={error} onRetry={() => void pages.refetch()} /> : <ListSkeleton />}
      </div>
    );
  const sessions = data.pages.flatMap((each) => each.sessions);
  return (
    <div className={`${page.narrow} ${styles.page}`}>
      <About person={person} />
      <section aria-labelledby="sessions-title">
        <h2 id="sessions-title">Sessions</h2>
        {sessions.length === 0 && (
          <Notice title="No sessions yet">
            <p>In none that you may open is anybody of this name among the speakers.</p>
          </Notice>
        )}
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} />
        ))}
        {pages.hasNextPage && (
          <button
            type="button"
            className={`${button.button} ${styles.more}`}
            disabled={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            {pages.isFetchingNextPage ? 'Loading' : 'More sessions'}
          </button>
        )}
      </section>
    </div>
  );
}

function About({ person }: { readonly person: Person }) {
  const { id, name, topics, sessionCount } = person;
  const { data: me } = useQuery(meQuery);
  return (
    <>
      <h1>
        <bdi>{name}</bdi>
      </h1>
      {sessionCount > 0 && (
        <>
          <p className={styles.meta}>
            Speaks {person.seconds > 0 ? spokenWords(person) : `in ${spokenWords(person)}`}
          </p>
          <p className={styles.buttons}>
            <Link to="/" search={{ speaker: name }} className={button.primary}>
              <Icon name="search" size={16} /> Search in what they say
            </Link>
          </p>
        </>
      )}
      {me?.id === id && <HideSwitch person={person} />}
      {topics.length > 0 && (
        <section aria-labelledby="topics-title">
          <h2 id="topics-title">Speaks about</h2>
          <SpokenTopics topics={topics} />
        </section>
      )}
    </>
  );
}
