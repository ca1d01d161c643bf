import { useEffect, useRef } from 'react';
import type { Topic, TopicPin } from '../../../../core/api/topics.ts';
import button from '../../components/button.module.css';
import { Cover } from '../../components/cover.tsx';
import { Icon } from '../../components/icon.tsx';
import { MomentAbout } from '../../components/moment-about.tsx';
import { Problem } from '../../components/notice.tsx';
import styles from './topic.module.css';
import { usePins } from './use-pins.ts';

/** The places to start: to be put in order, noted on, taken off. Every change is saved as it is made. */
export function PinEditor({ topic }: { readonly topic: Topic }) {
  const { startHere } = topic;
  const { move, note, remove, said, error } = usePins(topic);
  const { list, focusAfter } = useFocusAfter();
  return (
    <section aria-labelledby="pins-title">
      <div className={styles.heading}>
        <h2 id="pins-title" tabIndex={-1}>
          Start here
        </h2>
        <p role="status" className={styles.status}>
          {said}
        </p>
      </div>
      {error && <Problem error={error} />}
      {startHere.length === 0 && (
        <p className={styles.hint}>
          Nothing is pinned. Sessions of this topic have “Pin to Start here”; beside a moment it is in “Add to
          collection”.
        </p>
      )}
      <ol ref={list} aria-label="Places to start">
        {startHere.map((pin, at) => (
          <EditRow
            key={pin.id}
            pin={pin}
            number={at + 1}
            isLast={at === startHere.length - 1}
            onMove={(step) => {
              focusAfter({ id: pin.id, act: step < 0 ? 'up' : 'down' });
              move(pin, at + step);
            }}
            onNote={(text) => note(pin, text)}
            onRemove={() => {
              const next = startHere[at + 1] ?? startHere[at - 1];
              focusAfter({ id: next?.id ?? '', act: 'remove' });
              remove(pin);
            }}
          />
        ))}
      </ol>
    </section>
  );
}

interface EditRowProps {
  readonly pin: TopicPin;
  readonly number: number;
  readonly isLast: boolean;
  readonly onMove: (step: 1 | -1) => void;
  readonly onNote: (text: string) => void;
  readonly onRemove: () => void;
}

function EditRow({ pin, number, isLast, onMove, onNote, onRemove }: EditRowProps) {
  const { session } = pin;
  const name = `${session.title}, number ${number}`;
  return (
    <li data-pin={pin.id} className={styles.pin}>
      <Cover session={session} poster={session.poster} />
      <div className={styles.what}>
        <h3>
          <bdi>{session.title}</bdi>
        </h3>
        <MomentAbout moment={{ ...pin, note: '' }} />
        <textarea
          key={pin.note}
          className={styles.noteField}
          aria-label={`Note on ${name}`}
          placeholder="Why one starts here"
          rows={1}
          maxLength={2000}
          dir="auto"
          defaultValue={pin.note}
          onBlur={(event) => {
            const text = event.target.value.trim();
            if (text !== pin.note) onNote(text);
          }}
        />
        <p className={styles.acts}>
          <MoveButton act="up" of={name} isOff={number === 1} onClick={() => onMove(-1)} />
          <MoveButton act="down" of={name} isOff={isLast} onClick={() => onMove(1)} />
          <button
            type="button"
            data-act="remove"
            className={button.quiet}
            aria-label={`Take off: ${name}`}
            onClick={onRemove}
          >
            Take off
          </button>
        </p>
      </div>
    </li>
  );
}

interface MoveButtonProps {
  readonly act: 'up' | 'down';
  readonly of: string;
  readonly isOff: boolean;
  readonly onClick: () => void;
}

/** At an end it does nothing but keeps the focus. */
function MoveButton({ act, of, isOff, onClick }: MoveButtonProps) {
  const words = act === 'up' ? 'Move up' : 'Move down';
  return (
    <button
      type="button"
      data-act={act}
      className={`${button.quiet} ${styles.move}`}
      aria-label={`${words}: ${of}`}
      aria-disabled={isOff}
      onClick={() => !isOff && onClick()}
    >
      <Icon name={act} size={16} /> {words}
    </button>
  );
}

/** Keeps the keyboard where it was: moving a row in the document takes the focus from it. */
function useFocusAfter() {
  const list = useRef<HTMLOListElement>(null);
  const wanted = useRef<{ readonly id: string; readonly act: string } | null>(null);
  useEffect(() => {
    if (!wanted.current) return;
    const { id, act } = wanted.current;
    wanted.current = null;
    const row = list.current?.querySelector<HTMLElement>(`[data-pin="${id}"] [data-act="${act}"]`);
    (row ?? document.getElementById('pins-title'))?.focus();
  });
  return {
    list,
    focusAfter: (next: { readonly id: string; readonly act: string }) => {
      wanted.current = next;
    },
  };
}
