import type { HTMLAttributes } from 'react';
import type { CollectionItem } from '../../../../core/api/collections.ts';
import button from '../../components/button.module.css';
import { Cover } from '../../components/cover.tsx';
import { Icon } from '../../components/icon.tsx';
import { MomentAbout } from '../../components/moment-about.tsx';
import styles from './collection.module.css';

interface EditRowProps {
  readonly item: CollectionItem;
  readonly number: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly dragProps: HTMLAttributes<HTMLElement>;
  readonly isTarget: boolean;
  readonly onMove: (step: 1 | -1) => void;
  readonly onNote: (note: string) => void;
  readonly onRemove: () => void;
}

/** One item to be moved, noted on or taken out. */
export function EditRow(props: EditRowProps) {
  const { item, number, isFirst, isLast, dragProps, isTarget, onMove, onNote, onRemove } = props;
  const { session } = item;
  const name = `${session.title}, number ${number}`;
  return (
    <li
      data-item={item.id}
      className={`${styles.item} ${styles.editable} ${isTarget ? styles.target : ''}`}
      {...dragProps}
    >
      <span className={`${styles.number} tabular`} aria-hidden="true">
        {number}
      </span>
      <Cover session={session} poster={session.poster} />
      <div className={styles.what}>
        <h2>
          <bdi>{session.title}</bdi>
        </h2>
        <MomentAbout moment={{ ...item, note: '' }} />
        <textarea
          key={item.note}
          className={styles.noteField}
          aria-label={`Note on ${name}`}
          placeholder="Why it is here"
          rows={1}
          maxLength={2000}
          dir="auto"
          defaultValue={item.note}
          onBlur={(event) => onNote(event.target.value.trim())}
        />
        <p className={styles.acts}>
          <MoveButton act="up" label={`Move up: ${name}`} isOff={isFirst} onClick={() => onMove(-1)} />
          <MoveButton act="down" label={`Move down: ${name}`} isOff={isLast} onClick={() => onMove(1)} />
          <button
            type="button"
            data-act="remove"
            className={button.quiet}
            aria-label={`Take out: ${name}`}
            onClick={onRemove}
          >
            Take out
          </button>
        </p>
      </div>
    </li>
  );
}

interface MoveButtonProps {
  readonly act: 'up' | 'down';
  readonly label: string;
  readonly isOff: boolean;
  readonly onClick: () => void;
}

/** At an end it does nothing but keeps the focus. */
function MoveButton({ act, label, isOff, onClick }: MoveButtonProps) {
  return (
    <button
      type="button"
      data-act={act}
      className={`${button.quiet} ${styles.move}`}
      aria-label={label}
      aria-disabled={isOff}
      onClick={() => !isOff && onClick()}
    >
      <Icon name={act} size={16} /> {act === 'up' ? 'Move up' : 'Move down'}
    </button>
  );
}
