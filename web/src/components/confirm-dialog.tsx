import { type ReactNode, useEffect, useRef } from 'react';
import button from './button.module.css';
import styles from './confirm-dialog.module.css';
import { Problem } from './notice.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  /** What will happen, and what cannot be undone. */
  readonly children: ReactNode;
  /** On the button that does it: a verb. */
  readonly action: string;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before what cannot be undone; open as long as it is there. "Cancel" comes first, so that Enter does no harm. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, action, isPending, error, onConfirm, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} onClose={onClose} className={styles.dialog} aria-labelledby="confirm-title">
      <h2 id="confirm-title" dir="auto">
        {title}
      </h2>
      <div className={styles.what}>{children}</div>
      {error && <Problem error={error} />}
      <div className={styles.buttons}>
        <button type="button" className={button.button} onClick={() => dialog.current?.close()}>
          Cancel
        </button>
        <button
          type="button"
          className={`${button.button} ${styles.action}`}
          disabled={isPending}
          onClick={onConfirm}
        >
          {action}
        </button>
      </div>
    </dialog>
  );
}
