import { useEffect, useState } from 'react';
import button from '../../../components/button.module.css';
import { Icon } from '../../../components/icon.tsx';
import { count } from '../../../text/list.ts';
import styles from './edit-bar.module.css';
import type { EditorState } from './editor.ts';

interface EditBarProps {
  /** The page scrolls below it, not the list. */
  readonly isFloating: boolean;
  readonly state: EditorState;
  readonly unsure: number;
  readonly offers: number;
  readonly onUndo: () => void;
  readonly onRetry: () => void;
  readonly onDiscard: () => void;
  readonly onNextUnsure: (step: 1 | -1) => void;
  readonly onNextOffer: () => void;
  readonly onHistory: () => void;
  readonly onDone: () => void;
}

/** What became of the edits, what is left to do, and the ways out. */
export function EditBar(props: EditBarProps) {
  const { state, unsure, offers } = props;
  return (
    <div className={props.isFloating ? `${styles.bar} ${styles.floating}` : styles.bar}>
      <div className={styles.row}>
        <SavingWords {...props} />
        <span className={styles.acts}>
          <button
            type="button"
            className={button.quiet}
            disabled={!state.canUndo}
            title="Ctrl+Z"
            onClick={props.onUndo}
          >
            Undo
          </button>
          <button type="button" className={button.quiet} onClick={props.onHistory}>
            History
          </button>
          <button type="button" className={`${button.button} ${styles.done}`} onClick={props.onDone}>
            Done
          </button>
        </span>
      </div>
      <div className={styles.row}>
        {unsure > 0 ? (
          <span className={styles.left}>
            {count(unsure, 'uncertain word')}
            <Step label="Next uncertain word" title="u or F8" onClick={() => props.onNextUnsure(1)} />
          </span>
        ) : (
          <span className={styles.hint}>Enter edits a line, Tab goes on, Esc takes back</span>
        )}
        {offers > 0 && (
          <span className={styles.left}>
            {count(offers, 'suggestion')}
            <Step label="Next suggestion" onClick={props.onNextOffer} />
          </span>
        )}
      </div>
      <p role="status" className="visually-hidden">
        {state.said}
      </p>
    </div>
  );
}

function Step({ label, title, onClick }: { label: string; title?: string; onClick: () => void }) {
  return (
    <button type="button" aria-label={label} title={title ? `${label} (${title})` : label} onClick={onClick}>
      <Icon name="down" />
    </button>
  );
}

function SavingWords({ state, onRetry, onDiscard }: EditBarProps) {
  const hasSaved = useHasSaved(state.saving);
  if (state.saving === 'failed')
    return (
      <p role="alert" className={styles.failed}>
        Not saved: {state.problem}{' '}
        <button type="button" onClick={onRetry}>
          Try again
        </button>
        {state.isRefused && (
          <button type="button" onClick={onDiscard}>
            Take back
          </button>
        )}
      </p>
    );
  return (
    <p role="status" data-saving={state.saving} className={styles.saving}>
      {state.saving === 'saving' ? 'Saving…' : hasSaved ? 'Saved' : 'Editing'}
    </p>
  );
}

/** Before the first edit there is nothing to say. */
function useHasSaved(saving: EditorState['saving']): boolean {
  const [has, setHas] = useState(false);
  useEffect(() => {
    if (saving !== 'saved') setHas(true);
  }, [saving]);
  return has;
}
