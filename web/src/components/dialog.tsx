import { type ReactNode, useEffect, useId, useRef } from 'react';
import styles from './dialog.module.css';

interface DialogProps {
  readonly title: ReactNode;
  readonly onClose: () => void;
  readonly children: (close: () => void) => ReactNode;
}

/** Asks for something above the page; open as long as it is there, and gives the focus back. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <dialog ref={dialog} onClose={onClose} className={styles.dialog} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div className={styles.body}>{children(() => dialog.current?.close())}</div>
    </dialog>
  );
}
