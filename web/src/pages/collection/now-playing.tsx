import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { Collection, CollectionItem } from '../../../../core/api/collections.ts';
import button from '../../components/button.module.css';
import { absolute, useCopyText } from '../../components/copy-link.tsx';
import { Notice, Problem } from '../../components/notice.tsx';
import { play, seekTo } from '../../player/playback.ts';
import { Player } from '../../player/player.tsx';
import { type PlayerActions, usePlayerKeys } from '../../player/use-player-keys.ts';
import { sessionQuery } from '../../queries.ts';
import { count } from '../../text/list.ts';
import styles from './collection.module.css';
import { neighbourOf } from './play-order.ts';
import { useItemEnd } from './use-item-end.ts';

interface NowPlayingProps {
  readonly collection: Collection;
  readonly item: CollectionItem;
  readonly onDone: (itemId: string) => void;
}

/** The item that plays, and how to get to the others; when it has ended the next one begins by itself. */
export function NowPlaying({ collection, item, onDone }: NowPlayingProps) {
  const { slug, items } = collection;
  const navigate = useNavigate();
  const at = items.findIndex(({ id }) => id === item.id);
  const [previous, next] = [neighbourOf(items, item.id, -1), neighbourOf(items, item.id, 1)];
  const goTo = (to: CollectionItem | undefined) =>
    void navigate({
      to: '/collections/$slug',
      params: { slug },
      search: { play: to?.id },
      ...(to ? { state: { play: true } } : {}),
      replace: true,
      resetScroll: false,
    });
  const onEnd = () => {
    onDone(item.id);
    if (next) goTo(next);
  };
  return (
    <section className={styles.now} aria-label="Now playing">
      <ItemPlayer
        key={item.id}
        item={item}
        onEnd={onEnd}
        onStep={(step) => {
          const to = step > 0 ? next : previous;
          if (to) goTo(to);
        }}
      />
      <div className={styles.steps}>
        <p role="status">
          {at + 1} of {count(items.length, 'item')}: <bdi>{item.session.title}</bdi>
        </p>
        <button type="button" className={button.button} disabled={!previous} onClick={() => goTo(previous)}>
          Previous
        </button>
        <button type="button" className={button.button} disabled={!next} onClick={() => goTo(next)}>
          Next
        </button>
        <Link
          to="/collections/$slug"
          params={{ slug }}
          search={{}}
          resetScroll={false}
          className={button.quiet}
        >
          Stop
        </Link>
      </div>
    </section>
  );
}

interface ItemPlayerProps {
  readonly item: CollectionItem;
  readonly onEnd: () => void;
  readonly onStep: (step: 1 | -1) => void;
}

function ItemPlayer({ item, onEnd, onStep }: ItemPlayerProps) {
  const session = useQuery(sessionQuery(item.session.slug));
  const [media, setMedia] = useState<HTMLVideoElement | null>(null);
  const player = useRef<HTMLDivElement>(null);
  const { said, copy } = useCopyText();
  const actions: PlayerActions = {
    onHit: ({ startSeconds }) => media && seekTo(media, startSeconds),
    onStepHit: onStep,
    onCopyLink: () => {
      const t = Math.floor(media?.currentTime ?? 0);
      void copy(absolute(`/sessions/${encodeURIComponent(item.session.slug)}?t=${t}`));
    },
    linkSaid: said,
    onTranscript: () => undefined,
  };
  usePlayerKeys({ media, player: () => player.current, actions });
  useItemStart(media, item);
  useItemEnd(media, item.endSeconds, onEnd);
  if (session.error) return <Problem error={session.error} onRetry={() => void session.refetch()} />;
  if (!session.data) return <div role="status" aria-label="Loading" className={styles.playerSkeleton} />;
  if (session.data.media.renditions.length === 0)
    return (
      <Notice title="This recording is still being processed">
        <p>It can be played as soon as its first version is made.</p>
      </Notice>
    );
  const { startSeconds, seconds } = item;
  const marks =
    startSeconds === null ? [] : [{ startSeconds, endSeconds: startSeconds + seconds, strength: 1 }];
  return (
    <Player
      session={session.data}
      media={media}
      onMedia={setMedia}
      playerRef={player}
      hits={marks}
      actions={actions}
    />
  );
}

/** Starts where the item does; plays when a click, or the end of the item before, asked for it. */
function useItemStart(media: HTMLVideoElement | null, { startSeconds }: CollectionItem): void {
  const shouldPlay = useLocation({ select: ({ state }) => state.play === true });
  const started = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (!media || started.current === media) return;
    started.current = media;
    if (startSeconds !== null) seekTo(media, startSeconds);
    if (shouldPlay) void play(media);
  }, [media, startSeconds, shouldPlay]);
}
