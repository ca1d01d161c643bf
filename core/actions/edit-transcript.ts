import { updateSession } from '../../drizzle/queries/sessions.ts';
import { addTranscript, findTranscript, type TranscriptVersion } from '../../drizzle/queries/transcripts.ts';
import type { Reader } from '../model/access.ts';
import { DomainError } from '../model/errors.ts';
import type { Segment } from '../model/transcript.ts';
import { changeSession } from './change-session.ts';
import type { ActionDeps } from './deps.ts';
import { sessionToEdit } from './edit-session.ts';

export interface TranscriptEdit {
  readonly language?: string | undefined;
  readonly segments: readonly Segment[];
  /** What the editor started from, version 0 being nothing; `undefined`: overwrite whatever is shown. */
  readonly basedOn?: { readonly version: number; readonly id?: string | undefined } | undefined;
}

/** Replaces the shown text by a person's; the version before is kept, the index follows. Gives the new version. */
export async function editTranscript(
  deps: Pick<ActionDeps, 'db' | 'queue' | 'log'>,
  reader: Reader,
  idOrSlug: string,
  edit: TranscriptEdit,
): Promise<TranscriptVersion> {
  const session = await sessionToEdit(deps.db, reader, idOrSlug);
  const segments = inOrder(edit.segments);
  return changeSession(deps, session.id, ['index'], async (tx) => {
    const current = await findTranscript(tx, session.id);
    const { version = current?.version ?? 0, id = current?.id } = edit.basedOn ?? {};
    if (version !== (current?.version ?? 0) || id !== current?.id)
      throw new DomainError(
        'precondition-failed',
        'Somebody else has saved this transcript meanwhile. Load it again.',
      );
    const language = edit.language ?? current?.language ?? session.language;
    const next = await addTranscript(
      tx,
      session.id,
      { engine: current?.engine ?? 'person', grade: current?.grade ?? 'given', language, segments },
      { origin: 'person', authorId: reader.id },
    );
    await updateSession(tx, session.id, { language });
    return next;
  });
}

function inOrder(segments: readonly Segment[]): readonly Segment[] {
  const backwards = segments.findIndex((segment) => segment.endSeconds < segment.startSeconds);
  if (backwards >= 0)
    throw new DomainError('invalid', 'A segment ends before it starts.', {
      extra: { errors: [{ path: `segments.${backwards}.endSeconds`, message: 'is before startSeconds' }] },
    });
  return [...segments].sort((a, b) => a.startSeconds - b.startSeconds);
}
