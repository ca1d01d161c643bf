import type { Stage } from '../../../core/api/sessions.ts';
import type { StageName } from '../../../core/model/session.ts';
import styles from './stages.module.css';

/** What a step does, for people. */
export const stageWords: Readonly<Record<StageName, string>> = {
  probe: 'Check the recording',
  transcode: 'Make it playable',
  transcribe: 'Write the transcript',
  tag: 'Find its topics',
  index: 'Make it searchable',
  extras: 'Prepare previews',
  optimise: 'Make a second version',
};

const symbols = { waiting: '○', running: '◐', done: '✓', skipped: '–', failed: '✗' } as const;

/** The steps of processing in words, live; a failed one says why. */
export function Stages({ stages }: { readonly stages: readonly Stage[] }) {
  const running = stages.filter(({ status }) => status === 'running');
  return (
    <>
      <p role="status" className="visually-hidden">
        {running.map(({ name }) => stageWords[name]).join(', ')}
      </p>
      <ol className={styles.stages}>
        {stages.map((stage) => (
          <li key={stage.name} className={styles[stage.status]}>
            <span aria-hidden="true">{symbols[stage.status]}</span>
            <span>{stageWords[stage.name]}</span>
            <span className={styles.state}>{stateOf(stage)}</span>
            {stage.status === 'running' && (
              <progress
                aria-label={stageWords[stage.name]}
                max={1}
                value={stage.progress > 0 ? stage.progress : undefined}
              />
            )}
            {stage.error !== null && stage.status !== 'done' && <p dir="auto">{stage.error}</p>}
          </li>
        ))}
      </ol>
    </>
  );
}

function stateOf({ status, progress, attempts, error }: Stage): string {
  if (status === 'running') return progress > 0 ? `${Math.round(progress * 100)} %` : 'Started';
  if (status === 'waiting') return attempts > 0 ? 'Waits to try again' : 'Waiting';
  return { done: 'Done', skipped: error === null ? 'Not needed' : 'Left out', failed: 'Failed' }[status];
}
