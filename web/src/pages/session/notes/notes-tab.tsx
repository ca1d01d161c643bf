import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Session } from '../../../../../core/api/sessions.ts';
import { queryOf } from '../../../api.ts';
import type { TimeLinks } from '../../../components/markdown.tsx';
import { Problem } from '../../../components/notice.tsx';
import { meQuery } from '../../../queries.ts';
import { draftOf } from './draft.ts';
import styles from './notes.module.css';
import { NotesConflict } from './notes-conflict.tsx';
import { NotesEditor } from './notes-editor.tsx';
import { NotesHistory } from './notes-history.tsx';
import { NotesPage } from './notes-page.tsx';
import { notesQuery } from './notes-queries.ts';
import { useDraft } from './use-draft.ts';
import { useSave } from './use-save.ts';

interface NotesTabProps {
  readonly session: Session;
  readonly media: HTMLVideoElement | null;
  readonly onSeek: (seconds: number) => void;
}

/** The page that everybody who may open the session writes together. */
export function NotesTab(props: NotesTabProps) {
  const { data: me } = useQuery(meQuery);
  return (
    <div className={styles.notes}>
      {me && <Shown key={`${me.id} ${props.session.id}`} {...props} personId={me.id} />}
    </div>
  );
}

/** Reading, writing, bringing two texts together, or looking back. */
function Shown({ session, media, onSeek, personId }: NotesTabProps & { readonly personId: string }) {
  const { draft, keep } = useDraft(session.id, personId);
  const notes = useQuery(notesQuery(session.id, { isWriting: draft !== null }));
  const [isHistory, setHistory] = useState(false);
  const [isMerging, setMerging] = useState(false);
  const save = useSave(session.id, { onSaved: () => leave(), onBehind: () => setMerging(true) });
  const leave = () => {
    keep(null);
    setMerging(false);
    save.reset();
  };
  if (!notes.data)
    return notes.error ? (
      <Problem error={notes.error} onRetry={() => void notes.refetch()} />
    ) : (
      <p role="status">Loading the notes</p>
    );
  const times = timeLinksOf(session, onSeek);
  if (draft && isMerging && notes.data.version !== draft.version)
    return (
      <NotesConflict
        key={notes.data.version}
        draft={draft}
        theirs={notes.data}
        error={save.error}
        isSaving={save.isPending}
        onSave={(text) => save.mutate({ text, version: notes.data.version })}
        onEdit={(text) => {
          setMerging(false);
          keep({ ...draftOf(notes.data), text });
        }}
      />
    );
  if (draft)
    return (
      <NotesEditor
        // Nothing typed yet: then it is the newest text that one writes on.
        draft={draft.text === draft.base ? draftOf(notes.data) : draft}
        notes={notes.data}
        media={media}
        times={times}
        error={save.error}
        isSaving={save.isPending}
        onChange={keep}
        onSave={({ text, version }) => save.mutate({ text, version })}
        onMerge={() => setMerging(true)}
        onLeave={leave}
      />
    );
  if (isHistory)
    return <NotesHistory session={session} notes={notes.data} onClose={() => setHistory(false)} />;
  return (
    <NotesPage
      notes={notes.data}
      times={times}
      onEdit={() => keep(draftOf(notes.data))}
      onHistory={() => setHistory(true)}
    />
  );
}

/** Without a recording, times lead nowhere. */
function timeLinksOf(session: Session, onSeek: (seconds: number) => void): TimeLinks | undefined {
  if (session.media.video === null && session.media.audio === null) return undefined;
  return {
    endSeconds: session.durationSeconds ?? Number.POSITIVE_INFINITY,
    hrefAt: (t) => `/sessions/${encodeURIComponent(session.slug)}${queryOf({ t })}`,
    onSeek,
  };
}
