import { useQuery } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { useEffect } from 'react';
import { hasRole } from '../../../../core/model/access.ts';
import { AskedList } from '../../components/asked-list.tsx';
import button from '../../components/button.module.css';
import { Notice } from '../../components/notice.tsx';
import page from '../../components/page.module.css';
import { meQuery } from '../../queries.ts';
import { count } from '../../text/list.ts';
import { DraftCard } from './draft-card.tsx';
import { DropZone } from './drop-zone.tsx';
import styles from './new-page.module.css';
import { UnfinishedList } from './unfinished-list.tsx';
import { useDrafts } from './use-drafts.ts';

/** Adds sessions: choose files, say what they are, watch them arrive and being processed. */
export function NewPage() {
  const { data: me } = useQuery(meQuery);
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
  return <Adding />;
}

function Adding() {
  const { drafts, list, add, isSending } = useDrafts();
  useBlocker({
    shouldBlockFn: () => !window.confirm(leaveWords),
    disabled: !isSending,
    enableBeforeUnload: isSending,
  });
  const ready = drafts.filter(({ state }) => state.kind === 'chosen').length;
  const onFiles = (files: readonly File[]) => void add(files);
  return (
    <div className={page.narrow}>
      <h1>Add a session</h1>
      <UnfinishedList taken={drafts.flatMap(({ uploadUrl }) => uploadUrl ?? [])} onFiles={onFiles} />
      {drafts.length === 0 && <AskedList />}
      <DropZone isSmall={drafts.length > 0} onFiles={onFiles} />
      {drafts.map((draft, position) => (
        <DraftCard key={draft.id} draft={draft} list={list} isListening={position < maxListening} />
      ))}
      {ready > 0 && (
        <div className={styles.foot}>
          <button type="button" className={button.primary} onClick={() => list.start()}>
            Add {count(ready, 'session')}
          </button>
        </div>
      )}
    </div>
  );
}

const leaveWords =
  'The upload is not finished. Leave and stop it? What has arrived is kept for a day; choose the file again to go on.';

/** A browser opens six connections to a server over HTTP/1.1; a stream keeps one. The rest ask now and then. */
const maxListening = 3;
