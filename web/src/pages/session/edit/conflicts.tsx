import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api.ts';
import button from '../../../components/button.module.css';
import { meQuery } from '../../../queries.ts';
import { formatTime } from '../../../text/time.ts';
import { WordDiff } from '../history/word-diff.tsx';
import styles from './conflicts.module.css';
import type { Conflict, EditorState } from './editor.ts';
import { type Hunk, linesAt } from './hunks.ts';
import { type Changer, whoChanged } from './who-changed.ts';

interface ConflictsProps {
  readonly sessionId: string;
  readonly state: EditorState;
  readonly onResolve: (conflict: Conflict, whose: 'yours' | 'theirs') => void;
}

const textOf = (lines: Hunk['before']): string => lines.map(({ text }) => text).join(' ');

/** Lines that were saved otherwise meanwhile: those and one's own side by side, until one is chosen. */
export function Conflicts({ sessionId, state, onResolve }: ConflictsProps) {
  const changerOf = useChangers(sessionId, state);
  if (state.conflicts.length === 0) return null;
  return (
    <section role="alert" className={styles.conflicts} aria-label="Changed meanwhile">
      {state.conflicts.map((conflict) => {
        const [first] = conflict.before.length > 0 ? conflict.before : conflict.after;
        const was = textOf(conflict.before);
        const changer = changerOf(conflict);
        const words = wordsFor(changer);
        return (
          <div key={`${first?.startSeconds} ${textOf(conflict.after)}`} className={styles.conflict}>
            <h2>
              <bdi>{words.who}</bdi> changed the line at {formatTime(first?.startSeconds ?? 0)} {words.when}
            </h2>
            <dl>
              <dt>{words.yours}</dt>
              <dd>
                <Version was={was} lines={conflict.after} />
              </dd>
              <dt>{words.theirs}</dt>
              <dd>
                <Version was={was} lines={linesAt(state.segments, conflict)} />
              </dd>
            </dl>
            <p>
              <button type="button" className={button.button} onClick={() => onResolve(conflict, 'yours')}>
                Keep {words.yours.toLowerCase()}
              </button>
              <button type="button" className={button.button} onClick={() => onResolve(conflict, 'theirs')}>
                Keep {words.theirs.toLowerCase()}
              </button>
            </p>
          </div>
        );
      })}
    </section>
  );
}

function wordsFor(changer: Changer) {
  if (changer.kind === 'self')
    return {
      ...{ who: 'You', when: 'in another window while you wrote here' },
      ...{ yours: 'This one', theirs: 'The other' },
    };
  const who = changer.kind === 'others' ? changer.names : 'Somebody else';
  return { who, when: 'while you wrote', yours: 'Yours', theirs: 'Theirs' };
}

/** Asks who has saved what once there is a conflict; versions never change. */
function useChangers(sessionId: string, { conflicts }: EditorState): (conflict: Conflict) => Changer {
  const { data: me } = useQuery(meQuery);
  const newest = Math.max(0, ...conflicts.map(({ since }) => since ?? 0));
  const { data: versions } = useQuery({
    queryKey: ['versions', sessionId, 'since', newest],
    queryFn: ({ signal }) => api.transcriptVersions(sessionId, undefined, signal),
    enabled: newest > 0,
  });
  return ({ since }) => whoChanged(versions?.items ?? [], since, me?.id);
}

function Version({ was, lines }: { readonly was: string; readonly lines: Hunk['after'] }) {
  return lines.length === 0 ? <em>Removed</em> : <WordDiff before={was} after={textOf(lines)} />;
}
