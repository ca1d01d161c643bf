import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ApiError } from '../../api.ts';
import button from '../../components/button.module.css';
import { Failure } from '../../components/failure.tsx';
import { Problem } from '../../components/notice.tsx';
import { Stages } from '../../components/stages.tsx';
import { isMoving, useSessionEvents } from '../../events.ts';
import { sessionQuery } from '../../queries.ts';
import styles from './new-page.module.css';

interface AddedProps {
  readonly sessionId: string;
  readonly problems: readonly ApiError[];
  readonly isListening: boolean;
}

const askAgainMs = 4_000;

/** The session is there: how its processing goes, and the way to it. */
export function Added({ sessionId, problems, isListening }: AddedProps) {
  const { data: session } = useQuery({
    ...sessionQuery(sessionId),
    refetchInterval: ({ state }) => (!isListening && state.data && isMoving(state.data) ? askAgainMs : false),
  });
  const moving = session !== undefined && isMoving(session);
  const hasFailed = session?.stages.some(({ status }) => status === 'failed') ?? false;
  useSessionEvents(sessionId, isListening && moving);
  return (
    <div className={styles.added}>
      {problems.map((problem) => (
        <Problem key={problem.message} error={problem} />
      ))}
      {session && (moving || !hasFailed ? <Stages stages={session.stages} /> : <Failure session={session} />)}
      {session?.status === 'ready' && <p role="status">Ready. Everyone who may see it can find it now.</p>}
      {moving && <p className={styles.files}>You can close this page; it goes on without you.</p>}
      <Link to="/sessions/$slug" params={{ slug: session?.slug ?? sessionId }} className={button.button}>
        Open session
      </Link>
    </div>
  );
}
