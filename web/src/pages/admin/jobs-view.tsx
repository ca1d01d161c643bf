import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { Job, JobList } from '../../../../core/api/admin.ts';
import button from '../../components/button.module.css';
import { Notice, Problem } from '../../components/notice.tsx';
import { stageWords } from '../../components/stages.tsx';
import { count } from '../../text/list.ts';
import styles from './admin.module.css';
import { adminApi, jobsQuery } from './admin-calls.ts';
import { JobRow } from './job-row.tsx';
import { PagedList, useSaid } from './parts.tsx';

const states = ['failed', 'waiting', 'running'] as const;
type State = (typeof states)[number];
const stateWords: Readonly<Record<State, string>> = {
  failed: 'Failed',
  waiting: 'Waiting',
  running: 'Running',
};

/** What is being processed, live; what failed can be tried again. */
export function JobsView() {
  const { show } = useSearch({ from: '/app/admin/{-$view}' });
  const state = states.find((one) => one === show) ?? 'failed';
  const jobs = useInfiniteQuery(jobsQuery(state));
  const pages = jobs.data?.pages ?? [];
  const items = pages.flatMap((page) => page.items);
  const counts = pages.at(-1)?.counts;
  const { status, say } = useSaid();
  const { retry, retryAll } = useRetries(say);
  const error = retry.error ?? retryAll.error;
  return (
    <>
      <nav aria-label="Which jobs" className={styles.tabs}>
        {states.map((one) => (
          <Link
            key={one}
            to="."
            search={one === 'failed' ? {} : { show: one }}
            activeOptions={{ includeSearch: true, exact: true }}
          >
            {stateWords[one]} {counts && <span className="tabular">{counts[one]}</span>}
          </Link>
        ))}
      </nav>
      {state === 'failed' && items.length > 1 && (
        <button
          type="button"
          className={`${button.button} ${styles.more}`}
          disabled={retryAll.isPending}
          onClick={() => retryAll.mutate()}
        >
          Retry all that failed
        </button>
      )}
      {status}
      {error && <Problem error={error} />}
      <PagedList
        query={jobs}
        label={`${stateWords[state]} jobs`}
        empty={<Nothing state={state} counts={counts} />}
      >
        {items.map((job) => (
          <JobRow
            key={`${job.sessionId} ${job.stage.name}`}
            job={job}
            isPending={retry.isPending}
            onRetry={() => retry.mutate(job)}
          />
        ))}
      </PagedList>
    </>
  );
}

function useRetries(say: (words: string) => void) {
  const queryClient = useQueryClient();
  const again = () => queryClient.invalidateQueries({ queryKey: ['admin', 'jobs'] });
  const retry = useMutation({
    mutationFn: ({ sessionId, stage }: Job) => adminApi.retry({ sessionId, stage: stage.name }),
    onSuccess: async (_answer, { session, stage }) => {
      await again();
      say(`Tried again: ${stageWords[stage.name]}${session ? `, ${session.title}` : ''}.`);
    },
  });
  const retryAll = useMutation({
    mutationFn: adminApi.retryAll,
    onSuccess: async ({ sessions }) => {
      await again();
      say(`Tried again in ${count(sessions, 'session')}.`);
    },
  });
  return { retry, retryAll };
}

interface NothingProps {
  readonly state: State;
  readonly counts: JobList['counts'] | undefined;
}

function Nothing({ state, counts }: NothingProps) {
  const title = { failed: 'Nothing has failed', waiting: 'Nothing waits', running: 'Nothing is running' }[
    state
  ];
  const isIdle = counts !== undefined && counts.waiting + counts.running === 0;
  return (
    <Notice title={title}>
      <p>
        {isIdle
          ? 'All that was added is processed.'
          : 'What is added is checked, made playable, transcribed and made searchable; each step is a job.'}
      </p>
    </Notice>
  );
}
