import type { Notes } from '../../../../../core/api/notes.ts';
import button from '../../../components/button.module.css';
import { Markdown, type TimeLinks } from '../../../components/markdown.tsx';
import { Notice } from '../../../components/notice.tsx';
import styles from './notes.module.css';
import { When } from './when.tsx';

interface NotesPageProps {
  readonly notes: Notes;
  readonly times: TimeLinks | undefined;
  readonly onEdit: () => void;
  readonly onHistory: () => void;
}

/** The notes as they are read, or what they are for. */
export function NotesPage({ notes, times, onEdit, onHistory }: NotesPageProps) {
  const { text, author, updatedAt, version } = notes;
  const history = version > 0 && (
    <button type="button" className={button.quiet} onClick={onHistory}>
      History
    </button>
  );
  if (text === '')
    return (
      <Notice title="No notes yet">
        <p>
          This is one page that all who can open the session write together: what to try, links, corrections,
          questions that stayed open. A time such as 1:30 leads to that second.
        </p>
        <div className={styles.actions}>
          <button type="button" className={button.primary} onClick={onEdit}>
            Write the first note
          </button>
          {history}
        </div>
      </Notice>
    );
  return (
    <>
      <div className={styles.head}>
        {author && updatedAt && (
          <p className={styles.by}>
            <bdi>{author.name}</bdi>, <When instant={updatedAt} />
          </p>
        )}
        {history}
        <button type="button" className={button.button} onClick={onEdit}>
          Edit
        </button>
      </div>
      <Markdown text={text} times={times} />
    </>
  );
}
