import { Link } from '@tanstack/react-router';
import { type DragEvent, useRef, useState } from 'react';
import { captionEndings } from '../../../../core/model/media-names.ts';
import button from '../../components/button.module.css';
import { Icon } from '../../components/icon.tsx';
import styles from './new-page.module.css';

interface DropZoneProps {
  /** Something is chosen already; more can still come. */
  readonly isSmall: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Where files are dropped or chosen. */
export function DropZone({ isSmall, onFiles }: DropZoneProps) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  const state = `${isSmall ? styles.small : ''} ${isOver ? styles.over : ''}`;
  return (
    <section
      className={`${styles.zone} ${state}`}
      aria-label="Files"
      onDrop={onDrop}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
    >
      {!isSmall && (
        <>
          <Icon name="upload" size={36} />
          <strong>Drop recordings here</strong>
          <p>
            Video or sound of any common kind. A caption file (.vtt, .srt, .sbv, .ass) of the same name comes
            along; captions alone make a session to search and read.
          </p>
        </>
      )}
      <div className={styles.ways}>
        <button
          type="button"
          className={isSmall ? button.button : button.primary}
          onClick={() => input.current?.click()}
        >
          {isSmall ? 'Choose more files' : 'Choose files'}
        </button>
        {!isSmall && (
          <Link to="/record" className={button.button}>
            Record now
          </Link>
        )}
      </div>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Recordings and captions"
        accept={['video/*', 'audio/*', '.mkv', ...captionEndings].join(',')}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </section>
  );
}
