import { useQuery } from '@tanstack/react-query';
import type { Part } from '../../../../core/api/admin.ts';
import button from '../../components/button.module.css';
import { Problem } from '../../components/notice.tsx';
import { keyed } from '../../text/list.ts';
import styles from './admin.module.css';
import { partsQuery } from './admin-calls.ts';
import { Loading } from './parts.tsx';

const partWords: Readonly<Record<string, string>> = {
  database: 'Database',
  queue: 'Queue of jobs',
  search: 'Search',
  store: 'Recordings',
  transcriber: 'Transcripts',
  tagger: 'Topics and chapters',
  embedder: 'Search by meaning',
  media: 'Media tools',
};

const stateWords: Readonly<Record<Part['status'], string>> = {
  ok: '✓ works',
  degraded: '! away',
  warning: '! works, with less protection',
  failed: '✗ does not work',
};

/** What does the work, how it is, and what would do it better. */
export function EnginesView() {
  const parts = useQuery(partsQuery);
  const items = parts.data?.items ?? [];
  return (
    <>
      <p className={styles.lead}>
        What does each job here, as <code>npm run cli -- doctor</code> says too. Engines are chosen by
        variables of the environment, when Brownbag starts.
      </p>
      <p role="status" className={styles.said}>
        {parts.isFetching ? 'Asking every engine' : ''}
      </p>
      {parts.error && <Problem error={parts.error} onRetry={() => void parts.refetch()} />}
      {parts.isPending && <Loading />}
      <ul className={styles.rows} aria-label="Engines">
        {items.map((part) => (
          <Engine key={`${part.part} ${part.detail}`} part={part} />
        ))}
      </ul>
      {parts.data && (
        <button
          type="button"
          className={`${button.button} ${styles.more}`}
          disabled={parts.isFetching}
          onClick={() => void parts.refetch()}
        >
          Ask again
        </button>
      )}
    </>
  );
}

function Engine({ part }: { readonly part: Part }) {
  const isOff = part.engine === 'none';
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <p className={styles.title}>
          {partWords[part.part] ?? part.part}{' '}
          <span className={isOff ? styles.waiting : styles[part.status]}>
            {isOff ? '– off' : stateWords[part.status]}
          </span>
        </p>
        {!isOff && <p>{part.engine}</p>}
        {part.detail !== null && <p className={styles.reason}>{part.detail}</p>}
        {part.improve !== null && (
          <p className={styles.improve}>
            <strong>Better:</strong> <Advice text={part.improve} />
          </p>
        )}
      </div>
    </li>
  );
}

/** What stands between backticks is to be typed. */
function Advice({ text }: { readonly text: string }) {
  return keyed(text.split('`')).map(([key, part]) =>
    Number(key) % 2 === 1 ? <code key={key}>{part}</code> : part,
  );
}
