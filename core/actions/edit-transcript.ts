import type { Transaction } from '../../drizzle/client.ts';
import { auditReplacedTranscript } from '../../drizzle/queries/audit.ts';
import { findAnySession, updateSession } from '../../drizzle/queries/sessions.ts';
import { resetStages } from '../../drizzle/queries/stages.ts';
import { findVersion } from '../../drizzle/queries/transcript-versions.ts';
import {
  addTranscript,
  claimsOf,
  findTranscript,
  type TranscriptRow,
} from '../../drizzle/queries/transcripts.ts';
import type { TranscriptEdit } from '../api/transcripts.ts';
import type { Reader } from '../model/access.ts';
import { DomainError } from '../model/errors.ts';
import { languageOf } from '../model/language.ts';
import { listsTag } from '../model/preconditions.ts';
import { speakersAfter } from '../model/speakers.ts';
import { carryWords } from '../model/transcript/carry-words.ts';
import {
  areSameNames,
  type Claims,
  claimsAfter,
  claimsOfRestored,
  noClaims,
} from '../model/transcript/claims.ts';
import { applyEdits, renameSpeaker, sortSegments } from '../model/transcript/edits.ts';
import { areSameSegments } from '../model/transcript/stored-version.ts';
import type { Segment, Transcript } from '../model/transcript.ts';
import { changeSession } from './change-session.ts';
import type { ActionDeps } from './deps.ts';
import { sessionToEdit } from './edit-session.ts';
import { indexNow } from './index-now.ts';
import { linkSpeakers } from './link-speakers.ts';

type Deps = Pick<ActionDeps, 'db' | 'queue' | 'searchIndex' | 'log'>;

/** The header `If-Match`: the tag of the version that the editor started from, or `*`. */
type IfMatch = string | undefined;

export interface WholeText {
  readonly language?: string | undefined;
  readonly segments: readonly Segment[];
}

/**
 * A version's ETag, quotes and all (RFC 9110 8.8.3). Its `digest` is of what else readers are told with the text:
 * that may change while the text that one edits does not.
 */
export const transcriptTag = ({ version }: Pick<TranscriptRow, 'version'>, digest: string): string =>
  `"${version}.${digest}"`;

/**
 * Replaces the shown text by a person's; where it differs from what was shown, it is theirs from now on. The
 * version before is kept, the index follows. Without `ifMatch` whatever is shown is replaced.
 */
export function replaceTranscript(
  deps: Deps,
  reader: Reader,
  idOrSlug: string,
  { text, ifMatch }: { readonly text: WholeText; readonly ifMatch: IfMatch },
): Promise<TranscriptRow> {
  return saveEdit(deps, reader, idOrSlug, async (tx, current, session) => {
    refuseStale(ifMatch, current);
    const before = current?.segments ?? [];
    const segments = carryWords(before, inOrder(text.segments));
    const claims = claimsAfter(current ? claimsOf(current) : noClaims, before, segments);
    const shown = languageOf(session, current);
    const isChosen = text.language !== undefined && text.language !== 'und' && text.language !== shown;
    const language = isChosen ? text.language : (current?.language ?? session.language);
    const { engine, grade } = current ?? { engine: 'person', grade: 'given' as const };
    await auditReplacedTranscript(tx, reader.id, session.id);
    return {
      transcript: { engine, grade, language, segments },
      claims,
      ...(isChosen && { languageChosen: language }),
    };
  });
}

/** Makes a person's edits one after the other, or none of them. Throws `precondition-required` without `ifMatch`. */
export function changeTranscript(
  deps: Deps,
  reader: Reader,
  idOrSlug: string,
  { edits, ifMatch }: { readonly edits: readonly TranscriptEdit[]; readonly ifMatch: IfMatch },
): Promise<TranscriptRow> {
  return saveEdit(deps, reader, idOrSlug, async (tx, current, session) => {
    refuseStale(required(ifMatch), current);
    if (!current) throw new DomainError('not-found', 'There is no transcript here.');
    const { segments: before, engine, grade, language } = current;
    const segments = applyEdits(before, edits, session.speakers);
    const renames = edits.filter((edit) => edit.op === 'renameSpeaker');
    await linkSpeakers(tx, session.id, edits);
    const claims = claimsAfter(claimsOf(current), before, segments, renames);
    const rename = (names: readonly string[]) =>
      renames.reduce((all, { from, to }) => all.map((name) => (name === from ? to : name)), [...names]);
    const speakers = speakersAfter(
      [...new Set(rename(session.speakers))],
      renames.reduce<readonly Segment[]>(renameSpeaker, before),
      segments,
    );
    return { transcript: { engine, grade, language, segments }, claims, speakers };
  });
}

