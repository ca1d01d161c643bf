import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import type { BinnedSession } from '../../../../core/api/sessions.ts';
import { keptUntil } from '../../../../core/model/bin.ts';
import { api, call, pass } from '../../api.ts';
import button from '../../components/button.module.css';
import { Notice, Problem } from '../../components/notice.tsx';
import { meQuery } from '../../queries.ts';
import { formatDay, formatExactly } from '../../text/date.ts';
import { NotFoundPage } from '../not-found/not-found-page.tsx';
import styles from './in-bin.module.css';

interface InBinProps {
  readonly slug: string;
  readonly loading: ReactNode;
  readonly onRestored: () => void;
}

/** Where no session is to be seen: in the bin, for who may restore it; for all others nothing. */
export function InBin({ slug, loading, onRestored }: InBinProps) {
  const { data, isPending } = useQuery({
    queryKey: ['bin', slug],
    queryFn: ({ signal }) => call<BinnedSession>('GET', `/api/bin/${encodeURIComponent(slug)}`, pass(signal)),
  });
  if (isPending) return loading;
  return data ? <Binned session={data} onRestored={onRestored} /> : <NotFoundPage />;
}

interface BinnedProps extends Pick<InBinProps, 'onRestored'> {
  readonly session: BinnedSession;
}

function Binned({ session, onRestored }: BinnedProps) {
  const { data: me } = useQuery(meQuery);
  const queryClient = useQueryClient();
  const restore = useMutation({
    mutationFn: () => api.restore(session.id),
    onSuccess: async () => {
      onRestored();
      void queryClient.invalidateQueries({ queryKey: ['sessions'] });
      await queryClient.invalidateQueries({ queryKey: ['session'] });
      queryClient.removeQueries({ queryKey: ['bin'] });
    },
  });
  useEffect(() => {
    document.title = 'In the bin · Brownbag';
  }, []);
  const { binnedBy, deletedAt } = session;
  const by = binnedBy?.id === me?.id ? 'You' : binnedBy?.name;
  return (
    <div className={styles.page}>
      <Notice isPage title="This session is in the bin">
        <p className={styles.title}>
          <bdi>{session.title}</bdi>
        </p>
        {deletedAt !== null && (
          <p>
            {by === undefined ? 'It was moved' : <bdi>{by}</bdi>}
            {by !== undefined && ' moved it'} here on <Day at={deletedAt} />. It is kept until{' '}
            <Day at={keptUntil(new Date(deletedAt)).toISOString()} />; nobody finds it until it is restored.
          </p>
        )}
        {restore.error && <Problem error={restore.error} />}
        <div className={styles.ways}>
          <button type="button" className={button.primary} onClick={() => restore.mutate()}>
            Restore
          </button>
          <Link to="/mine" search={{ show: 'bin' }} className={button.quiet}>
            All that is in the bin
          </Link>
        </div>
      </Notice>
    </div>
  );
}

const Day = ({ at }: { readonly at: string }) => (
  <time dateTime={at} title={formatExactly(at)}>
    {formatDay(at, new Date())}
  </time>
);
