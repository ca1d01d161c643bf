import { longestChapterTitle } from '../../../../core/model/chapters.ts';
import button from '../../components/button.module.css';
import { formatTime } from '../../text/time.ts';
import { nameless } from './about.ts';
import styles from './record.module.css';
import type { Recording, RecordingState } from './recording-state.ts';

interface ChapterMarksProps {
  readonly recording: Recording;
  readonly marks: RecordingState['marks'];
}

/** The chapters that were marked so far, to be named. */
export function ChapterMarks({ recording, marks }: ChapterMarksProps) {
  if (marks.length === 0) return null;
  return (
    <section className={styles.chapters} aria-labelledby="chapters">
      <h2 id="chapters">Chapters</h2>
      <ol>
        {marks.map(({ id, startSeconds, title }, place) => (
          <li key={id}>
            <time>{formatTime(startSeconds)}</time>
            <input
              dir="auto"
              aria-label={`Name of the chapter at ${formatTime(startSeconds)}`}
              placeholder={nameless(place)}
              value={title}
              maxLength={longestChapterTitle}
              onChange={(event) => recording.nameMark(id, event.target.value)}
              onBlur={() => void recording.save()}
            />
            {id !== 0 && (
              <button
                type="button"
                className={button.quiet}
                aria-label={`Remove the chapter at ${formatTime(startSeconds)}`}
                onClick={(event) => {
                  focusNearest(event.currentTarget);
                  recording.unmark(id);
                }}
              >
                Remove
              </button>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The focus stays in the list, or goes back to where chapters are marked. */
function focusNearest(from: HTMLElement): void {
  const before = from.closest('li')?.previousElementSibling?.querySelector('input');
  const isLast = from.closest('ol')?.children.length === 2;
  const next = isLast ? document.querySelector<HTMLElement>('[data-mark]') : before;
  next?.focus();
}
