import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import button from '../../components/button.module.css';
import { Problem } from '../../components/notice.tsx';
import { formatTime } from '../../text/time.ts';
import { Added } from '../new/added.tsx';
import { AboutForm } from './about-form.tsx';
import { secondsOf } from './clock.ts';
import { BrokenOff } from './live-upload.ts';
import styles from './record.module.css';
import type { Recording, RecordingState } from './recording.ts';

interface EndedViewProps {
  readonly recording: Recording;
  readonly state: RecordingState;
  readonly onAgain: () => void;
}

/** After it has ended: the rest is sent, it is processed, and meanwhile one says what it is about. */
export function EndedView({ recording, state, onAgain }: EndedViewProps) {
  const { phase, clock, savedSeconds, trouble } = state;
  const save = useMutation({ mutationFn: () => recording.save() });
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const seconds = secondsOf(clock, 0);
  if (phase.kind === 'failed') return <Failed error={phase.error} seconds={savedSeconds} onAgain={onAgain} />;
  return (
    <>
      <section className={styles.panel} aria-labelledby="ended">
        <div className={styles.head}>
          <h2 id="ended" ref={heading} tabIndex={-1}>
            Recorded {formatTime(seconds)}
          </h2>
        </div>
        {phase.kind === 'added' ? (
          <Added sessionId={phase.sessionId} problems={[]} isListening />
        ) : (
          <p role="status" className={styles.status}>
            {trouble ? `No connection. The last ${formatTime(seconds - savedSeconds)} are here; ` : ''}
            {trouble ? 'they are sent by themselves. ' : 'Sending the rest. '}Keep this page open.
          </p>
        )}
      </section>
      <section className={styles.what} aria-labelledby="what">
        <h2 id="what">What it is about</h2>
        <AboutForm
          about={state.about}
          startedAt={recording.startedAt}
          onEdit={recording.edit}
          onLeave={() => save.mutate()}
        />
        {save.error && <Problem error={save.error} onRetry={() => save.mutate()} />}
        <p role="status" className={styles.soft}>
          {phase.kind !== 'added' ? 'Saved with the recording.' : save.isSuccess ? 'Saved.' : ''}
        </p>
      </section>
      {phase.kind === 'added' && (
        <button type="button" className={button.button} onClick={onAgain}>
          Record another
        </button>
      )}
    </>
  );
}

interface FailedProps {
  readonly error: Error;
  readonly seconds: number;
  readonly onAgain: () => void;
}

function Failed({ error, seconds, onAgain }: FailedProps) {
  const isBrokenOff = error instanceof BrokenOff;
  return (
    <section className={styles.panel} aria-labelledby="ended">
      <h2 id="ended">{isBrokenOff ? 'This recording has broken off' : 'This recording could not go on'}</h2>
      <Problem error={error} />
      {isBrokenOff && <p>Its first {formatTime(seconds)} are a session. What came after them is lost.</p>}
      <div className={styles.controls}>
        <button type="button" className={button.primary} onClick={onAgain}>
          Record again
        </button>
        {isBrokenOff && (
          <Link to="/sessions/$slug" params={{ slug: error.sessionId }} className={button.button}>
            Open session
          </Link>
        )}
      </div>
    </section>
  );
}
