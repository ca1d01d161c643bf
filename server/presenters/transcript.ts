import type { Transcript } from '../../core/api/transcripts.ts';
import type { TranscriptRow } from '../../drizzle/queries/transcripts.ts';

/** The text with its times, as it is read and as it is sent back changed. */
export function presentTranscript(
  {
    language,
    engine,
    version,
    segments,
  }: Pick<TranscriptRow, 'language' | 'engine' | 'version' | 'segments'>,
  spotted: TranscriptRow['spotted'],
): Transcript {
  return {
    language,
    engine,
    version,
    segments: segments.map(({ words, ...segment }) => ({ ...segment, ...(words && { words: [...words] }) })),
    spotted: [...spotted],
  };
}
