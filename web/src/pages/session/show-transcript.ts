import type { QueryClient } from '@tanstack/react-query';
import type { Session } from '../../../../core/api/sessions.ts';
import type { Transcript, TranscriptEdit } from '../../../../core/api/transcripts.ts';
import { transcriptQuery } from '../../queries.ts';

/** Shows a text that was just saved everywhere on the page, without asking for it again. */
export function showTranscript(
  queryClient: QueryClient,
  id: string,
  transcript: Transcript,
  edits: readonly TranscriptEdit[] = [],
): void {
  queryClient.setQueriesData<Session>({ queryKey: ['session'] }, (session) => {
    if (session?.id !== id || !session.transcript) return session;
    const { version } = transcript;
    const shown = {
      ...session,
      speakers: renamed(session.speakers, edits),
      transcript: { ...session.transcript, version, edited: true },
    };
    queryClient.setQueryData(transcriptQuery(shown).queryKey, transcript);
    return shown;
  });
}

function renamed(speakers: readonly string[], edits: readonly TranscriptEdit[]): string[] {
  const names = edits.reduce<readonly string[]>(
    (all, edit) =>
      edit.op === 'renameSpeaker' ? all.map((name) => (name === edit.from ? edit.to : name)) : all,
    speakers,
  );
  return [...new Set(names)];
}
