import { memo } from 'react';
import type { Segment } from '../../../../../core/model/transcript.ts';
import type { Range } from '../../../text/find.ts';
import { type ChunkState, chunkLines } from '../transcript-chunk.tsx';
import { EditLine } from './edit-line.tsx';
import type { Editor, Place } from './editor.ts';
import type { Offer } from './offers.ts';

interface EditChunkProps extends ChunkState {
  readonly segments: readonly Segment[];
  readonly from: number;
  readonly canPlay: boolean;
  readonly rangesOf: ReadonlyMap<number, readonly Range[]>;
  readonly offers: ReadonlyMap<number, readonly Offer[]>;
  readonly editor: Editor;
  /** Of the open line, when it is one of these. */
  readonly place: Place | null;
}

/** A stretch of the lines from line `from`. */
export const EditChunk = memo(function EditChunk(props: EditChunkProps) {
  const { segments, from, canPlay, rangesOf, offers, editor, place, active, hit, stop } = props;
  return segments.slice(from, from + chunkLines).map((segment, index) => {
    const line = from + index;
    return (
      <EditLine
        key={line}
        segment={segment}
        line={line}
        isFirstOfSpeaker={line === 0 || segment.speaker !== segments[line - 1]?.speaker}
        isActive={line === active}
        isHit={line === hit}
        isStop={line === stop}
        place={place?.line === line ? place : null}
        canPlay={canPlay}
        ranges={rangesOf.get(line)}
        offers={offers.get(line)}
        editor={editor}
      />
    );
  });
});
