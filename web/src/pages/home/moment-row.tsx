import { Link } from '@tanstack/react-router';
import { type KeyboardEvent, lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { Moment } from '../../../../core/api/search.ts';
import type { SessionShort } from '../../../../core/api/sessions.ts';
import { queryOf } from '../../api.ts';
import { AddToCollection, useIsCurator } from '../../components/add-to-collection.tsx';
import { CopyLink } from '../../components/copy-link.tsx';
import { SnippetText } from '../../components/snippet-text.tsx';
import { hasShortcuts } from '../../preferences.ts';
import type { SearchState } from '../../queries.ts';
import { formatTime } from '../../text/time.ts';
import type { Place } from './moment-queries.ts';
import styles from './moment-row.module.css';

const InlinePlayer = lazy(() =>
  import('./inline-player.tsx').then((module) => ({ default: module.InlinePlayer })),
);
const WhyThis = lazy(() => import('./why-this.tsx').then((module) => ({ default: module.WhyThis })));

/** A match at the end of its passage still makes a moment worth hearing. */
const shortestSeconds = 20;

interface MomentRowProps {
  readonly session: SessionShort;
  readonly moment: Moment;
  readonly place: Place;
  readonly isPlaying: boolean;
  readonly onOpen: () => void;
  readonly onPlay: () => void;
  readonly onStop: () => void;
  /** To the next (1) or the previous (-1) moment of the session. */
  readonly onStep: (step: 1 | -1) => void;
}

/** Where a moment is replayed, for the router and as an address; the query goes along to be marked there. */
export function momentLink(session: SessionShort, moment: Moment, { q }: SearchState) {
  const t = Math.floor(moment.startSeconds * 10) / 10;
  return {
    to: '/sessions/$slug',
    params: { slug: session.slug },
    search: { t, q },
    state: { play: true, leadIn: true },
    href: `/sessions/${encodeURIComponent(session.slug)}${queryOf({ t, q })}`,
  } as const;
}

/** What was said at one moment: time, speaker, words with the matches marked, or that it says it in others. */
export function MomentRow(props: MomentRowProps) {
  const { session, moment, place, isPlaying, onOpen, onPlay, onStop } = props;
  const { href, ...link } = momentLink(session, moment, place.search);
  const hasSpeaker = moment.speaker !== null && session.speakers.length !== 1;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    // A key went on from another moment, whose player is gone.
    if (isPlaying && !row.current?.contains(document.activeElement)) focusMomentIn(row.current);
  }, [isPlaying]);
  const stop = () => {
    // The player is about to go, and the focus with it.
    if (row.current?.contains(document.activeElement)) focusMomentIn(row.current);
    onStop();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'k' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isPlaying || !session.hasRecording || !hasShortcuts()) return;
    event.preventDefault();
    onPlay();
  };
  return (
    <li ref={row} className={styles.row} onKeyDown={onKeyDown}>
      <Link {...link} className={styles.moment} onClick={onOpen} data-moment aria-keyshortcuts="k">
        <time className={styles.time}>{formatTime(moment.startSeconds)}</time>
        <span className={styles.said} dir="auto">
          {hasSpeaker && <span className={styles.speaker}>{moment.speaker} </span>}“
          <SnippetText snippet={moment.snippet} />”
          {moment.by === 'meaning' && <span className={styles.meant}> said in other words</span>}
        </span>
      </Link>
      <MomentActs {...props} href={href} onStop={stop} />
      <Suspense fallback={isPlaying && <div role="status" aria-label="Loading" className={styles.player} />}>
        {isPlaying && <InlinePlayer {...props} q={place.search.q} onStop={stop} />}
      </Suspense>
    </li>
  );
}

const focusMomentIn = (row: HTMLElement | null): void =>
  row?.querySelector<HTMLElement>('[data-moment]')?.focus({ preventScroll: true });

/** Play it here, keep it, share it, and for curators why it was found. */
function MomentActs(props: MomentRowProps & { readonly href: string }) {
  const { session, moment, place, isPlaying, onPlay, onStop, href } = props;
  const [isExplained, setIsExplained] = useState(false);
  const isCurator = useIsCurator();
  const time = formatTime(moment.startSeconds);
  return (
    <>
      <span className={isPlaying || isExplained ? `${styles.acts} ${styles.shown}` : styles.acts}>
        {session.hasRecording && (
          <button
            type="button"
            className={styles.act}
            aria-label={isPlaying ? `Stop playing from ${time}` : `Play here from ${time}`}
            onClick={isPlaying ? onStop : onPlay}
          >
            <span aria-hidden="true">{isPlaying ? '■' : '▶'}</span> {isPlaying ? 'Stop' : 'Play here'}
          </button>
        )}
        <CopyLink path={href} className={`${styles.act} ${styles.copy}`} label={`Copy link to ${time}`}>
          Copy link
        </CopyLink>
        <AddToCollection
          item={{
            sessionId: session.id,
            title: session.title,
            topics: session.topics,
            startSeconds: moment.startSeconds,
            endSeconds: Math.max(moment.endSeconds, moment.startSeconds + shortestSeconds),
          }}
          className={styles.act}
          label={`Add to collection: ${time}`}
        >
          Add to collection
        </AddToCollection>
        {isCurator && place.search.q !== undefined && (
          <button
            type="button"
            className={styles.act}
            aria-label={`Why this, at ${time}`}
            aria-expanded={isExplained}
            onClick={() => setIsExplained(!isExplained)}
          >
            Why?
          </button>
        )}
      </span>
      <Suspense fallback={isExplained && <p className={styles.why}>Loading</p>}>
        {isExplained && <WhyThis sessionId={session.id} moment={moment} place={place} />}
      </Suspense>
    </>
  );
}
