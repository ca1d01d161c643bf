import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { SessionCreated } from '../../../../core/api/sessions.ts';
import button from '../../components/button.module.css';
import { Problem } from '../../components/notice.tsx';
import { Stages } from '../../components/stages.tsx';
import { isMoving, useSessionEvents } from '../../events.ts';
import { sessionQuery } from '../../queries.ts';
import { formatBytes } from '../../text/bytes.ts';
import { formatLeft } from '../../text/time.ts';
import type { Draft, DraftFields, DraftState } from './draft.ts';
import { DraftForm } from './draft-form.tsx';
import styles from './new-page.module.css';

interface DraftCardProps {
  readonly draft: Draft;
  /** Processing is followed by a stream, not by asking again. */
  readonly isListening: boolean;
  readonly onEdit: (fields: Partial<DraftFields>) => void;
  readonly onRemove: () => void;
  readonly onRetry: () => void;
}

/** One session on its way in: its form, then its upload, then its processing. */
export function DraftCard({ draft, isListening, onEdit, onRemove, onRetry }: DraftCardProps) {
  const { state, fields } = draft;
  const isOpen = state.kind === 'chosen' || (state.kind === 'refused' && state.error.url === null);
  return (
    <article className={styles.card} aria-label={fields.title}>
      <div className={styles.head}>
        <div>
          <h2 dir="auto">{fields.title || 'Untitled session'}</h2>
          <p className={styles.files}>{filesOf(draft)}</p>
        </div>
        {state.kind !== 'added' && (
          <button type="button" className={button.quiet} onClick={onRemove}>
            {state.kind === 'sending' ? 'Stop' : 'Remove'}
          </button>
        )}
      </div>
      {isOpen && <DraftForm draft={draft} onEdit={onEdit} />}
      {state.kind === 'waiting' && <p className={styles.files}>Waits for the one before</p>}
      {state.kind === 'sending' && <Sending {...state} />}
      {state.kind === 'refused' && (
        <div className={styles.refused}>
          <Problem error={state.error} />
          {state.error.url !== null ? (
            <Link to={state.error.url}>Open the session that is there</Link>
          ) : (
            <button type="button" className={button.button} onClick={onRetry}>
              Try again
            </button>
          )}
        </div>
      )}
      {state.kind === 'added' && <Added created={state.created} isListening={isListening} />}
    </article>
  );
}

function filesOf({ recording, captions }: Draft): string {
  const names = [recording, captions].flatMap((file) =>
    file ? [`${file.name}, ${formatBytes(file.size)}`] : [],
  );
  return recording
    ? names.join(' · with captions ')
    : `${names.join('')} · captions only: to search and read`;
}

function Sending({ sentBytes, totalBytes, bytesPerSecond }: Extract<DraftState, { kind: 'sending' }>) {
  const share = totalBytes > 0 ? sentBytes / totalBytes : 0;
  const isSent = totalBytes > 0 && sentBytes >= totalBytes;
  return (
    <div className={styles.sending}>
      <progress aria-label="Upload" max={1} value={share} />
      <p>
        <span role="status">
          {isSent ? 'Checking what arrived' : `${Math.floor(share * 10) * 10} % sent`}
        </span>
        <span>
          {formatBytes(sentBytes)} of {formatBytes(totalBytes)}
        </span>
        {bytesPerSecond > 0 && !isSent && (
          <>
            <span>{formatBytes(bytesPerSecond)}/s</span>
            <span>{formatLeft((totalBytes - sentBytes) / bytesPerSecond)}</span>
          </>
        )}
      </p>
    </div>
  );
}

const askAgainMs = 4_000;

function Added({
  created,
  isListening,
}: {
  readonly created: SessionCreated;
  readonly isListening: boolean;
}) {
  const session = useQuery({
    ...sessionQuery(created.id),
    refetchInterval: ({ state }) => (!isListening && state.data && isMoving(state.data) ? askAgainMs : false),
  });
  const moving = session.data !== undefined && isMoving(session.data);
  useSessionEvents(created.id, isListening && moving);
  return (
    <div className={styles.added}>
      {session.data && <Stages stages={session.data.stages} />}
      {session.data?.status === 'ready' && (
        <p role="status">Ready. Everyone who may see it can find it now.</p>
      )}
      {moving && <p className={styles.files}>You can close this page; it goes on without you.</p>}
      <Link to="/sessions/$slug" params={{ slug: created.slug }} className={button.button}>
        Open session
      </Link>
    </div>
  );
}
