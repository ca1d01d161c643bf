import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { NoteDiff, Notes, NoteVersionShort } from '../../../../../core/api/notes.ts';
import type { Session } from '../../../../../core/api/sessions.ts';
import button from '../../../components/button.module.css';
import { Problem } from '../../../components/notice.tsx';
import { keyed } from '../../../text/list.ts';
import styles from './notes.module.css';
import { noteDiffQuery, notesApi, notesQuery, noteVersionsQuery } from './notes-queries.ts';
import { When } from './when.tsx';

interface NotesHistoryProps {
  readonly session: Session;
  readonly notes: Notes;
  readonly onClose: () => void;
}

/** Who changed what when; each older text can be shown again. */
export function NotesHistory({ session, notes, onClose }: NotesHistoryProps) {
  const versions = useInfiniteQuery(noteVersionsQuery(session.id));
  const [open, setOpen] = useState(notes.version);
  const queryClient = useQueryClient();
  const restore = useMutation({
    mutationFn: (older: number) => notesApi.restoreNotes(session.id, older, notes.version),
    onSuccess: (restored) => {
      queryClient.setQueryData(notesQuery(session.id).queryKey, restored);
      void queryClient.invalidateQueries({ queryKey: ['notes', session.id, 'history'] });
      onClose();
    },
    onError: () => queryClient.invalidateQueries({ queryKey: ['notes', session.id] }),
  });
  const items = versions.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <div className={styles.head}>
        <h2>History</h2>
        <button type="button" className={button.button} onClick={onClose}>
          Back to the notes
        </button>
      </div>
      {versions.error && <Problem error={versions.error} onRetry={() => void versions.refetch()} />}
      {restore.error && <Problem error={restore.error} />}
      {versions.isPending && <p role="status">Loading the history</p>}
      <ol className={styles.versions}>
        {items.map((item) => (
          <li key={item.version}>
            <button
              type="button"
              aria-expanded={open === item.version}
              onClick={() => setOpen(open === item.version ? 0 : item.version)}
            >
              <VersionTitle item={item} isShown={item.version === notes.version} />
            </button>
            {open === item.version && (
              <div className={styles.version}>
                <Diff sessionId={session.id} version={item.version} />
                {item.version !== notes.version && (
                  <button
                    type="button"
                    className={button.button}
                    disabled={restore.isPending}
                    onClick={() => restore.mutate(item.version)}
                  >
                    Restore version {item.version}
                  </button>
                )}
              </div>
            )}
          </li>
        ))}
      </ol>
      {versions.hasNextPage && (
        <button type="button" className={button.button} onClick={() => void versions.fetchNextPage()}>
          Show older versions
        </button>
      )}
    </>
  );
}

function VersionTitle({ item, isShown }: { readonly item: NoteVersionShort; readonly isShown: boolean }) {
  return (
    <>
      <strong>Version {item.version}</strong>
      <bdi>{item.author.name}</bdi>
      <When instant={item.createdAt} />
      <span className={styles.counts}>
        <span aria-hidden="true">
          +{item.linesAdded} −{item.linesRemoved}
        </span>
        <span className="visually-hidden">
          {item.linesAdded} lines new, {item.linesRemoved} gone
        </span>
      </span>
      {item.restoredFrom !== null && <span>version {item.restoredFrom} again</span>}
      {isShown && <span>shown now</span>}
    </>
  );
}

function Diff({ sessionId, version }: { readonly sessionId: string; readonly version: number }) {
  const diff = useQuery(noteDiffQuery(sessionId, version));
  if (diff.error) return <Problem error={diff.error} onRetry={() => void diff.refetch()} />;
  if (!diff.data) return <p role="status">Loading what changed</p>;
  return (
    <div className={styles.diff}>
      {keyed(diff.data.lines).map(([key, line]) => (
        <DiffLine key={key} line={line} />
      ))}
    </div>
  );
}

const lineTags = { added: 'ins', removed: 'del', kept: 'p' } as const;
const pieceTags = { added: 'ins', removed: 'del', same: 'span' } as const;

function DiffLine({ line }: { readonly line: NoteDiff['lines'][number] }) {
  if (line.kind !== 'changed') {
    const Line = lineTags[line.kind];
    return <Line dir="auto">{line.text || ' '}</Line>;
  }
  return (
    <p dir="auto" className={styles.changed}>
      {keyed(line.pieces).map(([key, { kind, text }]) => {
        const Piece = pieceTags[kind];
        return <Piece key={key}>{text} </Piece>;
      })}
    </p>
  );
}
