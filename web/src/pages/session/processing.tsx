import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Session } from '../../../../core/api/sessions.ts';
import { isEnded } from '../../../../core/model/session.ts';
import { api } from '../../api.ts';
import button from '../../components/button.module.css';
import { Failure } from '../../components/failure.tsx';
import { Problem } from '../../components/notice.tsx';
import { Stages } from '../../components/stages.tsx';
import { isMoving } from '../../events.ts';
import styles from './processing.module.css';

/** How far processing is, and what failed, with the way to try again; nothing once all is well. */
export function Processing({ session }: { readonly session: Session }) {
  const queryClient = useQueryClient();
  const retry = useMutation({
    mutationFn: () => api.reprocess(session.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['session'] }),
  });
  const moving = isMoving(session);
  const hasFailed = session.stages.some(({ status }) => status === 'failed');
  if (!moving && !hasFailed) return null;
  // What is left then concerns nobody who only watches, and an index that follows a correction nobody at all.
  const isIndexAlone = session.stages.every(({ name, status }) => name === 'index' || isEnded(status));
  if (session.status === 'ready' && !hasFailed && (!session.canEdit || isIndexAlone)) return null;
  return (
    <section className={styles.box} aria-label="Processing">
      <h2>{titleOf(session, moving)}</h2>
      {moving ? <Stages stages={session.stages} /> : <Failure session={session} />}
      {retry.error && <Problem error={retry.error} />}
      {!moving && session.canEdit && (
        <button
          type="button"
          className={button.button}
          disabled={retry.isPending}
          onClick={() => retry.mutate()}
        >
          Try again
        </button>
      )}
      {!moving && !session.canEdit && (
        <p className={styles.who}>
          <bdi>{session.owner.name}</bdi> or a curator can have it tried again.
        </p>
      )}
    </section>
  );
}

function titleOf(session: Session, moving: boolean): string {
  if (moving && session.status === 'ready') return 'Ready. It gets better in the background';
  if (moving) return 'This recording is being processed';
  return session.status === 'failed' ? 'This recording cannot be played' : 'Not everything worked';
}
