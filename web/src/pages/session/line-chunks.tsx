import { type ReactNode, type RefObject, useMemo } from 'react';
import type { Segment } from '../../../../core/model/transcript.ts';
import { speakTime } from '../../text/time.ts';
import { chunkLines, chunkOf, estimateHeight } from './chunks.ts';
import styles from './transcript.module.css';
import { useArrival } from './use-arrival.ts';

interface LineChunksProps {
  readonly listRef: RefObject<HTMLElement | null>;
  readonly segments: readonly Segment[];
  /** Lines that have to be there now, those next to them too; `-1` is none. */
  readonly wanted: readonly number[];
  /** The chunk that begins with a line. */
  readonly children: (from: number) => ReactNode;
}

/**
 * The lines in chunks: those that are wanted at once, the rest bit by bit while nothing else is to be done, so that
 * in the end all of it can be found by the browser, read out and printed. What is far from view is not laid out. Each
 * chunk is a list of its own, named by its time: a container between a list and its lines would not be HTML.
 */
export function LineChunks({ listRef, segments, wanted, children }: LineChunksProps) {
  const starts = useMemo(() => startsOf(segments), [segments]);
  const arrived = useArrival(
    listRef,
    starts.length,
    wanted.map((line) => chunkOf(Math.max(0, line))),
  );
  return starts.map(({ from, startSeconds, height }, chunk) => (
    <ol
      key={from}
      start={from + 1}
      className={styles.chunk}
      aria-label={`From ${speakTime(startSeconds)}`}
      style={{
        containIntrinsicBlockSize: `auto ${height}`,
        minBlockSize: arrived.has(chunk) ? undefined : height,
      }}
    >
      {arrived.has(chunk) && children(from)}
    </ol>
  ));
}

const startsOf = (segments: readonly Segment[]) =>
  Array.from({ length: Math.ceil(segments.length / chunkLines) }, (_none, chunk) => {
    const from = chunk * chunkLines;
    return {
      from,
      startSeconds: segments[from]?.startSeconds ?? 0,
      height: estimateHeight(segments, from),
    };
  });
