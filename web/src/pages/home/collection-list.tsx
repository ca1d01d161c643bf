import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { collectionsNamedQuery } from '../../queries.ts';
import styles from './start.module.css';

const mostShown = 6;

/** The collections that were worked on last; nothing at all where there are none. */
export function CollectionList() {
  const { data } = useQuery(collectionsNamedQuery(''));
  const items = (data?.items ?? [])
    .filter(({ itemCount }) => itemCount > 0)
    .toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="collections" className={styles.collections}>
      <h2 id="collections">Collections</h2>
      <ul>
        {items.slice(0, mostShown).map(({ id, slug, title, itemCount, doneCount }) => (
          <li key={id}>
            <Link to="/collections/$slug" params={{ slug }}>
              <bdi>{title}</bdi>
              <span className="tabular">
                {doneCount > 0 && `${doneCount} of `}
                {itemCount}
                <span className="visually-hidden">{doneCount > 0 ? ' items done' : ' items'}</span>
              </span>
            </Link>
          </li>
        ))}
        <li>
          <Link to="/collections" className={styles.all}>
            All collections
          </Link>
        </li>
      </ul>
    </section>
  );
}
