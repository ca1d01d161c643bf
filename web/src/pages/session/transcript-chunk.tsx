import { memo } from 'react';
import type { Segment } from '../../../../core/model/transcript.ts';
import type { Range } from '../../text/find.ts';
import { TranscriptLine } from './transcript-line.tsx';

/** Lines that render together: of a three-hour talk's 3,600 only those around a change are looked at again. */
export const chunkLines = 100;

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

/** A stretch of the transcript from line `from`. */
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
});
