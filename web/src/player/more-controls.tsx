import { type ToggleEvent, useId, useRef } from 'react';
import { formatTime } from '../text/time.ts';
import { useCurrentTime, useMediaValue } from './media-value.ts';
import styles from './more-controls.module.css';
import { seekTo, togglePictureInPicture } from './playback.ts';
import { Quality } from './quality.tsx';
import type { PlayerActions } from './use-player-keys.ts';
import type { Source } from './use-source.ts';

interface MoreControlsProps {
  readonly media: HTMLVideoElement | null;
  readonly source: Source;
  readonly canFloat: boolean;
  readonly actions: PlayerActions;
}

/** On a phone, what the bar has no room for. */
export function MoreControls({ media, source, canFloat, actions }: MoreControlsProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const now = Math.floor(useCurrentTime(media));
  const isMuted = useMediaValue(media, 'volumechange', (m) => m.muted, false);
  const seekBy = (seconds: number) => media && seekTo(media, media.currentTime + seconds);
  return (
    <>
      <button
        ref={button}
        type="button"
        className={styles.more}
        popoverTarget={id}
        aria-label="More controls"
      >
        ⋯
      </button>
      <div
        id={id}
        popover="auto"
        className={styles.menu}
        onToggle={(event) => button.current && place(event, button.current)}
      >
        <button type="button" onClick={actions.onCopyLink}>
          <span aria-live="polite">{actions.linkSaid ?? `Copy link to ${formatTime(now)}`}</span>
        </button>
        {canFloat && (
          <button
            type="button"
            popoverTarget={id}
            popoverTargetAction="hide"
            onClick={() => media && void togglePictureInPicture(media)}
          >
            Picture in picture
          </button>
        )}
        <button type="button" onClick={() => seekBy(-10)}>
          Back 10 seconds
        </button>
        <button type="button" onClick={() => seekBy(10)}>
          Forward 10 seconds
        </button>
        <button
          type="button"
          onClick={() => {
            if (media) media.muted = !isMuted;
          }}
        >
          {isMuted ? 'Sound on' : 'Sound off'}
        </button>
        {source.videos.length > 1 && <Quality {...source} />}
      </div>
    </>
  );
}

/** Room that the menu needs below its button, in CSS pixels; else it opens above. */
const roomBelow = 260;

function place({ currentTarget: menu, newState }: ToggleEvent<HTMLElement>, button: HTMLElement): void {
  if (newState !== 'open') return;
  const { top, bottom, right } = button.getBoundingClientRect();
  const isBelow = innerHeight - bottom > roomBelow;
  menu.style.inset = isBelow
    ? `${bottom + 4}px ${innerWidth - right}px auto auto`
    : `auto ${innerWidth - right}px ${innerHeight - top + 4}px auto`;
}
