import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Session } from '../../../../../core/api/sessions.ts';
import button from '../../../components/button.module.css';
import { Problem } from '../../../components/notice.tsx';
import { versionsQuery } from '../editing-queries.ts';
import styles from './history-dialog.module.css';
import { VersionChanges } from './version-changes.tsx';
import { VersionList } from './version-list.tsx';

interface HistoryDialogProps {
  readonly session: Session;
  readonly chosen: number | 'newest';
  readonly onChoose: (version: number | 'newest') => void;
  readonly onClose: () => void;
}

/** All versions of the transcript, what each has changed, and the way back to it. */
export function HistoryDialog({ session, chosen, onChoose, onClose }: HistoryDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const versions = useInfiniteQuery(versionsQuery(session));
  const items = versions.data?.pages.flatMap((page) => page.items) ?? [];
  const version = chosen === 'newest' ? items[0]?.version : chosen;
  const shown = session.transcript?.version;
  return (
    <dialog ref={dialog} onClose={onClose} className={styles.dialog} aria-labelledby="history-title">
      <header className={styles.head}>
        <h2 id="history-title">History of the transcript</h2>
        <button type="button" className={button.button} onClick={() => dialog.current?.close()}>
          Close
        </button>
      </header>
      {versions.error && <Problem error={versions.error} onRetry={() => void versions.refetch()} />}
      {versions.isPending && <p role="status">Loading the history</p>}
      <div className={styles.body}>
        {items.length > 0 && (
          <VersionList
            items={items}
            chosen={version}
            onChoose={onChoose}
            {...(versions.hasNextPage && { onMore: () => void versions.fetchNextPage() })}
          />
        )}
        {version !== undefined && shown !== undefined && (
          <VersionChanges
            key={version}
            session={session}
            version={version}
            shown={shown}
            onRestored={() => onChoose('newest')}
          />
        )}
      </div>
    </dialog>
  );
}
