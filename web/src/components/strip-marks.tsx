import { type KeyboardEvent, useState } from 'react';
import { formatTime, speakTime } from '../text/time.ts';
import styles from './strip.module.css';
import { type Mark, placeMarks } from './strip-geometry.ts';

interface StripMarksProps<M extends Mark> {
  readonly label: string;
  readonly marks: readonly M[];
  readonly durationSeconds: number;
  readonly hrefOf: (mark: M) => string;
  readonly onPick: (mark: M) => void;
}

/**
 * The matches on a strip as links: one stop of the Tab key, left and right move among them.
 * Narrow marks take clicks as far as half-way to their neighbours.
 */
export function StripMarks<M extends Mark>({
  label,
  marks,
  durationSeconds,
  hrefOf,
  onPick,
}: StripMarksProps<M>) {
  const [current, setCurrent] = useState(0);
  const placed = placeMarks(marks, durationSeconds);
  if (placed.length === 0) return null;
  const stop = Math.min(current, placed.length - 1);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = Math.min(placed.length - 1, Math.max(0, stop + step));
    setCurrent(next);
    const links = event.currentTarget.closest('ol')?.querySelectorAll('a');
    links?.item(next).focus();
  };
  return (
    <ol aria-label={label} className={styles.marks}>
      {placed.map(({ mark, left, width, isWeak, targetLeft, targetWidth }, index) => (
        <li key={mark.startSeconds}>
          <a
            href={hrefOf(mark)}
            tabIndex={index === stop ? 0 : -1}
            aria-label={`Play from ${speakTime(mark.startSeconds)}`}
            title={formatTime(mark.startSeconds)}
            className={styles.target}
            style={{ left: `${targetLeft}%`, width: `${targetWidth}%` }}
            onKeyDown={onKeyDown}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              setCurrent(index);
              onPick(mark);
            }}
          >
            <span
              className={isWeak ? styles.weak : styles.strong}
              style={{
                left: `${((left - targetLeft) / targetWidth) * 100}%`,
                width: `max(${isWeak ? 6 : 9}px, ${(width / targetWidth) * 100}%)`,
              }}
            />
          </a>
        </li>
      ))}
    </ol>
  );
}
