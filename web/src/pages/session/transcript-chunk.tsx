import { memo } from 'react';
import type { Segment } from '../../../../core/model/transcript.ts';
import type { Range } from '../../text/find.ts';
import { chunkLines } from './chunks.ts';
import { TranscriptLine } from './transcript-line.tsx';

/** What changes while one reads; each is a line of this chunk, or `-1` when it is elsewhere. */
export interface ChunkState {
  readonly active: number;
  readonly hit: number;
  readonly stop: number;
}

interface TranscriptChunkProps extends ChunkState {
  readonly segments: readonly Segment[];
  readonly from: number;
  readonly canPlay: boolean;
  readonly canCollect: boolean;
  readonly rangesOf: ReadonlyMap<number, readonly Range[]>;
}

/** A stretch of the transcript from line `from`; of thousands, a change concerns but a few. */
export const TranscriptChunk = memo(function TranscriptChunk(props: TranscriptChunkProps) {
  const { segments, from, canPlay, canCollect, rangesOf, active, hit, stop } = props;
  const lines = segments
    .slice(from, from + chunkLines)
    .map((segment, index) => ({ segment, line: from + index }));
  return lines.map(({ segment, line }) => (
    <TranscriptLine
      key={line}
      segment={segment}
      line={line}
      isFirstOfSpeaker={segment.speaker !== null && segment.speaker !== segments[line - 1]?.speaker}
      isActive={line === active}
      isHit={line === hit}
      isStop={line === stop}
      canPlay={canPlay}
      canCollect={canCollect}
      ranges={rangesOf.get(line)}
    />
  ));
}, isSameChunk);

/** What was found is another list with every letter: what counts is what it says of these lines. */
function isSameChunk(before: TranscriptChunkProps, after: TranscriptChunkProps): boolean {
  const { segments, from, canPlay, canCollect, rangesOf, active, hit, stop } = before;
  if (segments !== after.segments || from !== after.from) return false;
  if (canPlay !== after.canPlay || canCollect !== after.canCollect) return false;
  if (active !== after.active || hit !== after.hit || stop !== after.stop) return false;
  for (let line = from; line < from + chunkLines; line += 1)
    if (rangesOf.get(line) !== after.rangesOf.get(line)) return false;
  return true;
}
