import type { Session } from '../../../core/api/sessions.ts';
import styles from './failure.module.css';
import { consequencesOf, failureWords } from './failure-words.ts';
import { stageWords } from './stages.tsx';

/** Once nothing is being done any more: what failed and why, what follows from it, and what was left out. */
export function Failure({ session }: { readonly session: Session }) {
  const { stages } = session;
  const failed = stages.filter(({ status }) => status === 'failed');
  // Without a reason it was never meant to be done.
  const leftOut = stages.filter(({ status, error }) => status === 'skipped' && error !== null);
  return (
    <div className={styles.failure}>
      {failed.map(({ name, error }) => (
        <p key={name}>
          <strong>{failureWords[name]}</strong> <span dir="auto">{error}</span>
        </p>
      ))}
      <p>{consequencesOf(session).join(' ')}</p>
      {leftOut.length > 0 && (
        <p className={styles.leftOut}>
          Left out: {leftOut.map(({ name }) => stageWords[name].toLowerCase()).join(', ')}.
        </p>
      )}
    </div>
  );
}
