import { type RefObject, useSyncExternalStore } from 'react';
import type { Session } from '../../../core/api/sessions.ts';
import button from '../components/button.module.css';
import { Icon } from '../components/icon.tsx';
import { formatTime } from '../text/time.ts';
import styles from './control-bar.module.css';
import { speeds } from './keys.ts';
import { useCurrentTime, useDuration, useIsPaused, useMediaValue } from './media-value.ts';
import { MoreControls } from './more-controls.tsx';
import {
  hasCaptions as areCaptionsShown,
  seekTo,
  setSpeed,
  setVolume,
  toggleCaptions,
  toggleFullScreen,
  togglePictureInPicture,
  togglePlay,
} from './playback.ts';
import { Quality } from './quality.tsx';
import type { PlayerActions } from './use-player-keys.ts';
import type { Source } from './use-source.ts';

interface ControlBarProps {
  readonly media: HTMLVideoElement | null;
  readonly session: Session;
  readonly playerRef: RefObject<HTMLDivElement | null>;
  readonly source: Source;
  readonly hasPicture: boolean;
  readonly hasCaptions: boolean;
  readonly actions: PlayerActions;
}

/** Play, position, speed, captions, sound, sizes, and the link to this second. */
export function ControlBar(props: ControlBarProps) {
  const { media, session, playerRef, source, hasPicture, hasCaptions, actions } = props;
  const isPaused = useIsPaused(media);
  const now = Math.floor(useCurrentTime(media));
  const duration = useDuration(media, session.durationSeconds);
  const canFloat = hasPicture && document.pictureInPictureEnabled;
  const seekBy = (seconds: number) => media && seekTo(media, media.currentTime + seconds);
  return (
    <div className={styles.bar}>
      <button
        type="button"
        className={styles.control}
        aria-label={isPaused ? 'Play' : 'Pause'}
        onClick={() => media && togglePlay(media)}
      >
        <Icon name={isPaused ? 'play' : 'pause'} size={20} />
      </button>
      <button
        type="button"
        className={`${styles.control} ${styles.jump}`}
        onClick={() => seekBy(-10)}
        aria-label="Back 10 seconds"
      >
        −10
      </button>
      <button
        type="button"
        className={`${styles.control} ${styles.jump}`}
        onClick={() => seekBy(10)}
        aria-label="Forward 10 seconds"
      >
        +10
      </button>
      <span className={styles.time}>
        {formatTime(now)} <span>/ {formatTime(duration)}</span>
      </span>
      <Volume media={media} />
      <Speed media={media} />
      {source.videos.length > 1 && (
        <span className={styles.quality}>
          <Quality {...source} />
        </span>
      )}
      {hasCaptions && <CaptionsButton media={media} />}
      {canFloat && (
        <button
          type="button"
          className={`${styles.control} ${styles.inPicture}`}
          aria-label="Picture in picture"
          title="Picture in picture"
          onClick={() => media && void togglePictureInPicture(media)}
        >
          <Icon name="picture" />
        </button>
      )}
      <FullScreenButton playerRef={playerRef} />
      <button type="button" className={`${button.button} ${styles.link}`} onClick={actions.onCopyLink}>
        <span aria-live="polite">{actions.linkSaid ?? `Link to ${formatTime(now)}`}</span>
      </button>
      <MoreControls media={media} source={source} canFloat={canFloat} actions={actions} />
    </div>
  );
}

function Volume({ media }: { readonly media: HTMLVideoElement | null }) {
  const volume = useMediaValue(media, 'volumechange', (m) => (m.muted ? 0 : m.volume), 1);
  return (
    <span className={styles.volume}>
      <button
        type="button"
        className={styles.control}
        aria-label="Mute"
        aria-pressed={volume === 0}
        title="Mute"
        onClick={() => {
          if (media) media.muted = !media.muted;
        }}
      >
        <Icon name={volume === 0 ? 'muted' : 'volume'} />
      </button>
      <input
        type="range"
        aria-label="Volume"
        min={0}
        max={1}
        step={0.05}
        value={volume}
        onChange={(event) => media && setVolume(media, event.target.valueAsNumber)}
      />
    </span>
  );
}

function Speed({ media }: { readonly media: HTMLVideoElement | null }) {
  const speed = useMediaValue(media, 'ratechange', (m) => m.playbackRate, 1);
  return (
    <select
      className={styles.speed}
      aria-label="Speed"
      value={speed}
      onChange={(event) => media && setSpeed(media, Number(event.target.value))}
    >
      {speeds.map((choice) => (
        <option key={choice} value={choice}>
          {choice}×
        </option>
      ))}
    </select>
  );
}

function CaptionsButton({ media }: { readonly media: HTMLVideoElement | null }) {
  const isOn = useMediaValue(media, 'loadedmetadata', areCaptionsShown, true);
  return (
    <button
      type="button"
      className={`${styles.control} ${isOn ? styles.on : ''}`}
      aria-label="Captions"
      aria-pressed={isOn}
      title="Captions"
      onClick={() => media && toggleCaptions(media)}
    >
      CC
    </button>
  );
}

const onFullScreenChange = (onChange: () => void) => {
  document.addEventListener('fullscreenchange', onChange);
  return () => document.removeEventListener('fullscreenchange', onChange);
};

function FullScreenButton({ playerRef }: Pick<ControlBarProps, 'playerRef'>) {
  const isOn = useSyncExternalStore(onFullScreenChange, () => document.fullscreenElement !== null);
  if (!document.fullscreenEnabled) return null;
  return (
    <button
      type="button"
      className={styles.control}
      aria-label="Full screen"
      aria-pressed={isOn}
      title="Full screen"
      onClick={() => void toggleFullScreen(playerRef.current)}
    >
      <Icon name="fullScreen" />
    </button>
  );
}
