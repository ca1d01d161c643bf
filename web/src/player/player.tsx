import { type RefObject, useEffect, useRef } from 'react';
import type { Session } from '../../../core/api/sessions.ts';
import { Cover } from '../components/cover.tsx';
import type { Mark } from '../components/strip-geometry.ts';
import { ControlBar } from './control-bar.tsx';
import { useIsPaused, useMediaValue } from './media-value.ts';
import { applyPreferences, togglePlay } from './playback.ts';
import styles from './player.module.css';
import { SeekStrip } from './seek-strip.tsx';
import type { PlayerActions } from './use-player-keys.ts';
import { useSource } from './use-source.ts';

interface PlayerProps {
  readonly session: Session;
  readonly media: HTMLVideoElement | null;
  readonly onMedia: (media: HTMLVideoElement | null) => void;
  readonly playerRef: RefObject<HTMLDivElement | null>;
  readonly hits: readonly Mark[];
  readonly actions: PlayerActions;
}

/** The recording, or its cover when there is only sound, with our own controls below it. */
export function Player({ session, media, onMedia, playerRef, hits, actions }: PlayerProps) {
  const { video, poster } = session.media;
  const source = useSource(session, media);
  const isPaused = useIsPaused(media);
  const captions = session.transcript ? `/api/sessions/${session.id}/transcript.vtt` : undefined;
  const hasFailed = useMediaValue(media, 'error loadstart', (m) => m.error !== null, false);
  useStage(media);
  return (
    <section ref={playerRef} className={styles.player} aria-label="Player">
      <div className={styles.stage} data-paused={isPaused}>
        {video === null && <Cover session={session} poster={poster} isLarge />}
        <video
          ref={onMedia}
          src={`/media/${source.path}`}
          poster={video !== null && poster !== null ? `/media/${poster}` : undefined}
          preload="metadata"
          playsInline
          aria-label={session.title}
        >
          <track
            kind="captions"
            src={captions}
            srcLang={session.language === 'und' ? 'en' : session.language}
            label="Captions"
            default
          />
        </video>
        {hasFailed && (
          <p role="alert" className={styles.failed}>
            The recording could not be loaded. Load the page again; if that does not help, ask its owner to
            retry.
          </p>
        )}
      </div>
      <div className={styles.controls}>
        <SeekStrip media={media} session={session} hits={hits} onHit={actions.onHit} />
        <ControlBar
          media={media}
          session={session}
          playerRef={playerRef}
          source={source}
          hasPicture={video !== null}
          hasCaptions={captions !== undefined}
          actions={actions}
        />
      </div>
    </section>
  );
}

/** A click on the picture plays and pauses, as everywhere. */
function useStage(media: HTMLVideoElement | null): void {
  const applied = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (!media) return;
    if (applied.current !== media) applyPreferences(media);
    applied.current = media;
    const onClick = () => togglePlay(media);
    media.addEventListener('click', onClick);
    return () => media.removeEventListener('click', onClick);
  }, [media]);
}
