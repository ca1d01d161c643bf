import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import button from '../../components/button.module.css';
import { Problem } from '../../components/notice.tsx';
import { formatTime } from '../../text/time.ts';
import { Added } from '../new/added.tsx';
import { AboutForm } from './about-form.tsx';
import { secondsOf } from './clock.ts';
import styles from './record.module.css';
import type { Recording, RecordingState } from './recording-state.ts';

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
        {state.parts.map(({ sessionId, endSeconds }, place) => (
          <p key={sessionId} className={styles.soft}>
            Part {place + 1}, until {formatTime(endSeconds)}, is a session of its own:{' '}
            <Link to="/sessions/$slug" params={{ slug: sessionId }}>
              open it
            </Link>
          </p>
        ))}
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

/** What has arrived can be finished from the page that follows. */
function Failed({ error, seconds, onAgain }: FailedProps) {
  return (
    <section className={styles.panel} aria-labelledby="ended">
      <h2 id="ended">This recording could not go on</h2>
      <Problem error={error} />
      {seconds > 0 && <p>Its first {formatTime(seconds)} are kept.</p>}
      <div className={styles.controls}>
        <button type="button" className={button.primary} onClick={onAgain}>
          {seconds > 0 ? 'Finish it, or record again' : 'Record again'}
        </button>
      </div>
    </section>
  );
}
