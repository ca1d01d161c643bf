import type { Database } from '../../drizzle/client.ts';
import { collectionsOfSessions } from '../../drizzle/queries/collections.ts';
import type { SessionRow } from '../../drizzle/queries/sessions.ts';
import { topicsOfSessions } from '../../drizzle/queries/topics.ts';
import { correctedShareOfVersion, findSpotted, findTranscript } from '../../drizzle/queries/transcripts.ts';
import { textTrust } from '../model/quality.ts';
import { buildPassages } from '../model/search/passages.ts';
import { withSpotted } from '../model/search/spotted.ts';
import type { Passage, SessionDocument } from '../ports/search-index.ts';

/** What the index has to know of a session, read fresh from the database. `version` was read before the session. */
export async function readForIndex(
  db: Database,
  session: SessionRow,
  version: number,
): Promise<{ readonly document: SessionDocument; readonly passages: readonly Passage[] }> {
  const transcript = await findTranscript(db, session.id);
  const segments = transcript?.segments ?? [];
  const heard = segments.flatMap((segment) => segment.speaker ?? []);
  const document: SessionDocument = {
    id: session.id,
    version,
    title: session.title,
    description: session.description,
    speakers: [...new Set([...session.speakers, ...heard])],
    topics: (await topicsOfSessions(db, [session.id])).get(session.id) ?? [],
    collections: (await collectionsOfSessions(db, [session.id])).get(session.id) ?? [],
    language: session.language,
    heldAt: session.recordedAt ?? session.createdAt,
    audience: { visibility: session.visibility, ownerId: session.ownerId, team: session.team },
    trust: transcript ? textTrust({ ...transcript, correctedShare: correctedShareOfVersion(transcript) }) : 1,
  };
  const spotted = transcript ? await findSpotted(db, transcript) : [];
  return { document, passages: buildPassages(withSpotted(segments, spotted)) };
}
