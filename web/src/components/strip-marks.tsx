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
 * A mark takes clicks 24 px wide (WCAG 2.5.8), or as far as half-way to its neighbours.
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
      {placed.map(({ mark, left, width, isWeak, reachFrom, reachTo }, index) => (
        <li key={mark.startSeconds}>
          <span
            className={isWeak ? styles.weak : styles.strong}
            style={{ left: `${left}%`, width: `max(${isWeak ? 6 : 9}px, ${width}%)` }}
          />
          <a
            href={hrefOf(mark)}
            tabIndex={index === stop ? 0 : -1}
            title={formatTime(mark.startSeconds)}
            className={styles.target}
            style={{
              left: `max(${reachFrom}%, min(${left}%, ${left + width / 2}% - 12px))`,
              right: `max(${100 - reachTo}%, min(${100 - left - width}%, ${100 - left - width / 2}% - 12px))`,
            }}
            onKeyDown={onKeyDown}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              setCurrent(index);
              onPick(mark);
            }}
          >
            <span className="visually-hidden">Play from {speakTime(mark.startSeconds)}</span>
          </a>
        </li>
      ))}
    </ol>
  );
}
