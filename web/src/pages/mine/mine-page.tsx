import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { SessionShort } from '../../../../core/api/sessions.ts';
import { api, call } from '../../api.ts';
import button from '../../components/button.module.css';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Notice, Problem } from '../../components/notice.tsx';
import page from '../../components/page.module.css';
import { SessionRow } from '../../components/session-row.tsx';
import { ListSkeleton } from '../../components/skeleton.tsx';
import { sessionsQuery } from '../../queries.ts';
import { BinRow } from './bin-row.tsx';
import styles from './mine-page.module.css';

/** What one has added, and the bin. */
export function MinePage() {
  const { show = 'mine' } = useSearch({ from: '/app/mine' });
  const sessions = useInfiniteQuery(sessionsQuery(show));
  const items = sessions.data?.pages.flatMap((each) => each.items) ?? [];
  const [doomed, setDoomed] = useState<SessionShort | null>(null);
  const { move, moved, error, isPending } = useMove(() => setDoomed(null));
  useEffect(() => {
    document.title = `${show === 'bin' ? 'Bin' : 'My sessions'} · Brownbag`;
  }, [show]);
  return (
    <div className={page.narrow}>
      <h1>{show === 'bin' ? 'Bin' : 'My sessions'}</h1>
      <nav aria-label="Lists" className={styles.lists}>
        <Link to="/mine" search={{}} activeOptions={{ exact: true, includeSearch: true }}>
          My sessions
        </Link>
        <Link to="/mine" search={{ show: 'bin' }} activeOptions={{ exact: true, includeSearch: true }}>
          Bin
        </Link>
      </nav>
      <div role="status" className={styles.moved}>
        {moved && (
          <Moved
            key={`${moved.session.id} ${moved.to}`}
            {...moved}
            onUndo={() => move({ session: moved.session, to: moved.to === 'bin' ? 'mine' : 'bin' })}
          />
        )}
      </div>
      {error && !doomed && <Problem error={error} />}
      {sessions.error && <Problem error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {sessions.isPending && <ListSkeleton />}
      {sessions.isSuccess && items.length === 0 && <Nothing show={show} />}
      {items.map((session) =>
        show === 'bin' ? (
          <BinRow
            key={session.id}
            session={session}
            onRestore={() => move({ session, to: 'mine' })}
            onDelete={() => setDoomed(session)}
          />
        ) : (
          <SessionRow key={session.id} session={session}>
            <button
              type="button"
              className={`${button.quiet} ${styles.move}`}
              aria-label={`Move to the bin: ${session.title}`}
              onClick={() => move({ session, to: 'bin' })}
            >
              Move to the bin
            </button>
          </SessionRow>
        ),
      )}
      {sessions.hasNextPage && (
        <button type="button" className={button.button} onClick={() => void sessions.fetchNextPage()}>
          More sessions
        </button>
      )}
      {doomed && (
        <ConfirmDialog
          title={`Delete “${doomed.title}” for ever?`}
          action="Delete for ever"
          isPending={isPending}
          error={error}
          onConfirm={() => move({ session: doomed, to: 'nowhere' })}
          onClose={() => setDoomed(null)}
        >
          <p>
            The recording, its transcript with every version, and its notes are gone then. It cannot be
            undone.
          </p>
        </ConfirmDialog>
      )}
    </div>
  );
}

interface Move {
  readonly session: SessionShort;
  readonly to: 'mine' | 'bin' | 'nowhere';
}

/** What is in the bin. */
const deleteForEver = (id: string) => call<unknown>('DELETE', `/api/bin/${encodeURIComponent(id)}`);
const calls = { mine: api.restore, bin: api.bin, nowhere: deleteForEver };

function useMove(onMoved: () => void) {
  const [moved, setMoved] = useState<Move | null>(null);
  const queryClient = useQueryClient();
  const { mutate, error, isPending } = useMutation({
    mutationFn: ({ session, to }: Move) => calls[to](session.id),
    onSuccess: async (_answer, move) => {
      onMoved();
      await queryClient.invalidateQueries({ queryKey: ['sessions'] });
      setMoved(move);
    },
  });
  return { move: mutate, moved, error, isPending };
}

const movedWords = {
  mine: 'is back where it was.',
  bin: 'is in the bin. It stays there for 30 days.',
  nowhere: 'is deleted for ever.',
};

/** What became of the last one. The focus comes here when the button that had it is gone with its row. */
function Moved({ session, to, onUndo }: Move & { readonly onUndo: () => void }) {
  const place = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) place.current?.focus();
  }, []);
  return (
    <p ref={place} tabIndex={-1}>
      <span dir="auto">“{session.title}”</span> {movedWords[to]}
      {to !== 'nowhere' && (
        <button type="button" onClick={onUndo}>
          Undo
        </button>
      )}
    </p>
  );
}

function Nothing({ show }: { readonly show: 'mine' | 'bin' }) {
  if (show === 'bin')
    return (
      <Notice title="The bin is empty">
        <p>What you move here can be restored for 30 days.</p>
      </Notice>
    );
  return (
    <Notice title="You have not added a session yet">
      <p>Add a recording; everything else happens by itself.</p>
      <Link to="/new" className={button.primary}>
        Add a session
      </Link>
    </Notice>
  );
}
