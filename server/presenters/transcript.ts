import type { Transcript } from '../../core/api/transcripts.ts';
import type { TranscriptRow } from '../../drizzle/queries/transcripts.ts';

/** The text with its times, as it is read and as it is sent back changed. */
export function presentTranscript(
  { engine, version, segments }: Pick<TranscriptRow, 'engine' | 'version' | 'segments'>,
  { language, spotted }: { readonly language: string; readonly spotted: TranscriptRow['spotted'] },
): Transcript {
  return {
    language,
    engine,
    version,
    segments: segments.map(({ words, ...segment }) => ({ ...segment, ...(words && { words: [...words] }) })),
    spotted: [...spotted],
  };
}
