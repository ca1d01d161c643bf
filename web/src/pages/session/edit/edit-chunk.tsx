import { memo } from 'react';
import type { Segment } from '../../../../../core/model/transcript.ts';
import type { Range } from '../../../text/find.ts';
import { chunkLines } from '../chunks.ts';
import type { ChunkState } from '../transcript-chunk.tsx';
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

/** A stretch of the lines from line `from`; of thousands, an edit changes but a few. */
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
}, isSameChunk);

/** The text and all that goes by line are other lists after every edit: what counts is what they say of these lines. */
function isSameChunk(before: EditChunkProps, after: EditChunkProps): boolean {
  const { from, canPlay, editor, place, active, hit, stop } = before;
  if (from !== after.from || canPlay !== after.canPlay || editor !== after.editor) return false;
  if (place !== after.place || active !== after.active || hit !== after.hit || stop !== after.stop)
    return false;
  if (before.segments[from - 1]?.speaker !== after.segments[from - 1]?.speaker) return false;
  for (let line = from; line < from + chunkLines; line++) {
    if (before.segments[line] !== after.segments[line]) return false;
    if (before.rangesOf.get(line) !== after.rangesOf.get(line)) return false;
    if (!areSame(before.offers.get(line), after.offers.get(line))) return false;
  }
  return true;
}

const areSame = (before: readonly Offer[] = [], after: readonly Offer[] = []): boolean =>
  before.length === after.length && before.every((offer, at) => offer === after[at]);
