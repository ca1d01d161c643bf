import { type ReactNode, useEffect, useRef } from 'react';
import button from '../../components/button.module.css';
import { formatTime } from '../../text/time.ts';
import { AboutForm } from './about-form.tsx';
import { ChapterMarks } from './chapter-marks.tsx';
import { secondsOf } from './clock.ts';
import { Devices } from './devices.tsx';
import type { Equipment } from './equipment.ts';
import styles from './record.module.css';
import { mostWaitingBytes, type Recording, type RecordingState } from './recording-state.ts';
import { RecordedStrip } from './strip.tsx';
import { useAwake } from './use-awake.ts';
import { useNow, useStore } from './use-store.ts';

interface RecordingViewProps {
  readonly recording: Recording;
  readonly state: RecordingState;
  readonly equipment: Equipment;
  readonly isHeard: boolean;
  readonly onHeard: (isHeard: boolean) => void;
}

/** While it is recorded: how long, what is safe already, and the few things to do. */
export function RecordingView({ recording, state, equipment, isHeard, onHeard }: RecordingViewProps) {
  const isPaused = state.phase.kind === 'paused';
  const seconds = secondsOf(state.clock, useNow(!isPaused));
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  useAwake();
  useEffect(() => {
    const { title } = document;
    document.title = `${isPaused ? 'Paused' : '● Recording'} · Brownbag`;
    return () => {
      document.title = title;
    };
  }, [isPaused]);
  return (
    <>
      <section className={styles.panel} aria-labelledby="recording">
        <div className={styles.head}>
          <h2 id="recording" ref={heading} tabIndex={-1} className={isPaused ? undefined : styles.live}>
            {isPaused ? 'Paused' : 'Recording'}
          </h2>
          <p className={styles.consent}>This is recorded</p>
        </div>
        <p className={styles.time}>
          <time dateTime={`PT${Math.floor(seconds)}S`}>{formatTime(seconds)}</time>
          <span>saved {formatTime(state.savedSeconds)}</span>
        </p>
        <RecordedStrip seconds={seconds} savedSeconds={state.savedSeconds} marks={state.marks} />
        <Controls recording={recording} isPaused={isPaused} isFull={state.isFull} />
        <p role="status" className={styles.status}>
          {isPaused && !state.isFull && 'Paused. What is said now is not recorded. '}
          <Keeping state={state} seconds={seconds} />
          <Earlier parts={state.parts} />
        </p>
        <Lost equipment={equipment} />
        <Devices isLive kind={recording.kind} equipment={equipment} isHeard={isHeard} onHeard={onHeard} />
      </section>
      <ChapterMarks recording={recording} marks={state.marks} />
      <section className={styles.what} aria-labelledby="what">
        <h2 id="what">What it is about</h2>
        <AboutForm
          about={state.about}
          startedAt={recording.startedAt}
          onEdit={recording.edit}
          onLeave={() => void recording.save()}
        />
      </section>
    </>
  );
}

interface ControlsProps {
  readonly recording: Recording;
  readonly isPaused: boolean;
  readonly isFull: boolean;
}

function Controls({ recording, isPaused, isFull }: ControlsProps) {
  return (
    <div className={styles.controls}>
      <button type="button" className={button.primary} onClick={() => void recording.stop()}>
        Stop and save
      </button>
      <button
        type="button"
        className={button.button}
        disabled={isFull}
        onClick={() => (isPaused ? recording.resume() : recording.pause())}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </button>
      <button type="button" data-mark className={button.button} onClick={() => recording.mark()}>
        Mark a chapter
      </button>
    </div>
  );
}

/** Pieces leave every second, and arrive a little later. */
const usualSeconds = 5;

/** What has not arrived yet, when that is more than usual, and why. */
function Keeping({
  state,
  seconds,
}: {
  readonly state: RecordingState;
  readonly seconds: number;
}): ReactNode {
  const { trouble, savedSeconds, waitingBytes, isFull } = state;
  const kept = seconds - savedSeconds;
  if (isFull)
    return 'No more fits into this browser, so the recording has paused. Resume as soon as some of it was sent.';
  if (trouble === null && kept < usualSeconds) return null;
  const here = `Keeping ${formatTime(kept)} here`;
  const room = waitingBytes > mostWaitingBytes / 2 ? ' Not much more fits: stop soon.' : '';
  if (trouble?.status === 401)
    return `You are signed out. ${here}; sign in in another tab, and it goes on by itself.${room}`;
  if (trouble && trouble.status !== 0) return `${trouble.message} ${here}; it goes on by itself.${room}`;
  return trouble
    ? `No connection. ${here}; it goes on by itself.${room}`
    : `${here}; the connection is slow.${room}`;
}

function Earlier({ parts }: Pick<RecordingState, 'parts'>) {
  const last = parts.at(-1);
  if (!last) return null;
  const words = `The connection was away for more than a quarter of an hour, so what came before ${formatTime(last.endSeconds)}`;
  return (
    <>
      {' '}
      {words} became a session of its own. The rest goes on here, as part {parts.length + 1}.
    </>
  );
}

/** A device that was unplugged: said at once. */
function Lost({ equipment }: { readonly equipment: Equipment }) {
  const { lost } = useStore(equipment);
  if (lost.length === 0) return null;
  return (
    <p role="alert" className={styles.lost}>
      {lost.includes('microphone')
        ? 'The microphone is gone: nobody is heard. Plug it in again or choose another one.'
        : 'The camera is gone: only sound is recorded. Stop and start again to be seen.'}
    </p>
  );
}
