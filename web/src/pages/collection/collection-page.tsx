import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ApiError } from '../../api.ts';
import { Problem } from '../../components/notice.tsx';
import page from '../../components/page.module.css';
import { ListSkeleton } from '../../components/skeleton.tsx';
import { collectionQuery } from '../../queries.ts';
import { NotFoundPage } from '../not-found/not-found-page.tsx';
import { CollectionEditor } from './collection-editor.tsx';
import { CollectionView } from './collection-view.tsx';

/** One collection: to go through, or for curators to put in order. */
export function CollectionPage() {
  const { slug } = useParams({ from: '/app/collections/$slug' });
  const { mode } = useSearch({ from: '/app/collections/$slug' });
  const collection = useQuery(collectionQuery(slug));
  const { data, error } = collection;
  const title = data?.title;
  useEffect(() => {
    document.title = title ? `${title} · Brownbag` : 'Brownbag';
  }, [title]);
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />;
  if (data && mode === 'edit' && data.canEdit) return <CollectionEditor key={data.id} collection={data} />;
  if (data) return <CollectionView key={data.id} collection={data} />;
  return (
    <div className={page.narrow}>
      {error ? <Problem error={error} onRetry={() => void collection.refetch()} /> : <ListSkeleton />}
    </div>
  );
}
