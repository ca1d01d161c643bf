import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { SearchResponse } from '../../../../core/api/search.ts';
import { Icon } from '../../components/icon.tsx';
import type { SearchState } from '../../queries.ts';
import { languageName } from '../../text/language.ts';
import styles from './facets.module.css';
import { activeFilters } from './filters.ts';
import { SortLink } from './summary.tsx';

interface FacetsProps {
  readonly facets: SearchResponse['facets'] | undefined;
  readonly search: SearchState;
}

/** What the results can be narrowed to, with counts; on the phone behind "Filter". */
export function Facets({ facets, search }: FacetsProps) {
  const active = activeFilters(search);
  return (
    <aside className={styles.aside} aria-label="Filters">
      <details className={styles.details}>
        <summary className={styles.toggle}>
          Filter{active.length > 0 && <span> · {active.length} on</span>}
          <Icon name="down" size={16} />
        </summary>
        <div className={styles.groups}>
          {search.q && (
            <section className={styles.facet}>
              <h2>Order</h2>
              <SortLink search={search} />
            </section>
          )}
          <Lists facets={facets} search={search} />
        </div>
      </details>
      <div className={`${styles.groups} ${styles.wide}`}>
        <Lists facets={facets} search={search} />
      </div>
    </aside>
  );
}

function Lists({ facets, search }: FacetsProps) {
  if (!facets) return null;
  return (
    <>
      <Facet title="Topic" values={facets.topics} isOn={(value) => search.topic === value}>
        {(value) => ({ ...search, topic: search.topic === value ? undefined : value })}
      </Facet>
      <Facet title="Speaker" values={facets.speakers} isOn={(value) => search.speaker === value}>
        {(value) => ({ ...search, speaker: search.speaker === value ? undefined : value })}
      </Facet>
      <Facet title="Collection" values={facets.collections} isOn={(value) => search.collection === value}>
        {(value) => ({ ...search, collection: search.collection === value ? undefined : value })}
      </Facet>
      {(facets.languages.length > 1 || search.language) && (
        <Facet
          title="Language"
          values={facets.languages}
          isOn={(value) => search.language === value}
          labelOf={languageName}
        >
          {(value) => ({ ...search, language: search.language === value ? undefined : value })}
        </Facet>
      )}
      <Facet title="When" values={facets.years} isOn={(value) => search.from === value}>
        {(value) =>
          search.from === value
            ? { ...search, from: undefined, to: undefined }
            : { ...search, from: value, to: value }
        }
      </Facet>
    </>
  );
}

interface FacetProps {
  readonly title: string;
  readonly values: readonly { readonly value: string; readonly count: number }[];
  readonly isOn: (value: string) => boolean;
  readonly labelOf?: (value: string) => ReactNode;
  readonly children: (value: string) => SearchState;
}

const shown = 8;

function Facet({ title, values, isOn, labelOf = (value) => value, children }: FacetProps) {
  if (values.length === 0) return null;
  return (
    <section className={styles.facet}>
      <h2>{title}</h2>
      <ul>
        {values.slice(0, shown).map(({ value, count }) => (
          <li key={value}>
            <Link
              to="/"
              search={children(value)}
              replace
              resetScroll={false}
              className={isOn(value) ? styles.on : undefined}
              aria-current={isOn(value) ? 'true' : undefined}
            >
              <span dir="auto">{labelOf(value)}</span>
              <span className="tabular">{count}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
