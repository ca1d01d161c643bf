import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { TopicShort } from '../../../../core/api/topics.ts';
import { useIsCurator } from '../../components/add-to-collection.tsx';
import button from '../../components/button.module.css';
import { FilterField } from '../../components/filter-field.tsx';
import { Notice, Problem } from '../../components/notice.tsx';
import page from '../../components/page.module.css';
import { ListSkeleton } from '../../components/skeleton.tsx';
import { count } from '../../text/list.ts';
import { firstParagraph } from '../../text/plain.ts';
import { topicsQuery } from '../../topic-queries.ts';
import styles from './topics-page.module.css';

/** What the sessions here are about, by name. */
export function TopicsPage() {
  const { q } = useSearch({ from: '/app/topics' });
  const navigate = useNavigate();
  const topics = useInfiniteQuery(topicsQuery(q ?? ''));
  const items = topics.data?.pages.flatMap((each) => each.items) ?? [];
  const isCurator = useIsCurator();
  useEffect(() => {
    document.title = 'Topics · Brownbag';
  }, []);
  const ask = (asked: string | undefined) =>
    void navigate({ to: '/topics', search: { q: asked }, replace: true, resetScroll: false });
  return (
    <div className={`${page.narrow} ${styles.page}`} aria-busy={topics.isFetching}>
      <div className={styles.heading}>
        <h1>Topics</h1>
        {isCurator && (
          <Link to="/vocabulary" className={button.button}>
            Vocabulary
          </Link>
        )}
      </div>
      <p className={page.lead}>What sessions are about: where to start, and who knows it.</p>
      <FilterField label="Find a topic" value={q} onChange={ask} />
      <p role="status" className={styles.status}>
        {topics.isSuccess && items.length > 0 && foundWords(items.length, topics.hasNextPage)}
      </p>
      {topics.error && <Problem error={topics.error} onRetry={() => void topics.refetch()} />}
      {topics.isPending && <ListSkeleton />}
      {topics.isSuccess && items.length === 0 && <Nothing q={q} />}
      {items.length > 0 && (
        <ul className={styles.list} aria-label="Topics">
          {items.map((topic) => (
            <li key={topic.slug}>
              <TopicRow topic={topic} />
            </li>
          ))}
        </ul>
      )}
      {topics.hasNextPage && (
        <button
          type="button"
          className={`${button.button} ${styles.more}`}
          disabled={topics.isFetchingNextPage}
          onClick={() => void topics.fetchNextPage()}
        >
          {topics.isFetchingNextPage ? 'Loading' : 'More topics'}
        </button>
      )}
    </div>
  );
}

const foundWords = (shown: number, hasMore: boolean): string =>
  hasMore ? `The first ${count(shown, 'topic')}` : count(shown, 'topic');

function TopicRow({ topic: { slug, name, description, sessionCount } }: { readonly topic: TopicShort }) {
  const about = firstParagraph(description);
  return (
    <Link to="/topics/$slug" params={{ slug }} className={styles.topic}>
      <strong dir="auto">{name}</strong>
      <span className="tabular">{sessionCount === 0 ? 'no sessions' : count(sessionCount, 'session')}</span>
      {about !== '' && (
        <span dir="auto" className={styles.about}>
          {about}
        </span>
      )}
    </Link>
  );
}

function Nothing({ q }: { readonly q: string | undefined }) {
  if (q === undefined)
    return (
      <Notice title="No topics yet">
        <p>Sessions get topics by themselves as they are processed, and from whoever adds them.</p>
        <Link to="/new" className={button.primary}>
          Add a session
        </Link>
      </Notice>
    );
  return (
    <Notice title="No topic is called so">
      <p>It may have been talked about all the same.</p>
      <Link to="/" search={{ q }} className={button.primary}>
        <bdi>Search for “{q}”</bdi>
      </Link>
    </Notice>
  );
}
