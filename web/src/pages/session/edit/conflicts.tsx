import button from '../../../components/button.module.css';
import { formatTime } from '../../../text/time.ts';
import { WordDiff } from '../history/word-diff.tsx';
import styles from './conflicts.module.css';
import type { EditorState } from './editor.ts';
import { type Hunk, linesAt } from './hunks.ts';

interface ConflictsProps {
  readonly state: EditorState;
  readonly onResolve: (conflict: Hunk, whose: 'yours' | 'theirs') => void;
}

const textOf = (lines: Hunk['before']): string => lines.map(({ text }) => text).join(' ');

/** Lines that somebody else has saved meanwhile: theirs and one's own side by side, until one is chosen. */
export function Conflicts({ state, onResolve }: ConflictsProps) {
  if (state.conflicts.length === 0) return null;
  return (
    <section role="alert" className={styles.conflicts} aria-label="Changed by somebody else">
      {state.conflicts.map((conflict) => {
        const [first] = conflict.before.length > 0 ? conflict.before : conflict.after;
        const was = textOf(conflict.before);
        return (
          <div key={`${first?.startSeconds} ${textOf(conflict.after)}`} className={styles.conflict}>
            <h2>Somebody else changed the line at {formatTime(first?.startSeconds ?? 0)} while you wrote</h2>
            <dl>
              <dt>Yours</dt>
              <dd>
                <Version was={was} lines={conflict.after} />
              </dd>
              <dt>Theirs</dt>
              <dd>
                <Version was={was} lines={linesAt(state.segments, conflict)} />
              </dd>
            </dl>
            <p>
              <button type="button" className={button.button} onClick={() => onResolve(conflict, 'yours')}>
                Keep yours
              </button>
              <button type="button" className={button.button} onClick={() => onResolve(conflict, 'theirs')}>
                Keep theirs
              </button>
            </p>
          </div>
        );
      })}
    </section>
  );
}

function Version({ was, lines }: { readonly was: string; readonly lines: Hunk['after'] }) {
  return lines.length === 0 ? <em>Removed</em> : <WordDiff before={was} after={textOf(lines)} />;
}
