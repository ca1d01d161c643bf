import type { KeyboardEvent } from 'react';
import { Icon } from '../../components/icon.tsx';
import styles from './find-bar.module.css';
import type { Find } from './use-find.ts';

/** Finds within the session: Enter to the next match, Shift+Enter to the one before. */
export function FindBar({ find, onStep }: { readonly find: Find; readonly onStep: (step: 1 | -1) => void }) {
  const { text, hits, current } = find;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || hits.length === 0) return;
    event.preventDefault();
    onStep(event.shiftKey ? -1 : 1);
  };
  return (
    <div className={styles.bar}>
      <input
        type="search"
        aria-label="Find in this session"
        placeholder="Find in this session"
        autoComplete="off"
        spellCheck={false}
        value={text}
        onKeyDown={onKeyDown}
        onChange={(event) => find.setText(event.target.value)}
      />
      <span role="status" className={styles.count}>
        {text !== '' && (hits.length === 0 ? 'Not found' : `${Math.max(1, current + 1)} of ${hits.length}`)}
      </span>
      {hits.length > 0 && (
        <>
          <button
            type="button"
            aria-label="Previous match"
            title="Previous match (p)"
            onClick={() => onStep(-1)}
          >
            <Icon name="up" />
          </button>
          <button type="button" aria-label="Next match" title="Next match (n)" onClick={() => onStep(1)}>
            <Icon name="down" />
          </button>
        </>
      )}
    </div>
  );
}
