import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Session } from '../../../../../core/api/sessions.ts';
import type { Transcript, TranscriptEdit } from '../../../../../core/api/transcripts.ts';
import { ApiError, api } from '../../../api.ts';
import { meQuery } from '../../../queries.ts';
import { showTranscript } from '../show-transcript.ts';
import { createEditor } from './editor.ts';
import { keepUnsaved } from './keep-unsaved.ts';

/** The session's transcript as it is being edited here, saved as one goes. */
export function useEditor(session: Session, transcript: Transcript) {
  const queryClient = useQueryClient();
  const [editor] = useState(() =>
    createEditor({
      transcript,
      speakers: session.speakers,
      save: (edits, version) => save(queryClient, session.id, edits, version),
      load: () => api.transcript(session.id),
      unsaved: keepUnsaved(session.id, sessionStorage),
    }),
  );
  const state = useSyncExternalStore(editor.subscribe, editor.getState);
  useEffect(() => {
    editor.start();
    const tryAgain = () => void editor.flush();
    const warn = (event: BeforeUnloadEvent) => {
      if (!editor.isSaved()) event.preventDefault();
    };
    window.addEventListener('online', tryAgain);
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('online', tryAgain);
      window.removeEventListener('beforeunload', warn);
      editor.dispose();
      void editor.flush().then(() => queryClient.invalidateQueries({ queryKey: ['session'] }));
    };
  }, [editor, queryClient]);
  useEffect(() => {
    editor.receive(transcript);
  }, [editor, transcript]);
  return { editor, state };
}

async function save(
  queryClient: QueryClient,
  id: string,
  edits: readonly TranscriptEdit[],
  version: number,
): Promise<Transcript> {
  try {
    const answer = await api.editTranscript(id, edits, version);
    showTranscript(queryClient, id, answer, edits);
    return answer;
  } catch (error) {
    // Asking who one is leads to the sign-in page, and back here, where what is unsaved is taken up.
    if (error instanceof ApiError && error.status === 401)
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 }).catch(() => undefined);
    throw error;
  }
}
