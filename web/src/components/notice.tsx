import type { ReactNode } from 'react';
import styles from './notice.module.css';

interface NoticeProps {
  readonly title: string;
  /** The notice is all there is on the page. */
  readonly isPage?: boolean;
  readonly children?: ReactNode;
}

/** In place of a page's content: nothing there yet, nothing found, or something went wrong, and what to do. */
export function Notice({ title, isPage = false, children }: NoticeProps) {
  return (
    <section className={styles.notice}>
      {isPage ? <h1>{title}</h1> : <h2>{title}</h2>}
      {children}
    </section>
  );
}

/** What went wrong, announced at once. */
export function Problem({ error, onRetry }: { readonly error: Error; readonly onRetry?: () => void }) {
  return (
    <p role="alert" className={styles.problem}>
      {error.message}
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </p>
  );
}
