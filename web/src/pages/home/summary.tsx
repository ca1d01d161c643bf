import { Link } from '@tanstack/react-router';
import type { SearchResponse } from '../../../../core/api/search.ts';
import type { SearchState } from '../../queries.ts';
import { count } from '../../text/list.ts';
import styles from './home.module.css';

interface SummaryProps {
  readonly answer: SearchResponse | undefined;
  readonly search: SearchState;
}

/** `14 moments in 5 sessions · spelled as deploy`, how long it took, and the other order. */
export function Summary({ answer, search }: SummaryProps) {
  return (
    <div className={styles.summary}>
      <p role="status">{answer && (answer.total > 0 ? <Found answer={answer} /> : 'Nothing found')}</p>
      {answer && answer.total > 0 && (
        <span className={styles.sort}>
          {search.q && <SortLink search={search} />}
          <span className="tabular">{Math.max(1, Math.round(answer.tookMs))} ms</span>
        </span>
      )}
    </div>
  );
}

/** To the other order of the same results. */
export function SortLink({ search }: { readonly search: SearchState }) {
  return (
    <Link to="/" search={{ ...search, sort: search.sort ? undefined : 'newest' }} replace>
      {search.sort ? 'Best first' : 'Newest first'}
    </Link>
  );
}

function Found({ answer }: { readonly answer: SearchResponse }) {
  const { total, totalIsCapped, totalMoments, corrections } = answer;
  const sessions = `${totalIsCapped ? 'at least ' : ''}${count(total, 'session')}`;
  return (
    <>
      {totalMoments > 0 ? (
        <>
          <strong>{count(totalMoments, 'moment')}</strong> in {sessions}
        </>
      ) : (
        <strong>{sessions}</strong>
      )}
      {corrections.length > 0 && (
        <>
          {' · spelled as '}
          <strong>{corrections.map(({ to }) => to).join(', ')}</strong>
        </>
      )}
    </>
  );
}
