import { useEffect, useRef, useState } from 'react';
import type { Notes } from '../../../../../core/api/notes.ts';
import button from '../../../components/button.module.css';
import { Markdown, type TimeLinks } from '../../../components/markdown.tsx';
import { Problem } from '../../../components/notice.tsx';
import { useMediaValue } from '../../../player/media-value.ts';
import { insertWord } from '../../../text/markdown-edit.ts';
import { formatTime } from '../../../text/time.ts';
import { type Draft, hasTyped, isBehind } from './draft.ts';
import { apply, editOfKey } from './editor-keys.ts';
import styles from './notes.module.css';
import { WhoSaved } from './who-saved.tsx';

interface NotesEditorProps {
  readonly draft: Draft;
  /** What is kept now. */
  readonly notes: Notes;
  readonly media: HTMLVideoElement | null;
  readonly times: TimeLinks | undefined;
  readonly error: Error | null;
  readonly isSaving: boolean;
  readonly onChange: (draft: Draft) => void;
  readonly onSave: (draft: Draft) => void;
  readonly onMerge: () => void;
  readonly onLeave: () => void;
}

/** Writing, with a look at what it becomes; whoever else saves meanwhile is told of. */
export function NotesEditor(props: NotesEditorProps) {
  const { draft, notes, media, times, error, isSaving, onChange, onSave, onMerge, onLeave } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const [isPreview, setPreview] = useState(false);
  useEffect(() => {
    if (!isPreview) field.current?.focus();
  }, [isPreview]);
  const now = useMediaValue(media, 'timeupdate seeked', (m) => formatTime(m.currentTime), '0:00');
  const time = media ? now : null;
  const canSave = hasTyped(draft) && !isSaving;
  const save = () => {
    if (canSave) onSave(draft);
  };
  return (
    <div className={styles.editor}>
      {isBehind(draft, notes) && (
        <p role="status" className={styles.behind}>
          <span>
            <WhoSaved notes={notes} /> while you wrote.
          </span>
          <button type="button" onClick={onMerge}>
            Bring both together
          </button>
        </p>
      )}
      <div className={styles.tools}>
        <button
          type="button"
          className={button.quiet}
          aria-pressed={isPreview}
          onClick={() => setPreview(!isPreview)}
        >
          Preview
        </button>
        {time !== null && !isPreview && (
          <button
            type="button"
            className={button.quiet}
            onClick={() => field.current && apply(field.current, (at) => insertWord(at, time))}
          >
            Insert time {time}
          </button>
        )}
      </div>
      {isPreview ? (
        <div className={styles.preview}>
          <Markdown text={draft.text} times={times} />
        </div>
      ) : (
        <textarea
          ref={field}
          dir="auto"
          aria-label="Notes, in Markdown"
          aria-describedby="notes-keys"
          value={draft.text}
          readOnly={isSaving}
          onChange={({ target }) => onChange({ ...draft, text: target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              save();
              return;
            }
            const edit = editOfKey(event.nativeEvent, time);
            if (edit && apply(event.currentTarget, edit)) event.preventDefault();
          }}
        />
      )}
      <p id="notes-keys" className={styles.keys}>
        Markdown. Ctrl B bold, Ctrl I italic, Ctrl K link{time !== null && ', Alt T time'}, Ctrl Enter saves.
        What you type stays in this browser until you save it.
      </p>
      {error && <Problem error={error} />}
      <div className={styles.actions}>
        <button type="button" className={button.primary} disabled={!canSave} onClick={save}>
          {isSaving ? 'Saving' : 'Save'}
        </button>
        <Leave hasTyped={hasTyped(draft)} onLeave={onLeave} />
      </div>
    </div>
  );
}

/** What was typed is thrown away only by who says so twice. */
function Leave({ hasTyped: isTyped, onLeave }: { readonly hasTyped: boolean; readonly onLeave: () => void }) {
  const [isSure, setSure] = useState(false);
  if (!isTyped || !isSure)
    return (
      <button type="button" className={button.quiet} onClick={() => (isTyped ? setSure(true) : onLeave())}>
        {isTyped ? 'Discard' : 'Cancel'}
      </button>
    );
  return (
    <>
      <button type="button" className={button.button} onClick={onLeave}>
        Discard what I typed
      </button>
      <button type="button" className={button.quiet} onClick={() => setSure(false)}>
        Keep writing
      </button>
    </>
  );
}
