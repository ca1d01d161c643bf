import { Link } from '@tanstack/react-router';
import { Icon } from '../../components/icon.tsx';
import type { SearchState } from '../../queries.ts';
import { keyed } from '../../text/list.ts';
import styles from './active-filters.module.css';
import { activeFilters, withoutFilter } from './filters.ts';

/** What the search is narrowed to, chosen or typed, each to be taken off. */
export function ActiveFilters({ search }: { readonly search: SearchState }) {
  const active = activeFilters(search);
  if (active.length === 0) return null;
  return (
    <ul className={styles.active} aria-label="Filters that are on">
      {keyed(active).map(([key, filter]) => (
        <li key={key}>
          <Link
            to="/"
            search={withoutFilter(search, filter)}
            replace
            resetScroll={false}
            aria-label={`Remove filter ${filter.label}`}
          >
            <span dir="auto">{filter.label}</span>
            <Icon name="close" size={14} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
