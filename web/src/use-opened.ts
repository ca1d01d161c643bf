import { useCallback } from 'react';
import { api } from './api.ts';

/** Tells the server what of an answer was opened, so that others find it sooner. That it cannot be told is no harm. */
export function useOpened(searchId: string | null | undefined) {
  return useCallback(
    (sessionId: string, startSeconds: number | null = null) => {
      if (searchId) api.opened(searchId, { sessionId, startSeconds }).catch(() => undefined);
    },
    [searchId],
  );
}
