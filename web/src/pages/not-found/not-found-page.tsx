import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ApiError } from '../../api.ts';
import button from '../../components/button.module.css';
import { Notice } from '../../components/notice.tsx';
import styles from './not-found-page.module.css';

/** Nothing at this address, or nothing that the reader may open: the two look the same on purpose. */
export function NotFoundPage() {
  useEffect(() => {
    document.title = 'Not found · Brownbag';
  }, []);
  return (
    <div className={styles.page}>
      <Notice isPage title="There is nothing at this address">
        <p>It may have been moved to the bin, or it is not shared with you. Ask whoever sent you the link.</p>
        <Link to="/" className={button.primary}>
          Search sessions
        </Link>
      </Notice>
    </div>
  );
}

/** A page that could not be shown; says what the server said. */
export function ErrorPage({ error }: ErrorComponentProps) {
  const router = useRouter();
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />;
  return (
    <div className={styles.page} role="alert">
      <Notice isPage title="This page could not be shown">
        <p>
          {error instanceof ApiError ? error.message : 'Something in this page went wrong. Load it again.'}
        </p>
        <button type="button" className={button.primary} onClick={() => void router.invalidate()}>
          Try again
        </button>
      </Notice>
    </div>
  );
}
