import { useEffect, useRef } from 'react';
import type { Mark } from '../components/strip-geometry.ts';
import { isTyping } from '../components/typing.ts';
import { hasShortcuts } from '../preferences.ts';
import { commandOf, nextSpeed, type PlayerCommand } from './keys.ts';
import { seekTo, setSpeed, toggleCaptions, toggleFullScreen, togglePlay } from './playback.ts';

/** What the player asks of the page around it. */
export interface PlayerActions {
  readonly onHit: (hit: Mark) => void;
  /** To the next (1) or the previous (-1) match. */
  readonly onStepHit: (step: 1 | -1) => void;
  readonly onCopyLink: () => void;
  /** What came of copying, for two seconds. */
  readonly linkSaid: string | null;
  readonly onTranscript: () => void;
  /** Absent for those who may not. */
  readonly onEdit?: (() => void) | undefined;
}

interface KeysOf {
  readonly media: HTMLVideoElement | null;
  readonly player: () => Element | null;
  readonly actions: PlayerActions;
}

/** The player's keys work anywhere on the page, except while typing and where a key means something already. */
export function usePlayerKeys(keys: KeysOf): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = event.defaultPrevented ? null : commandOf(event);
      if (!command || !hasShortcuts() || isTaken(event) || document.querySelector('dialog[open]')) return;
      if (perform(command, latest.current)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** Space presses the button that has the focus; arrows move a slider or choose an option. */
function isTaken({ target, key }: KeyboardEvent): boolean {
  if (target instanceof HTMLInputElement && target.type === 'range') return key.startsWith('Arrow');
  if (isTyping(target)) return true;
  return (
    key === ' ' && target instanceof Element && target.closest('button, a, summary, [role="tab"]') !== null
  );
}

/** Whether there was something to do. */
function perform(command: PlayerCommand, { media, player, actions }: KeysOf): boolean {
  if (command.kind === 'hit') actions.onStepHit(command.step);
  else if (command.kind === 'copy-link') actions.onCopyLink();
  else if (command.kind === 'transcript') actions.onTranscript();
  else if (command.kind === 'edit' && actions.onEdit) actions.onEdit();
  else if (media) performOnMedia(command, media, player);
  else return false;
  return true;
}

function performOnMedia(command: PlayerCommand, media: HTMLVideoElement, player: () => Element | null): void {
  if (command.kind === 'toggle') togglePlay(media);
  else if (command.kind === 'captions') toggleCaptions(media);
  else if (command.kind === 'seek-by') seekTo(media, media.currentTime + command.seconds);
  else if (command.kind === 'seek-to-tenth') seekTo(media, (media.duration || 0) * (command.tenth / 10));
  else if (command.kind === 'speed') setSpeed(media, nextSpeed(media.playbackRate, command.step));
  else if (command.kind === 'full-screen') void toggleFullScreen(player());
  else if (command.kind === 'mute') media.muted = !media.muted;
}