/** An older version's text as a new version of the person's, who answers for all that differs. */
export function restoreTranscript(
  deps: Deps,
  reader: Reader,
  idOrSlug: string,
  { version, ifMatch }: { readonly version: number; readonly ifMatch: IfMatch },
): Promise<TranscriptRow> {
  return saveEdit(deps, reader, idOrSlug, async (tx, current, session) => {
    const older = await findVersion(tx, session.id, version);
    if (!older || !current) throw new DomainError('not-found', 'There is no such version.');
    refuseStale(required(ifMatch), current);
    const claims = claimsOfRestored(
      { segments: current.segments, claims: claimsOf(current) },
      { segments: older.segments, claims: claimsOf({ ...older, isSetAside: false }) },
    );
    return { transcript: { ...older, language: current.language }, claims };
  });
}

interface Saved {
  readonly transcript: Transcript;
  readonly claims: Claims;
  /** Where a person said so; else they follow the text. */
  readonly speakers?: readonly string[];
  /** By the person; else the session's stays. */
  readonly languageChosen?: string;
}

type Session = NonNullable<Awaited<ReturnType<typeof findAnySession>>>;

/** One change in one transaction, as a new version unless it changes and names nothing. Gives what is shown then. */
async function saveEdit(
  deps: Deps,
  reader: Reader,
  idOrSlug: string,
  edit: (tx: Transaction, current: TranscriptRow | undefined, session: Session) => Promise<Saved>,
): Promise<TranscriptRow> {
  const { id } = await sessionToEdit(deps.db, reader, idOrSlug);
  const shown = await changeSession(deps, id, ['index'], async (tx) => {
    const session = await findAnySession(tx, id);
    if (!session) throw new DomainError('not-found', 'There is no such session.');
    const current = await findTranscript(tx, id);
    const { transcript, claims, speakers, languageChosen } = await edit(tx, current, session);
    const { language, segments } = transcript;
    if (languageChosen !== undefined) await resetStages(tx, id, ['tag']);
    await updateSession(tx, id, {
      ...(languageChosen !== undefined && { language: languageChosen, languageGiven: languageChosen }),
      speakers: speakers ? [...speakers] : speakersAfter(session.speakers, current?.segments ?? [], segments),
    });
    const isSameText = current?.language === language && areSameSegments(current.segments, segments);
    if (isSameText && areSameNames(claimsOf(current).named, claims.named)) return current;
    return addTranscript(tx, id, transcript, { origin: 'person', authorId: reader.id, claims });
  });
  await indexNow(deps, id);
  return shown;
}

function required(ifMatch: IfMatch): string {
  if (ifMatch !== undefined) return ifMatch;
  throw new DomainError(
    'precondition-required',
    'Say with If-Match which version of the transcript you have seen: its ETag.',
  );
}

function refuseStale(ifMatch: IfMatch, current: TranscriptRow | undefined): void {
  const version = current?.version ?? 0;
  const versionsSeen = ifMatch?.replaceAll(/"(\d+)\.[\w-]*"/g, '"$1"');
  if (versionsSeen === undefined || listsTag(versionsSeen, `"${version}"`)) return;
  throw new DomainError(
    'precondition-failed',
    'Somebody else has saved this transcript meanwhile. Load it again.',
    { extra: { version } },
  );
}

function inOrder(segments: readonly Segment[]): readonly Segment[] {
  const backwards = segments.findIndex((segment) => segment.endSeconds < segment.startSeconds);
  if (backwards >= 0)
    throw new DomainError('invalid', 'A segment ends before it starts.', {
      extra: { errors: [{ path: `segments.${backwards}.endSeconds`, message: 'is before startSeconds' }] },
    });
  return sortSegments(segments);
}
