import { type KeyboardEvent, type MouseEvent, type RefObject, Suspense, useMemo, useState } from 'react';
import type { Session } from '../../../../core/api/sessions.ts';
import type { Segment } from '../../../../core/model/transcript.ts';
import { CollectDialog, useIsCurator } from '../../components/add-to-collection.tsx';
import button from '../../components/button.module.css';
import { useMediaValue } from '../../player/media-value.ts';
import { within } from './chunks.ts';
import { lineAt } from './hits.ts';
import { LineChunks } from './line-chunks.tsx';
import { momentOfLine } from './moment-of-line.ts';
import styles from './transcript.module.css';
import { TranscriptChunk } from './transcript-chunk.tsx';
import type { Find } from './use-find.ts';
import { useFollow } from './use-follow.ts';

interface TranscriptListProps {
  readonly session: Session;
  readonly segments: readonly Segment[];
  readonly language: string;
  readonly media: HTMLVideoElement | null;
  /** There is a recording to play. */
  readonly canPlay: boolean;
  readonly listRef: RefObject<HTMLElement | null>;
  readonly find: Find;
  readonly onSeek: (seconds: number) => void;
}

/** Addresses of moments name tenths of a second, rounded down: a line that begins within one has begun. */
const addressGrainSeconds = 0.1;

/** What was said, line by line: a click plays from there, the line that is spoken is marked and kept in view. */
export function TranscriptList(props: TranscriptListProps) {
  const { id: sessionId, title, topics } = props.session;
  const { segments, language, media, canPlay, listRef, find, onSeek } = props;
  const active = useMediaValue(
    media,
    'timeupdate seeking seeked',
    (m) => lineAt(segments, m.currentTime + addressGrainSeconds),
    -1,
  );
  const hitLine = find.hits[find.current]?.line;
  const [focused, setFocused] = useState<number | null>(null);
  const rangesOf = useMemo(() => new Map(find.hits.map((hit) => [hit.line, hit.ranges])), [find.hits]);
  const { isFollowing, follow } = useFollow(listRef, active, hitLine);
  const isCurator = useIsCurator();
  const [collecting, setCollecting] = useState(-1);
  const [said, setSaid] = useState('');
  const collected = momentOfLine(segments, collecting);
  const stop = focused ?? Math.max(0, active);

  const lineOf = (target: EventTarget): number => {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-line]') : null;
    return Number(row?.dataset['line'] ?? -1);
  };
  const onClick = (event: MouseEvent) => {
    const segment = segments[lineOf(event.target)];
    if (event.target instanceof Element && event.target.closest('[data-collect]'))
      return setCollecting(lineOf(event.target));
    // Selecting text to copy it is no click on the line.
    if (!segment || !media || !(window.getSelection()?.isCollapsed ?? true)) return;
    onSeek(segment.startSeconds);
    follow();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = Math.min(segments.length - 1, Math.max(0, lineOf(event.target) + step));
    setFocused(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-line="${next}"] button`)?.focus();
  };
  return (
    <>
      <section
        ref={listRef}
        className={canPlay ? `${styles.list} ${styles.playing}` : styles.list}
        lang={language === 'und' ? undefined : language}
        aria-label="Transcript"
        onClick={onClick}
        onKeyDown={onKeyDown}
        onBlur={() => setFocused(null)}
      >
        <LineChunks listRef={listRef} segments={segments} wanted={[active, hitLine ?? active, stop]}>
          {(from) => (
            <TranscriptChunk
              segments={segments}
              from={from}
              canPlay={canPlay}
              canCollect={isCurator}
              rangesOf={rangesOf}
              active={within(from, active)}
              hit={within(from, hitLine ?? -1)}
              stop={within(from, stop)}
            />
          )}
        </LineChunks>
      </section>
      <Suspense>
        {collected && (
          <CollectDialog
            item={{ sessionId, title, topics, ...collected }}
            onClose={() => setCollecting(-1)}
            onAdded={setSaid}
          />
        )}
      </Suspense>
      <p role="status" className={styles.collected}>
        {said}
      </p>
      {media && !isFollowing && (
        <button type="button" className={`${button.button} ${styles.follow}`} onClick={follow}>
          Follow
        </button>
      )}
    </>
  );
}
