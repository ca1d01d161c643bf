import { useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { ListSkeleton } from '../../components/skeleton.tsx';
import { NewestSessions } from './newest-sessions.tsx';

const loadResults = () => import('./search-results.tsx');
/** Not needed for the first look; fetched right after it, before anybody has typed a word. */
const SearchResults = lazy(async () => ({ default: (await loadResults()).SearchResults }));

/** The start page: newest sessions, and moments as soon as something is asked or filtered. */
export function HomePage() {
  const search = useSearch({ from: '/app/' });
  const isAsking = Object.entries(search).some(([name, value]) => name !== 'sort' && value !== undefined);
  useEffect(() => {
    document.title = search.q ? `${search.q} · Brownbag` : 'Brownbag';
  }, [search.q]);
  useEffect(() => {
    // Offline it fails here and is asked for again when it is shown.
    loadResults().catch(() => undefined);
  }, []);
  if (!isAsking) return <NewestSessions />;
  return (
    <Suspense fallback={<ListSkeleton />}>
      <SearchResults search={search} />
    </Suspense>
  );
}
