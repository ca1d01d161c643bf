import { Link } from '@tanstack/react-router';
import type { SearchResponse } from '../../../../core/api/search.ts';
import button from '../../components/button.module.css';
import { Notice } from '../../components/notice.tsx';
import type { SearchState } from '../../queries.ts';
import { AskForTopic } from './ask-for-topic.tsx';
import { activeFilters, withoutFilter } from './filters.ts';
import styles from './no-results.module.css';

interface NoResultsProps {
  readonly answer: SearchResponse;
  readonly search: SearchState;
}

/** Nothing found: what was looked for, and the ways on. */
export function NoResults({ answer, search }: NoResultsProps) {
  const filters = activeFilters(search);
  const read = answer.corrections.map(({ from, to }) => `${from} as ${to}`).join(', ');
  return (
    <Notice
      title={search.q ? `Nobody said “${search.q}”${filters.length > 0 ? ' here' : ''}` : 'No session fits'}
    >
      {read !== '' && <p>We read {read}.</p>}
      {filters.length > 0 ? (
        <>
          <p>It may be outside the filters. Drop one:</p>
          <ul className={styles.ways}>
            {filters.map((filter) => (
              <li key={filter.name}>
                <Link to="/" search={withoutFilter(search, filter)} replace className={button.button}>
                  Without <span dir="auto">{filter.label}</span>
                </Link>
              </li>
            ))}
            {filters.length > 1 && (
              <li>
                <Link to="/" search={{ q: search.q }} replace className={button.button}>
                  Without any filter
                </Link>
              </li>
            )}
          </ul>
        </>
      ) : (
        <p>
          Fewer or other words may find it: search looks for what was said, so try the words a speaker would
          use. Or <Link to="/">look at the newest sessions</Link>.
        </p>
      )}
      {search.q && filters.length === 0 && answer.searchId !== null && (
        <AskForTopic key={search.q} searchId={answer.searchId} />
      )}
    </Notice>
  );
}
