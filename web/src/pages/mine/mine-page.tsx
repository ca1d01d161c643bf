import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { SessionShort } from '../../../../core/api/sessions.ts';
import { api } from '../../api.ts';
import button from '../../components/button.module.css';
import { Notice, Problem } from '../../components/notice.tsx';
import page from '../../components/page.module.css';
import { SessionRow } from '../../components/session-row.tsx';
import { ListSkeleton } from '../../components/skeleton.tsx';
import { sessionsQuery } from '../../queries.ts';
import styles from './mine-page.module.css';

/** What one has added, and the bin. */
export function MinePage() {
  const { show = 'mine' } = useSearch({ from: '/app/mine' });
  const sessions = useInfiniteQuery(sessionsQuery(show));
  const items = sessions.data?.pages.flatMap((each) => each.items) ?? [];
  const { move, moved, error } = useMove();
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
        {moved && <Moved {...moved} onUndo={() => move({ ...moved, isToBin: !moved.isToBin })} />}
      </div>
      {error && <Problem error={error} />}
      {sessions.error && <Problem error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {sessions.isPending && <ListSkeleton />}
      {sessions.isSuccess && items.length === 0 && <Nothing show={show} />}
      {items.map((session) => (
        <SessionRow key={session.id} session={session} isOpen={show === 'mine'}>
          <button
            type="button"
            className={`${button.quiet} ${styles.move}`}
            aria-label={`${show === 'mine' ? 'Move to the bin' : 'Restore'}: ${session.title}`}
            onClick={() => move({ session, isToBin: show === 'mine' })}
          >
            {show === 'mine' ? 'Move to the bin' : 'Restore'}
          </button>
        </SessionRow>
      ))}
      {sessions.hasNextPage && (
        <button type="button" className={button.button} onClick={() => void sessions.fetchNextPage()}>
          More sessions
        </button>
      )}
    </div>
  );
}

interface Move {
  readonly session: SessionShort;
  readonly isToBin: boolean;
}

function useMove() {
  const [moved, setMoved] = useState<Move | null>(null);
  const queryClient = useQueryClient();
  const { mutate, error } = useMutation({
    mutationFn: ({ session, isToBin }: Move) => (isToBin ? api.bin(session.id) : api.restore(session.id)),
    onSuccess: (_answer, move) => {
      setMoved(move);
      return queryClient.invalidateQueries({ queryKey: ['sessions'] });
    },
  });
  return { move: mutate, moved, error };
}

function Moved({ session, isToBin, onUndo }: Move & { readonly onUndo: () => void }) {
  return (
    <p>
      <span dir="auto">“{session.title}”</span>{' '}
      {isToBin ? 'is in the bin. It stays there for 30 days.' : 'is back where it was.'}
      <button type="button" onClick={onUndo}>
        Undo
      </button>
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
