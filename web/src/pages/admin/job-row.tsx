import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Job } from '../../../../core/api/admin.ts';
import button from '../../components/button.module.css';
import { stageWords } from '../../components/stages.tsx';
import { count } from '../../text/list.ts';
import styles from './admin.module.css';
import { When } from './parts.tsx';

interface JobRowProps {
  readonly job: Job;
  readonly isPending: boolean;
  readonly onRetry: () => void;
}

/** A step of a session: how it is, why, since when, and what else is kept of it. */
export function JobRow({ job, isPending, onRetry }: JobRowProps) {
  const { session, owner, stage } = job;
  const name = stageWords[stage.name];
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <p className={styles.title}>
          {name} <span className={styles[stage.status]}>{stateOf(job)}</span>
        </p>
        <p>
          {session ? (
            <Link to="/sessions/$slug" params={{ slug: session.slug }} className={styles.go}>
              <bdi>{session.title}</bdi>
            </Link>
          ) : (
            'A session that is not open to you'
          )}
          {' · '}
          <bdi>{owner.name}</bdi>
          {' · since '}
          <When at={job.since} />
        </p>
        {stage.error !== null && (
          <p dir="auto" className={styles.reason}>
            {stage.error}
          </p>
        )}
        <Log job={job} />
      </div>
      {stage.status === 'failed' && (
        <div className={styles.actions}>
          <button
            type="button"
            className={button.button}
            aria-label={`Retry: ${name}, ${session?.title ?? 'a session that is not open to you'}`}
            disabled={isPending}
            onClick={onRetry}
          >
            Retry
          </button>
        </div>
      )}
    </li>
  );
}

function stateOf({ stage, notBefore }: Job): string {
  if (stage.status === 'running')
    return stage.progress > 0 ? `${Math.round(stage.progress * 100)} %` : 'started';
  if (stage.status === 'failed') return 'failed';
  return notBefore === null ? 'waiting' : 'waits to try again';
}

/** All that the step has kept of its runs. */
function Log({ job: { stage, crashes, notBefore } }: { readonly job: Job }) {
  const entries: readonly (readonly [string, ReactNode])[] = [
    ['Failed runs', count(stage.attempts, 'run')],
    ['Cut off', crashes === 0 ? 'never' : `${count(crashes, 'run')}, with the process`],
    ['Engine', stage.engine ?? 'none yet'],
    ['Last began', stage.startedAt === null ? 'not yet' : <When key="began" at={stage.startedAt} />],
    ...(stage.finishedAt === null ? [] : [['Ended', <When key="ended" at={stage.finishedAt} />] as const]),
    ...(notBefore === null ? [] : [['Next try', <When key="next" at={notBefore} />] as const]),
  ];
  return (
    <details className={styles.log}>
      <summary>Log</summary>
      <dl>
        {entries.map(([term, words]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
