import { useInfiniteQuery } from '@tanstack/react-query';
import { Navigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { ApiError } from '../../api.ts';
import { useIsCurator } from '../../components/add-to-collection.tsx';
import { Problem } from '../../components/notice.tsx';
import page from '../../components/page.module.css';
import { ListSkeleton } from '../../components/skeleton.tsx';
import { topicQuery } from '../../topic-queries.ts';
import { NotFoundPage } from '../not-found/not-found-page.tsx';
import { TopicView } from './topic-view.tsx';

const TopicEditor = lazy(() =>
  import('./topic-editor.tsx').then((module) => ({ default: module.TopicEditor })),
);

/** One topic: to learn about, or for curators to describe. An old name leads to the one of today. */
export function TopicPage() {
  const { slug } = useParams({ from: '/app/topics/$slug' });
  const { mode } = useSearch({ from: '/app/topics/$slug' });
  const isCurator = useIsCurator();
  const pages = useInfiniteQuery(topicQuery(slug));
  const { data, error } = pages;
  const topic = data?.pages[0];
  useEffect(() => {
    document.title = topic ? `${topic.name} · Brownbag` : 'Brownbag';
  }, [topic]);
  const loading = (
    <div className={page.narrow}>
      <ListSkeleton />
    </div>
  );
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />;
  if (topic && topic.slug !== slug)
    return <Navigate to="/topics/$slug" params={{ slug: topic.slug }} search={{ mode }} replace />;
  if (topic && mode === 'edit' && isCurator)
    return (
      <Suspense fallback={loading}>
        <TopicEditor key={topic.slug} topic={topic} />
      </Suspense>
    );
  if (topic)
    return (
      <TopicView
        key={topic.slug}
        topic={topic}
        sessions={data.pages.flatMap((each) => each.sessions)}
        suggestedIn={data.pages.flatMap((each) => each.suggestedIn)}
        more={pages.hasNextPage ? () => void pages.fetchNextPage() : null}
        isLoadingMore={pages.isFetchingNextPage}
      />
    );
  if (error)
    return (
      <div className={page.narrow}>
        <Problem error={error} onRetry={() => void pages.refetch()} />
      </div>
    );
  return loading;
}
