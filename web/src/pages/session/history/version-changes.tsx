import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Session } from '../../../../../core/api/sessions.ts';
import { api } from '../../../api.ts';
import button from '../../../components/button.module.css';
import { Problem } from '../../../components/notice.tsx';
import { count } from '../../../text/list.ts';
import { diffQuery } from '../editing-queries.ts';
import { showTranscript } from '../show-transcript.ts';
import { DiffLine } from './diff-line.tsx';
import styles from './history-dialog.module.css';
import { stretchesOf, summaryOf } from './version-words.ts';

interface VersionChangesProps {
  readonly session: Session;
  readonly version: number;
  /** The version that everybody sees. */
  readonly shown: number;
  readonly onRestored: () => void;
}

/** What one version changed, and its restoring. */
export function VersionChanges({ session, version, shown, onRestored }: VersionChangesProps) {
  const diff = useQuery(diffQuery(session.id, version));
  return (
    <section className={styles.changes} aria-label="What this version changed">
      {version !== shown && (
        <Restore session={session} version={version} shown={shown} onRestored={onRestored} />
      )}
      {diff.error && <Problem error={diff.error} onRetry={() => void diff.refetch()} />}
      {diff.isPending && <p role="status">Loading what was changed</p>}
      {diff.data?.from === null && <p className={styles.about}>The first version that is kept.</p>}
      {diff.data && diff.data.from !== null && (
        <>
          <p className={styles.about}>{summaryOf(diff.data.lines)}</p>
          <ol className={styles.diff}>
            {stretchesOf(diff.data.lines).map((stretch) =>
              stretch.kind === 'same' ? (
                <li key={stretch.key} className={styles.same}>
                  {count(stretch.lines, 'line')} unchanged
                </li>
              ) : (
                <DiffLine key={stretch.key} line={stretch.line} />
              ),
            )}
          </ol>
        </>
      )}
    </section>
  );
}

function Restore({ session, version, shown, onRestored }: VersionChangesProps) {
  const queryClient = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const ask = useRef<HTMLButtonElement>(null);
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isAsking) yes.current?.focus();
  }, [isAsking]);
  const restore = useMutation({
    mutationFn: () => api.restoreTranscript(session.id, version, shown),
    onSuccess: (transcript) => {
      showTranscript(queryClient, session.id, transcript);
      onRestored();
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['session'] }),
  });
  const cancel = () => {
    setIsAsking(false);
    ask.current?.focus();
  };
  return (
    <>
      <p>
        <button
          type="button"
          ref={ask}
          className={button.button}
          aria-expanded={isAsking}
          onClick={() => setIsAsking(true)}
        >
          Restore this version
        </button>
      </p>
      {isAsking && (
        <div className={styles.ask}>
          <p>Show this text again? What is shown now stays in the history.</p>
          <p className={styles.acts}>
            <button
              type="button"
              ref={yes}
              className={button.primary}
              disabled={restore.isPending}
              onClick={() => restore.mutate()}
            >
              Restore
            </button>
            <button type="button" className={button.button} onClick={cancel}>
              Cancel
            </button>
          </p>
          {restore.error && <Problem error={restore.error} />}
        </div>
      )}
    </>
  );
}
