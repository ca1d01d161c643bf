import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Session } from '../../core/api/sessions.ts';
import { isEnded } from '../../core/model/session.ts';
import { sessionQuery } from './queries.ts';

/** Whether processing still changes the session, so that it is worth listening. */
export const isMoving = (session: Session): boolean =>
  session.status === 'processing' || session.stages.some((stage) => !isEnded(stage.status));

/**
 * Keeps the cached session up to date by server-sent events while `isActive`.
 * The browser reconnects by itself; every event carries the whole session, so nothing is missed.
 */
export function useSessionEvents(id: string | null, isActive: boolean): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (id === null || !isActive) return;
    const events = new EventSource(`/api/sessions/${encodeURIComponent(id)}/events`);
    events.addEventListener('session', (event: MessageEvent<string>) => {
      const session: Session = JSON.parse(event.data);
      queryClient.setQueryData(sessionQuery(id).queryKey, session);
    });
    return () => events.close();
  }, [id, isActive, queryClient]);
}
