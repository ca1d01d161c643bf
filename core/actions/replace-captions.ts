import { auditReplacedTranscript } from '../../drizzle/queries/audit.ts';
import { forgetMediaFiles, insertMediaFile } from '../../drizzle/queries/media-files.ts';
import { type SessionRow, updateSession } from '../../drizzle/queries/sessions.ts';
import { setEditsAside } from '../../drizzle/queries/transcripts.ts';
import { DomainError } from '../model/errors.ts';
import { withDependents } from '../model/session.ts';
import type { ReceivedFile } from './add-session.ts';
import { changeSession } from './change-session.ts';
import { refuseUnreadableCaptions } from './check-captions.ts';
import type { ActionDeps } from './deps.ts';
import { indexNow } from './index-now.ts';
import { withdrawMachineTranscript } from './keep-machine-transcript.ts';

/** A caption file that is already whole in the store, under a name that no row has yet. */
export interface StoredCaptions extends Omit<ReceivedFile, 'fileName'> {
  readonly storedName: string;
  /** The person's own; `null` where they sent none. */
  readonly fileName: string | null;
}

type Session = Pick<SessionRow, 'id' | 'hasRecording' | 'hasCaptions'>;

const again = withDependents(['transcribe']);

/**
 * Makes a caption file the session's, in place of one that it has, and writes its transcript again. What people
 * have edited stays as it is, the rest follows the file; with `replaceEdits` all of it does, and their text becomes
 * an older version. The file of
 * before is left to the sweep. Throws `unprocessable` when there is no caption in it; it is removed then.
 */
export async function replaceCaptions(
  deps: Pick<ActionDeps, 'db' | 'queue' | 'store' | 'log'>,
  session: Session,
  captions: StoredCaptions,
  { by, replaceEdits }: { readonly by: string; readonly replaceEdits: boolean },
): Promise<void> {
  const { storedName, fileName, sizeBytes, sha256 } = captions;
  const key = `${session.id}/${storedName}`;
  try {
    await refuseUnreadableCaptions(deps.store, key);
  } catch (error) {
    await deps.store.remove(key);
    throw error;
  }
  const content = { originalSha256: sha256, originalBytes: sizeBytes };
  const name = fileName === null ? {} : { originalFilename: fileName.slice(0, 300) };
  await changeSession(deps, session.id, again, async (tx) => {
    await forgetMediaFiles(tx, session.id, ['captions']);
    await insertMediaFile(tx, {
      sessionId: session.id,
      fileName: storedName,
      kind: 'captions',
      contentType: 'application/octet-stream',
      sizeBytes,
    });
    // Of a transcript-only session the captions are the original.
    await updateSession(tx, session.id, {
      hasCaptions: true,
      ...(session.hasRecording ? {} : { ...content, ...name }),
    });
    if (replaceEdits) await setEditsAside(tx, session.id);
    await auditReplacedTranscript(tx, by, session.id);
  });
}

/**
 * Takes the caption file away and has the recording transcribed instead. What it said is neither shown nor found
 * from now on, apart from what people have edited: it may be another session's. Throws `conflict` for a session that is nothing but its captions.
 */
export async function removeCaptions(
  deps: Pick<ActionDeps, 'db' | 'queue' | 'searchIndex' | 'log'>,
  session: Session,
  { by }: { readonly by: string },
): Promise<void> {
  if (!session.hasCaptions) throw new DomainError('not-found', 'This session has no caption file.');
  if (!session.hasRecording)
    throw new DomainError(
      'conflict',
      'This session is its captions alone. Replace them, or delete the session.',
    );
  await changeSession(deps, session.id, again, async (tx) => {
    await forgetMediaFiles(tx, session.id, ['captions']);
    await withdrawMachineTranscript(tx, session.id);
    await updateSession(tx, session.id, { hasCaptions: false });
    await auditReplacedTranscript(tx, by, session.id);
  });
  await indexNow(deps, session.id);
}
