import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../api.ts';
import styles from './in-collections.module.css';

/** Where curators have put the session, as far as the reader may know; nothing where it is in none. */
export function InCollections({ sessionId }: { readonly sessionId: string }) {
  const { data } = useQuery({
    // Below `collections`: who adds it to one sees it here.
    queryKey: ['collections', 'of', sessionId],
    queryFn: ({ signal }) => api.collectionsOf(sessionId, signal),
  });
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className={styles.collections} aria-labelledby="in-collections">
      <h2 id="in-collections">In collections</h2>
      <ul>
        {items.map(({ id, slug, title }) => (
          <li key={id}>
            <Link to="/collections/$slug" params={{ slug }}>
              <bdi>{title}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
