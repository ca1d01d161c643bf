import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import button from '../../components/button.module.css';
import { Problem } from '../../components/notice.tsx';
import { formatTime } from '../../text/time.ts';
import { Added } from '../new/added.tsx';
import { discard, finishKept, forgetAll, listUnfinished, type Unfinished } from './finish-kept.ts';
import { focusTitle } from './focus-title.ts';
import styles from './record.module.css';

const unfinishedKey = ['uploads', 'recordings'];

/** Recordings that broke off here: a tab that crashed, a computer that was shut. */
export function KeptBanner() {
  const { data = [] } = useQuery({
    queryKey: unfinishedKey,
    queryFn: ({ signal }) => listUnfinished(signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data.map((unfinished) => <Banner key={unfinished.url} unfinished={unfinished} />);
}

function Banner({ unfinished }: { readonly unfinished: Unfinished }) {
  const queryClient = useQueryClient();
  const take = () => {
    focusTitle();
    queryClient.setQueryData<readonly Unfinished[]>(unfinishedKey, (list = []) =>
      list.filter(({ url }) => url !== unfinished.url),
    );
  };
  const finish = useMutation({ mutationFn: () => finishKept(unfinished) });
  const drop = useMutation({ mutationFn: () => discard(unfinished), onSuccess: take });
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (finish.isSuccess) heading.current?.focus();
  }, [finish.isSuccess]);
  const time = formatTime(unfinished.seconds);
  if (finish.isSuccess)
    return (
      <section className={styles.banner} aria-label="Unfinished recording">
        <h2 ref={heading} tabIndex={-1}>
          Your recording of {time} is a session now
        </h2>
        <Added sessionId={finish.data} problems={[]} isListening />
      </section>
    );
  if (unfinished.sessionId !== null)
    return <Settled unfinished={unfinished} sessionId={unfinished.sessionId} onSeen={take} />;
  return (
    <section className={styles.banner} aria-label="Unfinished recording">
      <h2>An unfinished recording ({time}) was kept. Finish it?</h2>
      <p>It broke off. What is here of it can be made a session, with everything that was said of it.</p>
      {(finish.error ?? drop.error) && <Problem error={finish.error ?? drop.error ?? new Error()} />}
      <div className={styles.controls}>
        <button
          type="button"
          className={button.primary}
          disabled={finish.isPending}
          onClick={() => finish.mutate()}
        >
          {finish.isPending ? 'Finishing' : 'Finish it'}
        </button>
        <button
          type="button"
          className={button.quiet}
          disabled={finish.isPending}
          onClick={() => window.confirm(`Discard the recording of ${time}?`) && drop.mutate()}
        >
          Discard
        </button>
      </div>
    </section>
  );
}

interface SettledProps {
  readonly unfinished: Unfinished;
  readonly sessionId: string;
  readonly onSeen: () => void;
}

/** The server did not wait any longer. */
function Settled({ unfinished: { url, seconds }, sessionId, onSeen }: SettledProps) {
  const seen = () => {
    forgetAll(url);
    onSeen();
  };
  return (
    <section className={styles.banner} aria-label="Unfinished recording">
      <h2>A recording of yours ({formatTime(seconds)}) broke off and was made a session</h2>
      <div className={styles.controls}>
        <Link to="/sessions/$slug" params={{ slug: sessionId }} className={button.button} onClick={seen}>
          Open session
        </Link>
        <button type="button" className={button.quiet} onClick={seen}>
          All right
        </button>
      </div>
    </section>
  );
}
