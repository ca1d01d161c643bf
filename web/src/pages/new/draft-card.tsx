import { Link } from '@tanstack/react-router';
import button from '../../components/button.module.css';
import { Problem } from '../../components/notice.tsx';
import { formatBytes } from '../../text/bytes.ts';
import { Added } from './added.tsx';
import { type Draft, isWorthAnotherTry } from './draft.ts';
import { DraftForm } from './draft-form.tsx';
import type { DraftList } from './draft-list.ts';
import { LaterForm } from './later-form.tsx';
import styles from './new-page.module.css';
import { Sending } from './sending.tsx';

export interface DraftCardProps {
  readonly draft: Draft;
  readonly list: DraftList;
  /** Processing is followed by a stream, not by asking again. */
  readonly isListening: boolean;
}

/** One session on its way in: its form, then its upload, then its processing. */
export function DraftCard({ draft, list, isListening }: DraftCardProps) {
  const { id, state, fields } = draft;
  const isOpen = state.kind === 'chosen' || (state.kind === 'refused' && isWorthAnotherTry(state.error));
  return (
    <article className={styles.card} aria-label={fields.title}>
      <div className={styles.head}>
        <div>
          <h2 dir="auto">{fields.title || 'Untitled session'}</h2>
          <p className={styles.files}>{filesOf(draft)}</p>
        </div>
        <Acts draft={draft} list={list} />
      </div>
      {isOpen && <DraftForm draft={draft} onEdit={(changed) => list.edit(id, changed)} />}
      {state.kind === 'waiting' && <p className={styles.files}>Waits for the one before</p>}
      {(state.kind === 'sending' || state.kind === 'paused') && <Sending state={state} />}
      {state.kind === 'finishing' && (
        <p role="status" className={styles.files}>
          {draft.captions
            ? 'Sending the captions. Keep this page open.'
            : 'Almost there. Keep this page open.'}
        </p>
      )}
      {state.kind === 'refused' && (
        <div className={styles.refused}>
          <Problem error={state.error} />
          {state.error.url !== null && <Link to={state.error.url}>Open the session that is there</Link>}
          {isWorthAnotherTry(state.error) && (
            <button type="button" className={button.button} onClick={() => list.start()}>
              Try again
            </button>
          )}
        </div>
      )}
      {!['chosen', 'refused'].includes(state.kind) && <LaterForm draft={draft} list={list} />}
      {state.kind === 'added' && <Added {...state} isListening={isListening} />}
    </article>
  );
}

function Acts({ draft, list }: Pick<DraftCardProps, 'draft' | 'list'>) {
  const { id, state, fields, uploadUrl } = draft;
  const discard = () => {
    const question = `Discard “${fields.title}”? What has arrived of it is deleted.`;
    if (uploadUrl === null || window.confirm(question)) void list.discard(id);
  };
  switch (state.kind) {
    case 'sending':
    case 'paused':
      return (
        <div className={styles.acts}>
          {state.kind === 'sending' ? (
            <button type="button" className={button.button} onClick={() => list.pause(id)}>
              Pause
            </button>
          ) : (
            <button type="button" className={button.button} onClick={() => list.resume(id)}>
              Resume
            </button>
          )}
          <button type="button" className={button.quiet} onClick={discard}>
            Discard
          </button>
        </div>
      );
    case 'chosen':
    case 'waiting':
    case 'refused':
      return (
        <button type="button" className={button.quiet} onClick={discard}>
          Remove
        </button>
      );
    default:
      return null;
  }
}

function filesOf({ recording, captions }: Draft): string {
  const names = [recording, captions].flatMap((file) =>
    file ? [`${file.name}, ${formatBytes(file.size)}`] : [],
  );
  return recording
    ? names.join(' · with captions ')
    : `${names.join('')} · captions only: to search and read`;
}
