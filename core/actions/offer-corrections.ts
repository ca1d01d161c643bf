import type { Database } from '../../drizzle/client.ts';
import { findVisibleSession } from '../../drizzle/queries/sessions.ts';
import { dismissCorrection, findTerm, listCorrectable, listDismissed } from '../../drizzle/queries/terms.ts';
import { findTranscript } from '../../drizzle/queries/transcripts.ts';
import type { Corrections } from '../api/vocabulary.ts';
import type { Reader } from '../model/access.ts';
import { DomainError } from '../model/errors.ts';
import { correctionFinder } from '../model/vocabulary/corrections.ts';
import { asHeard } from '../model/vocabulary/term.ts';
import { sessionToEdit } from './edit-session.ts';
import { noSuchTerm } from './edit-vocabulary.ts';

/** Where the shown transcript has mishearings of the vocabulary that nobody has dismissed. Changes nothing. */
export async function offerCorrections(db: Database, reader: Reader, idOrSlug: string): Promise<Corrections> {
  const session = await findVisibleSession(db, reader, idOrSlug);
  const transcript = session && (await findTranscript(db, session.id));
  if (!session || !transcript) throw new DomainError('not-found', 'There is no transcript here.');
  const [terms, dismissed] = await Promise.all([listCorrectable(db), listDismissed(db, session.id)]);
  const isDismissed = new Set(dismissed.map(({ termId, heard }) => `${termId} ${heard}`));
  const items = correctionFinder(terms)(transcript.segments).filter(
    ({ termId, from }) => !isDismissed.has(`${termId} ${asHeard(from)}`),
  );
  return { version: transcript.version, items };
}

/**
 * Keeps that the words are right as they are in this session, in every version of its transcript. Throws DomainError
 * `invalid` for words that are never offered for the term.
 */
export async function dismissOffer(
  db: Database,
  reader: Reader,
  idOrSlug: string,
  { termId, from }: { readonly termId: string; readonly from: string },
): Promise<void> {
  const session = await sessionToEdit(db, reader, idOrSlug);
  const heard = asHeard(from);
  await db.transaction(async (tx) => {
    const term = await findTerm(tx, termId);
    if (!term) throw noSuchTerm();
    if (!term.mishearings.some((mishearing) => asHeard(mishearing) === heard))
      throw new DomainError('invalid', `Nobody says that “${term.name}” is misheard so.`, {
        extra: { errors: [{ path: 'from', message: 'is no mishearing of the term' }] },
      });
    if (!(await dismissCorrection(tx, { sessionId: session.id, termId, heard }))) throw noSuchTerm();
  });
}
