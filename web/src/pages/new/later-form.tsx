import { useMutation } from '@tanstack/react-query';
import { Problem } from '../../components/notice.tsx';
import type { DraftCardProps } from './draft-card.tsx';
import { DraftForm } from './draft-form.tsx';
import { patchOf } from './draft-texts.ts';
import styles from './new-page.module.css';

/** The form of what is on its way or there: folded, and saved by itself when a field is left. */
export function LaterForm({ draft, list }: Pick<DraftCardProps, 'draft' | 'list'>) {
  const save = useMutation({ mutationFn: () => list.save(draft.id) });
  const isSaved = draft.known !== null && patchOf(draft.known, draft.fields) === null;
  return (
    <details className={styles.later}>
      <summary>What it is about</summary>
      <DraftForm
        draft={draft}
        onEdit={(changed) => list.edit(draft.id, changed)}
        onLeave={() => save.mutate()}
      />
      {save.error && <Problem error={save.error} onRetry={() => save.mutate()} />}
      <p role="status" className={styles.files}>
        {stateOf(draft.state.kind === 'added', isSaved, save.isSuccess)}
      </p>
    </details>
  );
}

function stateOf(isAdded: boolean, isSaved: boolean, hasSaved: boolean): string {
  if (!isAdded) return 'What you change is saved with the recording.';
  if (!isSaved) return 'Saved when you leave the field.';
  return hasSaved ? 'Saved.' : '';
}
