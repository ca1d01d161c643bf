import { useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { NewestSessions } from './newest-sessions.tsx';
import { SearchResults } from './search-results.tsx';

/** The start page: newest sessions, and moments as soon as something is asked or filtered. */
export function HomePage() {
  const search = useSearch({ from: '/app/' });
  const isAsking = Object.entries(search).some(([name, value]) => name !== 'sort' && value !== undefined);
  useEffect(() => {
    document.title = search.q ? `${search.q} · Brownbag` : 'Brownbag';
  }, [search.q]);
  return isAsking ? <SearchResults search={search} /> : <NewestSessions />;
}
