import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../../api.ts';
import { notesApi, notesQuery } from './notes-queries.ts';

interface Outcomes {
  readonly onSaved: () => void;
  /** Somebody was faster; what they wrote has been read. */
  readonly onBehind: () => void;
}

/** Saves a text on the version that it was written on; every page of the notes follows. */
export function useSave(sessionId: string, { onSaved, onBehind }: Outcomes) {
  const queryClient = useQueryClient();
  const { queryKey } = notesQuery(sessionId);
  return useMutation({
    mutationFn: async ({ text, version }: { readonly text: string; readonly version: number }) => {
      try {
        return await notesApi.writeNotes(sessionId, text, version);
      } catch (error) {
        if (!(error instanceof ApiError && error.status === 412)) throw error;
        await queryClient.refetchQueries({ queryKey }, { throwOnError: true });
        return null;
      }
    },
    onSuccess: (saved) => {
      if (!saved) return onBehind();
      queryClient.setQueryData(queryKey, saved);
      void queryClient.invalidateQueries({ queryKey: ['notes', sessionId, 'history'] });
      return onSaved();
    },
  });
}
