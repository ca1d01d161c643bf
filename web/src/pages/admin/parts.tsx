import { type ReactNode, useEffect, useRef, useState } from 'react';
import button from '../../components/button.module.css';
import { Problem } from '../../components/notice.tsx';
import { formatExactly, formatMoment } from '../../text/date.ts';
import styles from './admin.module.css';

/** The outline of a list while it loads. */
export function Loading() {
  return (
    <p role="status" className={styles.loading}>
      Loading
    </p>
  );
}

/** An instant as people say it, to the second for who hovers. */
export function When({ at }: { readonly at: string }) {
  return (
    <time dateTime={at} title={formatExactly(at)}>
      {formatMoment(at, new Date())}
    </time>
  );
}

/** What came of the last action. It takes the focus when what had it is gone. */
export function useSaid() {
  const place = useRef<HTMLParagraphElement>(null);
  const [said, setSaid] = useState<ReactNode>(null);
  useEffect(() => {
    if (said !== null && (document.activeElement === document.body || document.activeElement === null))
      place.current?.focus();
  }, [said]);
  const status = (
    <p ref={place} role="status" tabIndex={-1} className={styles.said}>
      {said}
    </p>
  );
  return { status, say: setSaid };
}

interface PagedListProps {
  readonly query: {
    readonly error: Error | null;
    readonly isPending: boolean;
    readonly isFetching: boolean;
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly refetch: () => Promise<unknown>;
    readonly fetchNextPage: () => Promise<unknown>;
  };
  readonly label: string;
  /** Rows, each a list item. */
  readonly children: readonly ReactNode[];
  /** In place of them. */
  readonly empty: ReactNode;
}

/** A list that comes in pages, with what there is to say while it loads, when it fails and when it is empty. */
export function PagedList({ query, label, children, empty }: PagedListProps) {
  return (
    <>
      {query.error && <Problem error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {!query.isPending && !query.error && children.length === 0 && empty}
      <ul className={styles.rows} aria-label={label} aria-busy={query.isPending}>
        {children}
      </ul>
      {query.hasNextPage && (
        <button
          type="button"
          className={`${button.button} ${styles.more}`}
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {query.isFetchingNextPage ? 'Loading' : 'More'}
        </button>
      )}
    </>
  );
}
