import { type CSSProperties, type KeyboardEvent, useState } from 'react';
import { formatTime, speakTime } from '../text/time.ts';
import styles from './strip.module.css';
import { type Mark, type PlacedMark, placeMarks } from './strip-geometry.ts';

interface StripMarksProps<M extends Mark> {
  readonly label: string;
  readonly marks: readonly M[];
  readonly durationSeconds: number;
  readonly hrefOf: (mark: M) => string;
  readonly onPick: (mark: M) => void;
}

/**
 * The matches on a strip as links: one stop of the Tab key, left and right move among them.
 * A mark takes clicks 24 px wide (WCAG 2.5.8) as long as that covers no other.
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
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, index: number) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = Math.min(placed.length - 1, Math.max(0, index + step));
    setCurrent(next);
    const links = event.currentTarget.closest('ol')?.querySelectorAll('a');
    links?.item(next).focus();
  };
  return (
    <ol aria-label={label} className={styles.marks}>
      {placed.map((placedMark, index) => (
        <li key={placedMark.mark.startSeconds}>
          <span
            className={placedMark.isWeak ? styles.weak : styles.strong}
            style={{
              left: `${placedMark.left}%`,
              width: `max(${placedMark.isWeak ? 6 : 9}px, ${placedMark.width}%)`,
            }}
          />
          <a
            href={hrefOf(placedMark.mark)}
            tabIndex={index === stop ? 0 : -1}
            title={formatTime(placedMark.mark.startSeconds)}
            className={styles.target}
            style={targetOf(placedMark)}
            onKeyDown={(event) => onKeyDown(event, index)}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              onPick(placedMark.mark);
            }}
          >
            <span className="visually-hidden">Play from {speakTime(placedMark.mark.startSeconds)}</span>
          </a>
        </li>
      ))}
    </ol>
  );
}

/** At least 24 px wide; where a neighbour is near, the other way; never past the middle between the two. */
function targetOf({ left, width, reachFrom, reachTo }: PlacedMark<Mark>): CSSProperties {
  const right = left + width;
  const centre = (left + right) / 2;
  return {
    left: `max(${reachFrom}%, min(${left}%, ${centre}% - 12px, ${reachTo}% - 24px))`,
    right: `max(${100 - reachTo}%, min(${100 - right}%, ${100 - centre}% - 12px, ${100 - reachFrom}% - 24px))`,
  };
}
