import { useQuery } from '@tanstack/react-query';
import type { Me } from '../../../../core/api/people.ts';
import type { SessionShort } from '../../../../core/api/sessions.ts';
import { daysLeftInBin } from '../../../../core/model/bin.ts';
import button from '../../components/button.module.css';
import { SessionRow } from '../../components/session-row.tsx';
import { meQuery } from '../../queries.ts';
import { formatDay, formatExactly } from '../../text/date.ts';
import { count } from '../../text/list.ts';
import styles from './mine-page.module.css';

interface BinRowProps {
  readonly session: SessionShort;
  readonly onRestore: () => void;
  readonly onDelete: () => void;
}

/** A session in the bin: since when, for how long yet, and the ways out. */
export function BinRow({ session, onRestore, onDelete }: BinRowProps) {
  const { data: me } = useQuery(meQuery);
  const isOwn = session.owner.id === me?.id;
  return (
    <SessionRow session={session} isOpen={false}>
      <p className={styles.left}>
        {!isOwn && (
          <>
            <bdi>{session.owner.name}</bdi>’s ·{' '}
          </>
        )}
        {session.deletedAt !== null && <Left deletedAt={session.deletedAt} />}
      </p>
      <p className={styles.ways}>
        <button
          type="button"
          className={button.quiet}
          aria-label={`Restore: ${session.title}`}
          onClick={onRestore}
        >
          Restore
        </button>
        {me && mayDelete(me, isOwn) && (
          <button
            type="button"
            className={button.quiet}
            aria-label={`Delete for ever: ${session.title}`}
            onClick={onDelete}
          >
            Delete for ever
          </button>
        )}
      </p>
    </SessionRow>
  );
}

/** `canDestroy`, of what is listed: that one may open. */
const mayDelete = (me: Me, isOwn: boolean): boolean => isOwn || me.role === 'admin';

function Left({ deletedAt }: { readonly deletedAt: string }) {
  const now = new Date();
  const days = daysLeftInBin(new Date(deletedAt), now);
  return (
    <>
      In the bin since{' '}
      <time dateTime={deletedAt} title={formatExactly(deletedAt)}>
        {formatDay(deletedAt, now)}
      </time>{' '}
      · {days === 0 ? 'deleted for ever soon' : `deleted for ever in ${count(days, 'day')}`}
    </>
  );
}
