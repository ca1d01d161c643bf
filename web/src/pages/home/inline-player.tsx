import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { Moment } from '../../../../core/api/search.ts';
import type { SessionShort } from '../../../../core/api/sessions.ts';
import { queryOf } from '../../api.ts';
import button from '../../components/button.module.css';
import { absolute, useCopyText } from '../../components/copy-link.tsx';
import { Problem } from '../../components/notice.tsx';
import { isTyping } from '../../components/typing.ts';
import { withLeadIn } from '../../player/lead-in.ts';
import { useMediaValue } from '../../player/media-value.ts';
import { play, seekTo } from '../../player/playback.ts';
import { Player } from '../../player/player.tsx';
import { type PlayerActions, usePlayerKeys } from '../../player/use-player-keys.ts';
import { sessionQuery } from '../../queries.ts';
import styles from './inline-player.module.css';

interface InlinePlayerProps {
  readonly session: SessionShort;
  readonly moment: Moment;
  readonly q: string | undefined;
  readonly onStop: () => void;
  readonly onStep: (step: 1 | -1) => void;
}

/** Plays a moment among the results, from 2 s before it; Escape ends it, a link leads on to the session. */
export function InlinePlayer({ session: found, moment, q, onStop, onStep }: InlinePlayerProps) {
  const session = useQuery(sessionQuery(found.slug));
  const [media, setMedia] = useState<HTMLVideoElement | null>(null);
  const player = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const { said, copy } = useCopyText();
  const { slug } = found;
  const now = () => Math.floor(media?.currentTime ?? moment.startSeconds);
  const actions: PlayerActions = {
    onHit: ({ startSeconds }) => media && seekTo(media, startSeconds),
    onStepHit: onStep,
    onCopyLink: () => void copy(absolute(`/sessions/${encodeURIComponent(slug)}${queryOf({ t: now(), q })}`)),
    linkSaid: said,
    onTranscript: () => void navigate({ to: '/sessions/$slug', params: { slug }, search: { t: now(), q } }),
  };
  usePlayerKeys({ media, player: () => player.current, actions });
  useEscape(onStop);
  useStart(media, withLeadIn(moment.startSeconds));
  const box = useShown<HTMLDivElement>(session.data !== undefined);
  return (
    <div ref={box} className={styles.box}>
      {session.error && <Problem error={session.error} onRetry={() => void session.refetch()} />}
      {session.isPending && <div role="status" aria-label="Loading" className={styles.skeleton} />}
      {session.data && session.data.media.renditions.length === 0 && (
        <p role="status">This recording is still being processed. It can be played in a while.</p>
      )}
      {session.data && session.data.media.renditions.length > 0 && (
        <Player
          session={session.data}
          media={media}
          onMedia={setMedia}
          playerRef={player}
          hits={[moment]}
          actions={actions}
        />
      )}
      <p className={styles.foot}>
        <OpenHere media={media} slug={slug} q={q} fallback={moment.startSeconds} />
        <button type="button" className={button.quiet} onClick={onStop}>
          Stop <kbd className={styles.key}>Esc</kbd>
        </button>
      </p>
    </div>
  );
}

interface OpenHereProps {
  readonly media: HTMLVideoElement | null;
  readonly slug: string;
  readonly q: string | undefined;
  readonly fallback: number;
}

/** Goes on in the session at the second that is heard now. */
function OpenHere({ media, slug, q, fallback }: OpenHereProps) {
  const t = useMediaValue(media, 'timeupdate seeked', (m) => Math.floor(m.currentTime), Math.floor(fallback));
  return (
    <Link
      to="/sessions/$slug"
      params={{ slug }}
      search={{ t, q }}
      state={{ play: true }}
      className={button.button}
    >
      Open the session here
    </Link>
  );
}

function useStart(media: HTMLVideoElement | null, startSeconds: number): void {
  const started = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (!media || started.current === media) return;
    started.current = media;
    seekTo(media, startSeconds);
    void play(media);
  }, [media, startSeconds]);
}

/** Escape ends playing wherever the focus is, except where it means something already. */
function useEscape(onEscape: () => void): void {
  const latest = useRef(onEscape);
  useEffect(() => {
    latest.current = onEscape;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.fullscreenElement) return;
      const isSlider = event.target instanceof HTMLInputElement && event.target.type === 'range';
      if ((isTyping(event.target) && !isSlider) || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** Brings what has just grown on the page into view. */
function useShown<E extends HTMLElement>(isLoaded: boolean) {
  const box = useRef<E>(null);
  useEffect(() => {
    const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
    if (isLoaded) box.current?.scrollIntoView({ block: 'nearest', behavior });
  }, [isLoaded]);
  return box;
}
