import { useQuery } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useEffect } from 'react';
import { hasRole } from '../../../../core/model/access.ts';
import button from '../../components/button.module.css';
import { Notice } from '../../components/notice.tsx';
import page from '../../components/page.module.css';
import { meQuery } from '../../queries.ts';
import { count } from '../../text/list.ts';
import { DraftCard } from './draft-card.tsx';
import { DropZone } from './drop-zone.tsx';
import styles from './new-page.module.css';
import { useDrafts } from './use-drafts.ts';

/** Adds sessions: choose files, say what they are, watch them arrive and being processed. */
export function NewPage() {
  const { data: me } = useQuery(meQuery);
  const { drafts, isSending, add, remove, edit, start } = useDrafts();
  useBlocker({
    shouldBlockFn: () => !window.confirm('The upload is not finished. Leave and stop it?'),
    disabled: !isSending,
    enableBeforeUnload: isSending,
  });
  useEffect(() => {
    document.title = 'Add a session · Brownbag';
  }, []);
  if (me && !hasRole(me.role, 'champion'))
    return (
      <div className={page.narrow}>
        <Notice isPage title="You can watch and search, but not add">
          <p>Ask an admin to make you a champion. Champions contribute sessions.</p>
        </Notice>
      </div>
    );
  const ready = drafts.filter(({ state }) => state.kind === 'chosen').length;
  return (
    <div className={page.narrow}>
      <h1>Add a session</h1>
      <DropZone isSmall={drafts.length > 0} onFiles={add} />
      {drafts.map((draft, position) => (
        <DraftCard
          key={draft.id}
          draft={draft}
          isListening={position < maxListening}
          onEdit={(fields) => edit(draft.id, fields)}
          onRemove={() => remove(draft.id)}
          onRetry={start}
        />
      ))}
      {ready > 0 && (
        <div className={styles.foot}>
          <button type="button" className={button.primary} onClick={start}>
            Add {count(ready, 'session')}
          </button>
        </div>
      )}
    </div>
  );
}

/** A browser opens six connections to a server over HTTP/1.1; a stream keeps one. The rest ask now and then. */
const maxListening = 3;
