import type { TranscriptVersion } from '../../core/api/transcripts.ts';
import type { VersionRow } from '../../drizzle/queries/transcript-versions.ts';
import { correctedShareOfVersion } from '../../drizzle/queries/transcripts.ts';

/** A version without its text; `shown` is the number of the one that is shown. */
export function presentVersion(row: VersionRow, shown: number | undefined): TranscriptVersion {
  const { version, origin, authorId, authorName, engine, words, createdAt } = row;
  return {
    version,
    origin,
    author: authorId === null ? null : { id: authorId, name: authorName ?? '' },
    engine,
    words,
    correctedShare: correctedShareOfVersion(row),
    createdAt: createdAt.toISOString(),
    isShown: version === shown,
  };
}
